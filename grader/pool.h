/*
 * Playing everything that is asked for: which cases, in which order, how many
 * at once, which again.  Nothing is judged here.
 */
#ifndef GRADER_POOL_H
#define GRADER_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "isolation.h"
#include "model/evidence.h"
#include "model/exercise.h"
#include "source.h"

/* One exercise of a submission: its source, its program, its evidence. */
struct pool_exercise {
	const struct exercise *exercise;
	bool missing;	  /* there is no source */
	bool not_started; /* it is the starter still */
	bool built;
	bool broken;   /* the compiler was killed: to be tried again */
	char *message; /* why it was not built, or cannot be judged */
	bool trouble;  /* that is our own failure */
	char sha256[SHA256_TEXT_LEN];
	struct blob source, program;
	struct blob compiler;	   /* what it said */
	struct evidence *evidence; /* of each case to be played, in order */
	size_t evidence_count;
};

struct pool_order {
	const char *submission;
	const char *folder;	   /* of the run, where evidence is kept */
	struct strings only_cases; /* their ids; none: all */
	const char *const *hidden;
	uint64_t seed;
	double patience;
	int jobs;
	bool valgrind;	 /* false: leave those cases out */
	bool any_source; /* the starter too is played */
	bool once;	 /* believe what is seen at first */
	const struct isolation *isolation;
	/* Called whenever something is done; may be NULL. */
	void (*progress)(
	    const struct exercise *exercise, size_t done, size_t total);
};

/*
 * Play exercises[0..count), whose exercise is set and all else zero.
 * Returns 0, POOL_INTERRUPTED when a signal said to stop, or -1 with a
 * sentence in err[ERR_LEN].
 */
enum { POOL_INTERRUPTED = 1 };
int pool_play(const struct pool_order *order, struct pool_exercise *exercises,
    size_t count, char *err);

void pool_exercise_release(struct pool_exercise *exercise);

#endif
