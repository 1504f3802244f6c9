/* Look-ups in evidence, and the sentences that judges have in common. */
#include <stdlib.h>
#include <string.h>

#include "checks/evidence_look.h"
#include "packet/stream.h"

enum { ARGV_WIDTH = 60, LINE_WIDTH = 80 };

/* What a step waits for, told from the program's side. */
static const char *const awaited[] = {
	[STEP_END] = "did what was asked",
	[STEP_INPUT] = "was started",
	[STEP_HOLD_INPUT] = "was started",
	[STEP_FULL_DISK] = "was started",
	[STEP_HOLD_OUTPUT] = "was started",
	[STEP_START] = "was started",
	[STEP_AWAIT_READY] = "listened at that address and port",
	[STEP_AWAIT_BOUND] = "had a UDP socket at that address and port",
	[STEP_AWAIT_OUTPUT] = "printed what was due",
	[STEP_AWAIT_IDLE] = "waited for something to do",
	[STEP_FEED] = "read what there was and waited for more",
	[STEP_AWAIT_FULL] = "filled the pipe that it prints to",
	[STEP_SIGNAL] = "was sent a signal",
	[STEP_AWAIT_EXIT] = "ended",
	[STEP_LISTEN] = "was started",
	[STEP_RESERVE] = "was started",
	[STEP_ACCEPT] = "connected",
	[STEP_CONNECT] = "let the peer connect",
	[STEP_READ_LINE] = "sent a line that ends in a newline",
	[STEP_READ_END] = "closed its sending side",
	[STEP_SEND] = "took what the peer sends",
	[STEP_AWAIT_DRAINED] =
	    "read what the peer had sent and waited for more",
	[STEP_RESET] = "was reset",
	[STEP_CLOSE] = "saw the peer close",
	[STEP_BIND] = "was started",
	[STEP_AIM] = "was started",
	[STEP_SEND_DATAGRAM] = "took what the peer sends",
	[STEP_RECEIVE] = "sent the peer a datagram",
	[STEP_OCCUPY_TCP] = "was started",
	[STEP_OCCUPY_UDP] = "was started",
	[STEP_PAUSE] = "saw the time pass",
};

const struct capture *
look_capture(const struct evidence *evidence, const char *link)
{
	size_t i;

	for (i = 0; i < evidence->capture_count; i++)
		if (strcmp(evidence->captures[i].link, link) == 0)
			return &evidence->captures[i];
	return NULL;
}

const struct run *
look_run(const struct evidence *evidence)
{
	return evidence->run_count > 0 ? &evidence->runs[0] : NULL;
}

bool
look_failed(const struct run *run)
{
	return run->end == END_EXITED && run->status != 0;
}

/* text as bytes that are safe to print, cut to about width characters. */
static char *
shortened(const void *text, size_t len, size_t width)
{
	char *escaped, *cut;

	escaped = escape_text(text, len);
	if (strlen(escaped) <= width)
		return escaped;
	cut = xprintf("%.*s...", (int)width, escaped);
	free(escaped);
	return cut;
}

char *
look_argv(const struct run *run)
{
	struct blob words = { NULL, 0 };
	const char *word, *quote;
	char *text;
	size_t i;

	for (i = 0; i < run->argv.count; i++) {
		word = run->argv.items[i];
		quote = word[0] == '\0' || strchr(word, ' ') != NULL ? "'" : "";
		blob_printf(
		    &words, "%s%s%s%s", i > 0 ? " " : "", quote, word, quote);
	}
	text = shortened(words.data, words.len, ARGV_WIDTH);
	blob_release(&words);
	return text;
}

/* " (stderr: "its first line")", or nothing when there is none. */
static char *
first_complaint(const struct run *run)
{
	const uint8_t *end;
	char *line, *text;
	size_t len;

	if (run->err.len == 0)
		return xstrdup("");
	end = memchr(run->err.data, '\n', run->err.len);
	len = end == NULL ? run->err.len : (size_t)(end - run->err.data);
	line = shortened(run->err.data, len, LINE_WIDTH);
	text = xprintf(" (stderr: \"%s\")", line);
	free(line);
	return text;
}

