/*
 * From a submission, or from a run that was kept, to a result: play (or load),
 * judge, add up.
 */
#ifndef GRADER_ASSESS_H
#define GRADER_ASSESS_H

#include "model/result.h"
#include "pool.h"

struct assess_order {
	const struct exercise *const *exercises;
	size_t count;
	const char *submission;
	const char *expected; /* folder of one's own captures, or NULL */
	const char *from;     /* a kept run to judge again, or NULL: play */
	const char *keep;     /* where to keep the run, or NULL */
	struct strings only_cases; /* their ids; none: all */
	uint64_t seed;
	double patience;
	int jobs;
	bool valgrind;
	bool any_source;
	void (*progress)(
	    const struct exercise *exercise, size_t done, size_t total);
};

/* The seed of this release: two students meet the same cases. */
enum { DEFAULT_SEED = 1 };

/*
 * Returns 0 with *result (to be released), POOL_INTERRUPTED, or -1 with a
 * sentence in err[ERR_LEN]: then the grader could not do its work.
 */
int assess(const struct assess_order *order, const struct isolation *isolation,
    struct result *result, char *err);

#endif
