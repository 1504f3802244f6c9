/* The datagrams of 22's cases: the two lines that are printed of each. */
#include <stdlib.h>
#include <string.h>

#include "checks/told_datagrams.h"
#include "diagnose/diagnose.h"
#include "packet/compare.h"

/* What the server was asked, in the order in which it was asked. */
struct questions {
	struct told *told;
	size_t count;
};

/* As far as the story went. */
static void
questions_init(const struct exhibit *exhibit, struct questions *questions)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct step *step = exhibit->scenario->steps;
	const struct peer_log *peer;
	struct told *told;
	size_t i;

	memset(questions, 0, sizeof(*questions));
	for (i = 0; i < evidence->step_count && step->kind != STEP_END;
	     i++, step++) {
		if (step->kind != STEP_SEND_DATAGRAM ||
		    !evidence->steps[i].done)
			continue;
		questions->told = xgrow(questions->told, questions->count,
		    sizeof(questions->told[0]));
		told = &questions->told[questions->count++];
		memset(told, 0, sizeof(*told));
		values_bytes(exhibit->values, step->text, &told->bytes);
		told->newline = told->bytes.len > 0 &&
		    told->bytes.data[told->bytes.len - 1] == '\n';
		peer = &evidence->peers[step->peer];
		told->address = peer->address;
		told->port = peer->port;
	}
}

static void
questions_release(struct questions *questions)
{
	size_t i;

	for (i = 0; i < questions->count; i++)
		blob_release(&questions->told[i].bytes);
	free(questions->told);
}

/* What the exercise wants printed of text, which came as told. */
static void
print_lines(const struct told *told, const struct blob *text, int port,
    struct blob *out)
{
	blob_printf(out, "Message Received: '");
	blob_add(out, text->data, text->len);
	blob_printf(out, "'\nSent by - %s port - %d\n", told->address, port);
}

/* The same, but the second line is whatever got has in that place. */
static void
print_first_line(
    const struct told *told, const struct blob *got, struct blob *out)
{
	const uint8_t *line, *end;

	blob_printf(out, "Message Received: '");
	blob_add(out, told->bytes.data, told->bytes.len - told->newline);
	blob_printf(out, "'\n");
	if (out->len >= got->len)
		return;
	line = got->data + out->len;
	end = memchr(line, '\n', got->len - out->len);
	if (end != NULL)
		blob_add(out, line, (size_t)(end + 1 - line));
}

/*
 * The same to be shown, where TEXT may be wrong: the next line from *at on
 * that tells of a sender, wherever it stands, or the right one.
 */
static void
print_next_sender(const struct told *told, const struct blob *got, size_t *at,
    struct blob *out)
{
	static const char mark[] = "\nSent by - ";
	struct blob text = { told->bytes.data,
		told->bytes.len - told->newline };
	const uint8_t *line = NULL, *end = NULL;

	if (*at < got->len)
		line =
		    memmem(got->data + *at, got->len - *at, mark, strlen(mark));
	if (line != NULL) {
		line++;
		*at = (size_t)(line - got->data);
		end = memchr(line, '\n', got->len - *at);
	}
	if (end == NULL) {
		print_lines(told, &text, told->port, out);
		return;
	}
	blob_printf(out, "Message Received: '");
	blob_add(out, text.data, text.len);
	blob_printf(out, "'\n");
	blob_add(out, line, (size_t)(end + 1 - line));
}

/* What is held against what was printed, or what is shown beside it. */
static void
print_wanted(const struct run *run, const struct questions *questions,
    bool sender, bool shown, struct blob *wanted)
{
	const struct told *told;
	struct blob text;
	size_t i, at = 0;

	for (i = 0; i < questions->count; i++) {
		told = &questions->told[i];
		text = told->bytes;
		text.len -= told->newline;
		if (sender)
			print_lines(told, &text, told->port, wanted);
		else if (shown)
			print_next_sender(told, &run->out, &at, wanted);
		else
			print_first_line(told, &run->out, wanted);
	}
}

void
judge_told(const struct exhibit *exhibit, const struct run *run, bool sender,
    struct verdict *verdict)
{
	struct questions questions;
	struct blob wanted = { NULL, 0 }, shown = { NULL, 0 };

	questions_init(exhibit, &questions);
	print_wanted(run, &questions, sender, false, &wanted);
	print_wanted(run, &questions, sender, true, &shown);
	if (!blob_equal(&wanted, &run->out)) {
		compare_bytes("standard output", shown.data, shown.len,
		    run->out.data, run->out.len, verdict);
		verdict_fail(verdict,
		    "standard output does not hold the two lines of each "
		    "datagram: %zu bytes wanted, %zu got",
		    shown.len, run->out.len);
		diagnose_told(questions.told, questions.count, print_lines,
		    &run->out, verdict);
	}
	blob_release(&wanted);
	blob_release(&shown);
	questions_release(&questions);
}