static char *
plain_ending(const struct run *run)
{
	switch (run->end) {
	case END_NOT_STARTED:
		return xstrdup("could not be executed: it is no program that "
			       "the kernel knows");
	case END_EXITED:
		return xprintf("exited with status %d", run->status);
	case END_SIGNALLED:
		return xprintf("was killed by signal %d (%s)", run->status,
		    strsignal(run->status));
	case END_HUNG:
		if (run->blocked == NULL)
			return xstrdup("did not end by itself");
		return xprintf(
		    "did not end by itself: it sat in %s", run->blocked);
	case END_STOPPED:
		if (run->out_cut || run->err_cut)
			return xprintf("wrote to standard %s without end, and "
				       "was stopped",
			    run->out_cut ? "output" : "error");
		return xstrdup("was still running at the end");
	}
	return xstrdup("ended in an unknown way");
}

char *
look_ending(const struct run *run)
{
	char *ending, *complaint, *text;

	if (run == NULL)
		return xstrdup("was not started");
	ending = plain_ending(run);
	complaint = first_complaint(run);
	text = xprintf("%s%s", ending, complaint);
	free(ending);
	free(complaint);
	return text;
}

/* The run in which the story stopped: the last that was started. */
static const struct run *
last_run(const struct evidence *evidence)
{
	size_t count = evidence->run_count;

	return count > 0 ? &evidence->runs[count - 1] : NULL;
}

/* What the story waited for, with the place that its step names. */
static char *
look_awaited(const struct evidence *evidence)
{
	static const char unnamed[] = "that address and port", at[] = " at ";
	const char *wanted = awaited[evidence->stop_kind];
	const char *tail, *step = NULL, *place = NULL;

	if (wanted == NULL)
		return xstrdup("went on");
	tail = strstr(wanted, unnamed);
	if (evidence->stop_step >= 0 &&
	    (size_t)evidence->stop_step < evidence->step_count)
		step = evidence->steps[evidence->stop_step].text;
	if (tail != NULL && step != NULL)
		place = strstr(step, at);
	if (place == NULL)
		return xstrdup(wanted);
	return xprintf(
	    "%.*s%s", (int)(tail - wanted), wanted, place + strlen(at));
}

/* A connection that ended: with the program, if that is why. */
static char *
look_refusal(const struct evidence *evidence, const char *wanted)
{
	const struct run *run = last_run(evidence);
	char *ending, *text;

	if (run != NULL && run->end == END_SIGNALLED) {
		ending = look_ending(run);
		text = xprintf("the program %s before it %s", ending, wanted);
		free(ending);
		return text;
	}
	if (evidence->stop_kind == STEP_CONNECT)
		return xstrdup("the program did not listen any more: the "
			       "peer's connection was refused");
	return xprintf(
	    "the program closed or reset the connection before it %s", wanted);
}

char *
look_stop(const struct evidence *evidence)
{
	const struct run *run = last_run(evidence);
	char *wanted = look_awaited(evidence);
	char *ending, *text = NULL;

	switch (evidence->stop) {
	case STOP_NOT:
		break;
	case STOP_DEADLINE:
		text = xprintf(
		    "the grader waited in vain until the program %s%s%s",
		    wanted,
		    run != NULL && run->blocked != NULL ? "; it sat in " : "",
		    run != NULL && run->blocked != NULL ? run->blocked : "");
		break;
	case STOP_ENDED:
		ending = look_ending(run);
		text = xprintf("the program %s before it %s", ending, wanted);
		free(ending);
		break;
	case STOP_REFUSED:
		text = look_refusal(evidence, wanted);
		break;
	case STOP_TAKEN:
		text = xstrdup("a peer could not have its address and port: "
			       "sockets of the program had taken them");
		break;
	case STOP_OVERTIME:
		text = xprintf("each step came in time, but the whole case "
			       "took too long: it was ended before the program "
			       "%s",
		    wanted);
		break;
	}
	free(wanted);
	return text;
}

