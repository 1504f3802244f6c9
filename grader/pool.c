/* The loop: as many workers as there are slots, until the schedule is empty. */
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/filter.h"
#include "box/view.h"
#include "compile.h"
#include "job.h"
#include "schedule.h"

enum {
	MOST_SLOTS = 64,
	MOST_UNREAPED = 16 /* workers that have told all, and still close */
};

struct pool {
	struct schedule schedule;
	struct job *slots[MOST_SLOTS]; /* what runs; NULL: free */
	size_t running, unreaped;
};

static volatile sig_atomic_t interrupted;

static void
note_interrupt(int signal_number)
{
	interrupted = signal_number;
}

/* The n-th processor that we may use, in turn; -1: let the kernel choose. */
static int
choose_cpu(int slot)
{
	cpu_set_t set;
	int left;

	if (sched_getaffinity(0, sizeof(set), &set) == -1)
		return -1;
	/* graders that run side by side begin at different ones */
	left = (slot + (int)getpid()) % CPU_COUNT(&set);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (CPU_ISSET((unsigned)cpu, &set) && left-- == 0)
			return cpu;
	}
	return -1;
}

/* Workers that have told all are reaped when they have ended. */
static void
reap(struct pool *pool)
{
	while (pool->unreaped > 0) {
		const int how = pool->unreaped > MOST_UNREAPED ? 0 : WNOHANG;

		/* one that still runs is reaped after it has told all */
		if (waitpid(-1, NULL, how) <= 0)
			return;
		pool->unreaped--;
	}
}

static void
start_jobs(struct pool *pool)
{
	for (int slot = 0; slot < pool->schedule.order->jobs && !interrupted;
	     slot++) {
		char err[ERR_LEN];
		struct job *job;

		if (pool->slots[slot] != NULL)
			continue;
		job = schedule_next(&pool->schedule);
		if (job == NULL)
			return;
		if (job_start(job, pool->schedule.order, choose_cpu(slot),
			err) == 0) {
			pool->slots[slot] = job;
			pool->running++;
			continue;
		}
		if (job->scenario != NULL) {
			job_trouble(job, err);
		} else {
			job->owner->message = xstrdup(err);
			job->owner->trouble = true;
		}
		schedule_settle(&pool->schedule, job);
		slot--;
	}
}

static void
wait_for_jobs(struct pool *pool, const sigset_t *unblocked)
{
	struct pollfd fds[MOST_SLOTS];

	for (int i = 0; i < pool->schedule.order->jobs; i++)
		fds[i] = (struct pollfd){ .fd = pool->slots[i] != NULL
			    ? pool->slots[i]->done_fd
			    : -1,
			.events = POLLIN };
	if (ppoll(fds, (nfds_t)pool->schedule.order->jobs, NULL, unblocked) <=
	    0)
		return;
	for (int i = 0; i < pool->schedule.order->jobs; i++) {
		if (fds[i].fd == -1 || fds[i].revents == 0)
			continue;
		job_collect(pool->slots[i], pool->schedule.order);
		schedule_settle(&pool->schedule, pool->slots[i]);
		pool->slots[i] = NULL;
		pool->running--;
		pool->unreaped++;
	}
	reap(pool);
}

/* Kill what runs; each worker takes its lab with it. */
static void
stop_jobs(struct pool *pool)
{
	for (int i = 0; i < pool->schedule.order->jobs; i++) {
		struct job *job = pool->slots[i];

		if (job == NULL)
			continue;
		syscall(SYS_pidfd_send_signal, job->pidfd, SIGKILL, NULL, 0);
		waitpid(job->pid, NULL, 0);
		close(job->pidfd);
		close(job->done_fd);
	}
}

static void
run_jobs(struct pool *pool, const sigset_t *unblocked)
{
	for (;;) {
		start_jobs(pool);
		if (interrupted || pool->running == 0)
			break;
		wait_for_jobs(pool, unblocked);
	}
	if (interrupted)
		stop_jobs(pool);
}

/*
 * An interrupt may come only while we wait: workers are started with it
 * blocked, and never see it.  Afterwards it is noted and no more: to judge and
 * to write takes a moment, and is not to be left half done.
 */
static void
hold_interrupts(sigset_t *before)
{
	struct sigaction action = { .sa_handler = note_interrupt };
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, before);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int
pool_play(const struct pool_order *order, struct pool_exercise *exercises,
    size_t count, char *err)
{
	struct pool pool = { .schedule = { .order = order,
				 .exercises = exercises,
				 .exercise_count = count } };
	sigset_t before;

	if (compile_prepare(err) == -1 || view_prepare(err) == -1 ||
	    filter_prepare(err) == -1)
		return -1;
	hold_interrupts(&before);
	schedule_make(&pool.schedule);
	run_jobs(&pool, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	free(pool.schedule.jobs);
	return interrupted ? POOL_INTERRUPTED : 0;
}

void
pool_exercise_release(struct pool_exercise *exercise)
{
	for (size_t i = 0; i < exercise->evidence_count; i++)
		evidence_release(&exercise->evidence[i]);
	free(exercise->evidence);
	free(exercise->message);
	blob_release(&exercise->source);
	blob_release(&exercise->program);
	blob_release(&exercise->compiler);
}
