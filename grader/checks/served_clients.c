/* The clients of 12's cases: their pairs of lines, and their answers. */
#include <stdlib.h>
#include <string.h>

#include "checks/evidence_look.h"
#include "checks/served_clients.h"
#include "diagnose/diagnose.h"
#include "packet/compare.h"

/* What the steps of one peer are, and how far they came. */
struct client {
	int peer;
	const struct peer_log *log;
	bool sends, finished;
	bool breaks;	  /* it resets its connection: it need not be served */
	struct line line; /* what it sent; owns its bytes */
};

static void
cut_at_newline(struct line *line)
{
	const uint8_t *newline = NULL;

	if (line->bytes.len > 0)
		newline = memchr(line->bytes.data, '\n', line->bytes.len);
	line->newline = newline != NULL;
	if (newline != NULL)
		line->bytes.len = (size_t)(newline - line->bytes.data);
	if (line->first > line->bytes.len)
		line->first = line->bytes.len;
}

static void
add_step(const struct exhibit *exhibit, const struct step *step, bool done,
    struct client *client)
{
	struct line *line = &client->line;

	client->finished &= done;
	client->breaks |= step->kind == STEP_RESET;
	if (step->kind != STEP_SEND)
		return;
	values_bytes(exhibit->values, step->text, &line->bytes);
	if (!client->sends)
		line->first = line->bytes.len;
	client->sends = true;
}

static void
client_init(const struct exhibit *exhibit, int peer, struct client *client)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct step *steps = exhibit->scenario->steps;
	size_t i;

	memset(client, 0, sizeof(*client));
	client->peer = peer;
	client->log = &evidence->peers[peer];
	client->finished = client->log->connected;
	client->line.address = client->log->address;
	client->line.port = client->log->port;
	for (i = 0; steps[i].kind != STEP_END; i++)
		if (steps[i].peer == peer && steps[i].kind >= STEP_CONNECT &&
		    steps[i].kind <= STEP_CLOSE)
			add_step(exhibit, &steps[i],
			    i < evidence->step_count && evidence->steps[i].done,
			    client);
	cut_at_newline(&client->line);
}

/* Its line has to be printed; that of one who said nothing may be. */
static bool
is_due(const struct client *client)
{
	return client->sends && client->finished && !client->breaks;
}

static void
print_pair(const struct line *line, const struct blob *text, int port,
    struct blob *out)
{
	blob_printf(out, "Message Received - '");
	blob_add(out, text->data, text->len);
	blob_printf(out, "'\nSent by - %s port - %d\n", line->address, port);
}

/* How many bytes of out from `at` on are the client's pair; 0: they are not. */
static size_t
match_pair(const struct client *client, const struct blob *out, size_t at)
{
	struct blob pair = { NULL, 0 };
	size_t matched = 0;

	if (!client->log->connected)
		return 0;
	print_pair(
	    &client->line, &client->line.bytes, client->line.port, &pair);
	if (pair.len <= out->len - at &&
	    memcmp(pair.data, out->data + at, pair.len) == 0)
		matched = pair.len;
	blob_release(&pair);
	return matched;
}

/* Take one client's pair out of the output.  False when none fits. */
static bool
take_pair(const struct client *clients, size_t count, const struct blob *out,
    bool *taken, size_t *at)
{
	size_t i, len;

	for (i = 0; i < count; i++) {
		if (taken[i])
			continue;
		len = match_pair(&clients[i], out, *at);
		if (len > 0) {
			taken[i] = true;
			*at += len;
			return true;
		}
	}
	return false;
}

/* Are there more pairs, right or wrong, than clients that sent something? */
static bool
prints_silent(
    const struct client *clients, size_t count, const struct blob *out)
{
	static const char begin[] = "Message Received";
	const size_t len = sizeof(begin) - 1;
	size_t i, pairs = 0, sent = 0;

	for (i = 0; i < count; i++)
		sent += clients[i].sends;
	for (i = 0; i + len <= out->len; i++)
		pairs += memcmp(out->data + i, begin, len) == 0;
	return pairs > sent;
}

