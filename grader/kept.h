/*
 * What a run folder says besides the evidence of its cases: run.json, and for
 * each exercise build.json.
 */
#ifndef GRADER_KEPT_H
#define GRADER_KEPT_H

#include "model/result.h"
#include "pool.h"

/* Write both, and the evidence of cases that no worker wrote. 0, or -1, err. */
int kept_write(const char *folder, const struct result *result,
    const struct pool_exercise *exercises, size_t count, char *err);

/*
 * Read run.json into the seed, level, missing and submission of result.
 * Refuses a run of another catalogue.  Returns 0, or -1 with a sentence in err.
 */
int kept_read_run(const char *folder, struct result *result, char *err);

/*
 * Read the exercise's part.  Returns 0, 1 if the run had no such exercise, or
 * -1 with a sentence in err.
 */
int kept_read_exercise(const char *folder, const struct strings *only_cases,
    struct pool_exercise *exercise, char *err);

#endif
