/* From the evidence of an exercise's cases to its result. */
#ifndef GRADER_JUDGE_H
#define GRADER_JUDGE_H

#include <stddef.h>

#include "model/evidence.h"
#include "model/exercise.h"
#include "model/result.h"

/*
 * Judge every check of exercise on the count pieces of evidence, which are
 * found by their case ids.  expected has a capture or NULL for each scenario,
 * in the table's order; it may be NULL itself.  A case without a capture of
 * its own is held against the captured case's.
 *
 * Fills out's exercise, checks, status and marks, and nothing else of it; no
 * system call is made.  Checks none of whose cases there is evidence of were
 * not asked for: they are left out, and their marks are unchecked.  A case that
 * was not played makes its checks "could not check" with its trouble; one that
 * was left out after another had hung makes them skipped for that.
 */
void judge_exercise(const struct exercise *exercise,
    const struct evidence *evidence, size_t count,
    const struct capture *const *expected, struct exercise_result *out);

#endif
