/*
 * What the pool plays, in which order.  Per exercise: compile; then the first
 * case of its heart, since a program that hangs there hangs everywhere; then
 * all others, longest first; last what must be seen twice, alone.
 */
#ifndef GRADER_SCHEDULE_H
#define GRADER_SCHEDULE_H

#include <stddef.h>

#include "job.h"
#include "pool.h"

struct schedule {
	const struct pool_order *order;
	struct pool_exercise *exercises;
	size_t exercise_count;
	struct job *jobs;
	size_t job_count;
};

/* Read the sources and make all jobs; those that cannot be done are done. */
void schedule_make(struct schedule *schedule);

/* The job to start now, or NULL while others have to end first, or at all. */
struct job *schedule_next(const struct schedule *schedule);

/* The job is done: let follow what follows, and report how far we are. */
void schedule_settle(struct schedule *schedule, struct job *job);

#endif
