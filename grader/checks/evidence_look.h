/* Look-ups in evidence, and the sentences that judges have in common. */
#ifndef GRADER_CHECKS_EVIDENCE_LOOK_H
#define GRADER_CHECKS_EVIDENCE_LOOK_H

#include "model/evidence.h"
#include "model/result.h"
#include "model/values.h"

/* The capture of that link, or NULL. */
const struct capture *
look_capture(const struct evidence *evidence, const char *link);

/* The case's only run or its first one, or NULL if nothing was started. */
const struct run *look_run(const struct evidence *evidence);

/* True if the run ended by itself, with a status that is not 0. */
bool look_failed(const struct run *run);

/* The argument list, safe to print, at most about 60 characters.  Freed. */
char *look_argv(const struct run *run);

/*
 * How the run came to its end, with the first line that it wrote on stderr:
 * "exited with status 1 (stderr: "...")".  To be freed; run may be NULL.
 */
char *look_ending(const struct run *run);

/*
 * If the story stopped before its last step: a sentence that says what was
 * waited for and what happened instead, to be freed.  NULL if it did not.
 */
char *look_stop(const struct evidence *evidence);

/* The bytes that the peer sends, one blob a STEP_SEND; *count of them. */
struct blob *look_pieces(const struct scenario *scenario,
    const struct values *values, size_t *count);
void look_pieces_release(struct blob *pieces, size_t count);

/* Add a finding about a run's property; run 0 means none in particular. */
struct finding *look_finding(struct verdict *verdict, int run,
    const char *field, const char *expected, const char *got);

/* The run's end and its output are as wanted, or verdict fails. */
void look_exit_zero(const struct run *run, struct verdict *verdict);
void look_silent(const struct run *run, struct verdict *verdict);

/*
 * Name the cause when the program knocked at the port whose two bytes are
 * swapped: the case's value "port", without htons().
 */
void look_swapped_port(const struct exhibit *exhibit, struct verdict *verdict);

/*
 * Name it as a cause if the story waited for the server in vain, and it sat at
 * a socket whose port is the case's value "port", without htons().
 */
void
look_own_port_swapped(const struct exhibit *exhibit, struct verdict *verdict);

#endif
