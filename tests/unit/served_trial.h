/* A server of 12 and its clients, made by hand, for the tests of its judges. */
#ifndef TEST_SERVED_TRIAL_H
#define TEST_SERVED_TRIAL_H

#include "test_judges.h"

enum { FIRST_PORT = 40000 };

static inline bool
has_step(const struct scenario *scenario, enum step_kind kind, int peer)
{
	const struct step *step;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		if (step->kind == kind && step->peer == peer)
			return true;
	return false;
}

static inline void
add_pair(
    struct blob *out, const struct peer_log *log, const void *line, size_t len)
{
	blob_printf(out, "Message Received - '");
	blob_add(out, line, len);
	blob_printf(
	    out, "'\nSent by - %s port - %d\n", log->address, log->port);
}

/* What the peer sends, without the newline. */
static inline void
sent_line(const struct scenario *scenario, const struct values *values,
    int peer, struct blob *line)
{
	const struct step *step;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_SEND && step->peer == peer)
			values_bytes(values, step->text, line);
	if (line->len > 0 && line->data[line->len - 1] == '\n')
		line->len--;
}

/* A client that was served, unless it broke off. */
static inline void
serve(struct evidence *evidence, const struct scenario *scenario,
    const struct values *values, int peer)
{
	struct peer_log *log = &evidence->peers[peer];
	struct blob line = { NULL, 0 };

	evidence->peer_count = (size_t)peer + 1;
	log->connected = true;
	snprintf(log->address, sizeof(log->address), "127.7.%d.9", peer);
	log->port = FIRST_PORT + peer;
	log->end = PEER_END_OF_FILE;
	if (!has_step(scenario, STEP_SEND, peer) ||
	    has_step(scenario, STEP_RESET, peer))
		return;
	sent_line(scenario, values, peer, &line);
	add_pair(&evidence->runs[0].out, log, line.data, line.len);
	blob_printf(&log->received, "Connected to TCP Server on port %s\n",
	    values_text(values, "port"));
	blob_release(&line);
}

static inline void
play_case(struct evidence *evidence, const struct scenario *scenario,
    const struct values *values)
{
	const struct step *step;
	bool told = false;
	int peer;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		told |= step->kind == STEP_SIGNAL;
	if (strncmp(scenario->id, "args-", 5) == 0 ||
	    strcmp(scenario->id, "port-taken") == 0) {
		add_refusals(evidence, scenario);
		return;
	}
	add_run(evidence, told ? END_EXITED : END_STOPPED, 0);
	if (strcmp(scenario->id, "restart") == 0)
		add_run(evidence, END_STOPPED, 0);
	for (peer = 0; has_step(scenario, STEP_CONNECT, peer); peer++)
		serve(evidence, scenario, values, peer);
	if ((scenario->flags & CASE_VALGRIND) != 0)
		add_clean_log(&evidence->runs[0]);
}

/* Every case, played by a right server. */
static inline void
play(struct trial_run *trial)
{
	size_t i;

	trial_init(trial, "stream-server");
	for (i = 0; i < trial->count; i++)
		play_case(&trial->cases[i], &trial->exercise->scenarios[i],
		    &trial->values[i]);
}

static inline struct evidence *
case_of(struct trial_run *trial, const char *id)
{
	return &trial->cases[trial_case(trial, id)];
}

/* The story stopped at its last step of that kind. */
static inline void
stop_at(struct trial_run *trial, const char *id, enum stop stop,
    enum step_kind kind)
{
	struct evidence *evidence = case_of(trial, id);
	const struct step *steps =
	    trial->exercise->scenarios[trial_case(trial, id)].steps;
	size_t i;

	evidence->stop = stop;
	evidence->stop_kind = kind;
	for (i = 0; i < evidence->step_count; i++)
		if (steps[i].kind == kind)
			evidence->stop_step = (int)i;
	for (i = (size_t)evidence->stop_step; i < evidence->step_count; i++)
		evidence->steps[i].done = false;
}

#endif
