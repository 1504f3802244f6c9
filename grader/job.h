/*
 * One job of the pool: a worker that compiles one source or plays one case,
 * from its start until what it found is read back.
 */
#ifndef GRADER_JOB_H
#define GRADER_JOB_H

#include <stdbool.h>
#include <sys/types.h>

#include "isolation.h"
#include "model/evidence.h"
#include "model/exercise.h"
#include "play.h"
#include "pool.h"

enum job_state { JOB_WAITING, JOB_RUNNING, JOB_DONE };

struct job {
	struct pool_exercise *owner;
	const struct scenario *scenario; /* NULL: compile */
	struct evidence *evidence;	 /* where it goes; NULL: compile */
	enum job_state state;
	int tries;  /* so far */
	bool alone; /* again, with nothing beside it and more patience */
	pid_t pid;
	int pidfd;
	int done_fd;
	struct play_outlets outlets;
};

/*
 * Start the job's worker on cpu.  Returns 0, or -1 with a sentence in err: then
 * it is as if it had been played and could not be.
 */
int
job_start(struct job *job, const struct pool_order *order, int cpu, char *err);

/*
 * done_fd is readable: take what the worker has left.  What it found is in
 * job->owner or job->evidence afterwards.  The worker need not have ended.
 */
void job_collect(struct job *job, const struct pool_order *order);

/* Write down that the case could not be played, and why. */
void job_trouble(struct job *job, const char *why);

/* True if what was seen must be seen twice to be believed. */
bool job_wants_again(const struct job *job);

#endif