/* Hold the output against the pairs of all who sent or were found, in order. */
static void
fail_lines(const struct client *clients, size_t count, const bool *taken,
    const struct run *run, struct verdict *verdict)
{
	struct blob wanted = { NULL, 0 };
	const bool silent = prints_silent(clients, count, &run->out);
	struct line lines[MAX_PEERS];
	size_t i, n = 0;

	for (i = 0; i < count; i++) {
		if (!taken[i] &&
		    (clients[i].breaks || !clients[i].log->connected ||
			(!clients[i].sends && !silent)))
			continue;
		lines[n++] = clients[i].line;
		print_pair(&clients[i].line, &clients[i].line.bytes,
		    clients[i].line.port, &wanted);
	}
	verdict_fail(verdict,
	    "standard output does not hold the two lines of each client, and "
	    "nothing else: %zu bytes wanted, %s%zu got",
	    wanted.len, run->out_cut ? "more than " : "", run->out.len);
	compare_bytes("standard output", wanted.data, wanted.len, run->out.data,
	    run->out.len, verdict);
	diagnose_lines(lines, n, print_pair, &run->out, verdict);
	blob_release(&wanted);
}

/* What is printed of clients that break off, after the others, is free. */
static void
compare_lines(const struct client *clients, size_t count, const struct run *run,
    struct verdict *verdict)
{
	bool taken[MAX_PEERS] = { false }, missing = false, rest = false;
	size_t i, at = 0;

	while (at < run->out.len &&
	    take_pair(clients, count, &run->out, taken, &at))
		;
	for (i = 0; i < count; i++) {
		missing |= is_due(&clients[i]) && !taken[i];
		rest |= clients[i].breaks;
	}
	if (missing || (at < run->out.len && !rest) || run->out_cut)
		fail_lines(clients, count, taken, run, verdict);
}

/* A client that was not answered in full is judged by what it got. */
static void
compare_answers(const struct exhibit *exhibit, const struct client *clients,
    size_t count, struct verdict *verdict)
{
	struct blob wanted = { NULL, 0 };
	const struct blob *got;
	size_t i;

	blob_printf(&wanted, "Connected to TCP Server on port %s\n",
	    values_text(exhibit->values, "port"));
	for (i = 0; i < count; i++) {
		got = &clients[i].log->received;
		if (!clients[i].sends || clients[i].breaks ||
		    (!clients[i].finished && got->len == 0) ||
		    blob_equal(&wanted, got))
			continue;
		verdict_fail(verdict,
		    "the answer to client %d is not the one line that is "
		    "wanted: %zu bytes wanted, %zu got",
		    clients[i].peer + 1, wanted.len, got->len);
		diagnose_payload(&(struct blob){ wanted.data, wanted.len - 1 },
		    &wanted, got->data, got->len, verdict);
		compare_bytes("answer", wanted.data, wanted.len, got->data,
		    got->len, verdict);
		break;
	}
	blob_release(&wanted);
}

void
judge_story(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	char *stop = look_stop(evidence);

	if (stop == NULL)
		return;
	verdict_fail(verdict, "%s", stop);
	look_own_port_swapped(exhibit, verdict);
	look_finding(verdict, (int)evidence->run_count, "story",
	    "played to its end", stop);
	free(stop);
}

/* What was printed and, if answers is true, what was answered. */
static void
judge_clients(
    const struct exhibit *exhibit, bool answers, struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);
	size_t count = exhibit->evidence->peer_count, i;
	struct client clients[MAX_PEERS];

	/* A program that is dead is judged by that first. */
	if (run == NULL || exhibit->evidence->stop == STOP_ENDED) {
		judge_story(exhibit, verdict);
		return;
	}
	for (i = 0; i < count; i++)
		client_init(exhibit, (int)i, &clients[i]);
	if (answers)
		compare_answers(exhibit, clients, count, verdict);
	compare_lines(clients, count, run, verdict);
	judge_story(exhibit, verdict);
	for (i = 0; i < count; i++)
		blob_release(&clients[i].line.bytes);
}

void
judge_lines(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_clients(exhibit, false, verdict);
}

void
judge_exchange(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_clients(exhibit, true, verdict);
}