struct blob *
look_pieces(
    const struct scenario *scenario, const struct values *values, size_t *count)
{
	const struct step *step;
	struct blob *pieces = NULL;

	*count = 0;
	for (step = scenario->steps; step->kind != STEP_END; step++) {
		if (step->kind != STEP_SEND)
			continue;
		pieces = xgrow(pieces, *count, sizeof(*pieces));
		memset(&pieces[*count], 0, sizeof(*pieces));
		values_bytes(values, step->text, &pieces[*count]);
		++*count;
	}
	return pieces;
}

void
look_pieces_release(struct blob *pieces, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		blob_release(&pieces[i]);
	free(pieces);
}

struct finding *
look_finding(struct verdict *verdict, int run, const char *field,
    const char *expected, const char *got)
{
	struct finding *finding = verdict_finding(verdict);

	finding->run = run;
	finding->field = xstrdup(field);
	finding->expected = xstrdup(expected);
	finding->got = xstrdup(got);
	return finding;
}

void
look_exit_zero(const struct run *run, struct verdict *verdict)
{
	char *ending;

	if (run != NULL && run->end == END_EXITED && run->status == 0)
		return;
	ending = look_ending(run);
	verdict_fail(verdict, "the program %s; it should exit with 0", ending);
	look_finding(verdict, 1, "exit status", "exited with status 0", ending);
	free(ending);
}

void
look_silent(const struct run *run, struct verdict *verdict)
{
	char *got;

	if (run == NULL || run->out.len == 0)
		return;
	got = shortened(run->out.data, run->out.len, LINE_WIDTH);
	verdict_fail(verdict,
	    "the program printed on standard output, where nothing belongs");
	look_finding(verdict, 1, "standard output", "nothing", got);
	free(got);
}

/* Does the text of a wait tell of a socket of its own at that port? */
static bool
has_own_port(const char *blocked, unsigned port)
{
	char text[24];

	snprintf(text, sizeof(text), " port %u)", port);
	return blocked != NULL && strstr(blocked, " connected to ") == NULL &&
	    strstr(blocked, text) != NULL;
}

void
look_own_port_swapped(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const unsigned port = values_number(exhibit->values, "port");
	const unsigned swapped = (port & 0xff) << 8 | port >> 8;
	const struct run *run = last_run(evidence);
	char *message;

	if ((evidence->stop_kind != STEP_AWAIT_READY &&
		evidence->stop_kind != STEP_AWAIT_BOUND) ||
	    evidence->stop == STOP_NOT || swapped == port || run == NULL ||
	    !has_own_port(run->blocked, swapped))
		return;
	message = xprintf("its socket has port %u, which is %u with its two "
			  "bytes swapped: sin_port is in network byte order, "
			  "so it takes htons (ip(7))",
	    swapped, port);
	causes_add(&verdict->causes, "byte-order-16", message);
	free(message);
}

void
look_swapped_port(const struct exhibit *exhibit, struct verdict *verdict)
{
	const unsigned port = values_number(exhibit->values, "port");
	const unsigned swapped = (port & 0xff) << 8 | port >> 8;
	struct conversations all = { NULL, 0 };
	char *message;
	size_t i;

	if (exhibit->evidence->capture_count == 0 || swapped == port)
		return;
	streams_collect(&exhibit->evidence->captures[0], &all);
	for (i = 0; i < all.count && all.items[i].server_port != swapped; i++)
		;
	if (i < all.count) {
		message = xprintf("it asked port %u, which is %u with its two "
				  "bytes swapped: sin_port is in network byte "
				  "order, so it takes htons (ip(7))",
		    swapped, port);
		causes_add(&verdict->causes, "byte-order-16", message);
		free(message);
	}
	streams_release(&all);
}
