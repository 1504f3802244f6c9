/* The story that a failed check tells. */
#ifndef GRADER_JUDGE_STORY_H
#define GRADER_JUDGE_STORY_H

#include "model/evidence.h"
#include "model/result.h"

/*
 * Give result the steps up to where the story stopped, or to the end of run; 0:
 * to the last.  Of many runs only the last few are told.
 */
void judge_tell(const struct scenario *scenario,
    const struct evidence *evidence, int run, struct check_result *result);

#endif
