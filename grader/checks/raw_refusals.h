/* A program whose packet the kernel refuses has to say so. */
#ifndef GRADER_CHECKS_RAW_REFUSALS_H
#define GRADER_CHECKS_RAW_REFUSALS_H

#include "model/exercise.h"
#include "model/result.h"

/*
 * The one run of a case that withholds the right to open a raw socket, or whose
 * DST no route leads to.
 */
void judge_refusal(const struct exhibit *exhibit, struct verdict *verdict);

#endif
