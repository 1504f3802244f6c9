/* The story of a case, that a failure tells: each step in one sentence. */
#ifndef GRADER_STORY_H
#define GRADER_STORY_H

#include <stdint.h>

#include "model/evidence.h"
#include "model/exercise.h"
#include "play.h"

/* Add the step to the evidence, with this case's values; not yet done. */
void story_tell(const struct play_order *order, const struct step *step,
    struct evidence *evidence, uint64_t time_ns);

#endif
