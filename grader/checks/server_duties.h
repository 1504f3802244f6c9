/* The duties of a server: taken ports, clean stops, output as it happens. */
#ifndef GRADER_CHECKS_SERVER_DUTIES_H
#define GRADER_CHECKS_SERVER_DUTIES_H

#include "model/exercise.h"
#include "model/result.h"

/*
 * The steps that tell an idle server to stop, "TERM" or "INT".  Without the
 * first one the signal could come while it is still busy with a client.
 */
#define STOP_BY(name) \
	{ STEP_AWAIT_IDLE, 0, NULL }, { STEP_SIGNAL, 0, (name) }, \
	{ \
		STEP_AWAIT_EXIT, 0, NULL \
	}

/*
 * The story ends with STOP_BY(): the server ended by itself, with 0, and nothing
 * that it had started outlived it.
 */
void judge_stop(const struct exhibit *exhibit, struct verdict *verdict);

/* Somebody else has the port: a failure, reported, and nothing on stdout. */
void judge_port_taken(const struct exhibit *exhibit, struct verdict *verdict);

/*
 * The story waits for output between what the clients do (CASE_TERMINAL): it
 * was played to its end, so each line was seen when it was due.
 */
void
judge_as_it_happens(const struct exhibit *exhibit, struct verdict *verdict);

/*
 * judge_memory() for a server that did `work` pieces and was then told to stop.
 * One that does not stop is judge_stop()'s business: then this is skipped.
 */
void judge_server_memory(
    const struct exhibit *exhibit, size_t work, struct verdict *verdict);

#endif
