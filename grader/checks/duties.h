/* The judges that every exercise shares. */
#ifndef GRADER_CHECKS_DUTIES_H
#define GRADER_CHECKS_DUTIES_H

#include "model/evidence.h"
#include "model/exercise.h"
#include "model/result.h"

/*
 * Bad arguments, one run each: non-zero exit, something on stderr, nothing on
 * stdout, nothing on the wire.
 */
void judge_arguments(const struct exhibit *exhibit, struct verdict *verdict);

/* A failure at run time: ended by itself, not with 0, something on stderr. */
void judge_failure(const struct exhibit *exhibit, struct verdict *verdict);

/*
 * The memory checker's verdict on the first run, which sent or took `work`
 * pieces: errors, and what grows with the work.  (memory.c)
 */
void judge_memory(
    const struct exhibit *exhibit, size_t work, struct verdict *verdict);

#endif
