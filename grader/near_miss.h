/* A source that was handed in under a name that nobody looks at. */
#ifndef GRADER_NEAR_MISS_H
#define GRADER_NEAR_MISS_H

#include "model/exercise.h"

/*
 * There is no SUBMISSION/NN-slug/slug.c for the exercise: what stands there in
 * its place?  Returns a clause, "it holds Hex.c, and hex.c is wanted", to be
 * freed; NULL if nothing looks like it.  Only names are read.
 */
char *near_miss(const char *submission, const struct exercise *exercise);

#endif
