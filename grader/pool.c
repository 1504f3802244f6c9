/*
 * The schedule.  Per exercise: compile; then the first case of its heart, since
 * a program that hangs there hangs everywhere; then all others, longest first;
 * last what must be seen twice, alone.  Exercises run side by side.
 */
#include "pool.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/filter.h"
#include "box/view.h"
#include "catalogue.h"
#include "compile.h"
#include "job.h"
#include "play.h"
#include "tools.h"

enum {
	MOST_SLOTS = 64,
	MOST_UNREAPED = 16, /* workers that have told all, and still close */
	/*
	 * So many hangs are seen twice; a program's further ones are
	 * believed at once, or it would take minutes to say no.
	 */
	MOST_CONFIRMED = 3
};

struct pool {
	const struct pool_order *order;
	struct pool_exercise *exercises;
	size_t exercise_count;
	struct job *jobs;
	size_t job_count;
	struct job *slots[MOST_SLOTS]; /* what runs; NULL: free */
	size_t running, unreaped;
};

/* ---- which cases ---- */

static const struct scenario *
heart_case(const struct exercise *exercise)
{
	const struct check *check = exercise->checks;
	const struct scenario *s = exercise->scenarios;

	while (check->id != NULL && check->role != ROLE_HEART)
		check++;
	while (s->id != NULL && (check->id == NULL ||
		   strncmp(check->cases, s->id, strlen(s->id)) != 0))
		s++;
	return s->id != NULL ? s : NULL;
}

static bool
is_heart(const struct job *job)
{
	return job->scenario != NULL &&
	    job->scenario == heart_case(job->owner->exercise);
}

static bool
is_asked_for(const struct pool_order *order, const struct scenario *scenario)
{
	return order->only_case == NULL ||
	    strcmp(order->only_case, scenario->id) == 0;
}

static size_t
count_cases(const struct pool_order *order, const struct exercise *exercise)
{
	size_t count = 0;

	for (const struct scenario *s = exercise->scenarios; s->id != NULL; s++)
		count += is_asked_for(order, s);
	return count;
}

/* Why this machine cannot play the case at all, or NULL. */
static const char *
impossible(const struct pool_order *order, const struct exercise *exercise,
    const struct scenario *scenario)
{
	if ((scenario->flags & CASE_VALGRIND) != 0) {
		if (!order->valgrind)
			return "valgrind was left out (--no-valgrind)";
		if (tools_memcheck() == NULL)
			return "valgrind is not here: run `make setup`";
	}
	if (order->isolation->level != LEVEL_FULL) {
		if (exercise->raw)
			return "raw sockets need a network of their own, and "
			       "this machine refuses one: see `make doctor`";
		if ((scenario->flags & CASE_LAB) != 0)
			return "it needs the names and addresses of a network "
			       "of its own: see `make doctor`";
	}
	return NULL;
}

/* ---- before the first worker ---- */

/* Read the source; say what it is when there is nothing to compile. */
static void
look_at_source(const struct pool_order *order, struct pool_exercise *exercise)
{
	char folder[CATALOGUE_NAME], name[CATALOGUE_NAME], err[ERR_LEN];
	char digest[SHA256_TEXT_LEN], *path;
	int rc;

	catalogue_folder(exercise->exercise, folder, sizeof(folder));
	catalogue_source(exercise->exercise, name, sizeof(name));
	path = xprintf("%s/%s/%s", order->submission, folder, name);
	rc = source_read(path, &exercise->source, err);
	if (rc == 1) {
		exercise->missing = true;
	} else if (rc == -1) {
		exercise->message = xstrdup(err);
	} else {
		sha256_text(exercise->source.data, exercise->source.len,
		    exercise->sha256);
		source_digest(&exercise->source, digest);
		exercise->not_started = !order->any_source &&
		    strcmp(digest, exercise->exercise->starter_sha256) == 0;
	}
	free(path);
}

static struct job *
add_job(struct pool *pool, struct pool_exercise *owner)
{
	struct job *job;

	pool->jobs = xgrow(pool->jobs, pool->job_count, sizeof(*pool->jobs));
	job = &pool->jobs[pool->job_count++];
	*job = (struct job){ .owner = owner, .pid = -1, .pidfd = -1,
		.done_fd = -1 };
	return job;
}

static void
add_cases(struct pool *pool, struct pool_exercise *owner)
{
	const struct pool_order *order = pool->order;
	size_t at = 0;

	owner->evidence_count = count_cases(order, owner->exercise);
	owner->evidence = xcalloc(owner->evidence_count + 1,
	    sizeof(*owner->evidence));
	for (const struct scenario *s = owner->exercise->scenarios;
	    s->id != NULL; s++) {
		const char *why = impossible(order, owner->exercise, s);
		struct job *job;

		if (!is_asked_for(order, s))
			continue;
		job = add_job(pool, owner);
		job->scenario = s;
		job->evidence = &owner->evidence[at++];
		if (why != NULL) {
			job_trouble(job, why);
			job->state = JOB_DONE;
		}
	}
}

static void
make_jobs(struct pool *pool)
{
	for (size_t i = 0; i < pool->exercise_count; i++) {
		struct pool_exercise *exercise = &pool->exercises[i];

		look_at_source(pool->order, exercise);
		if (exercise->missing || exercise->not_started ||
		    exercise->message != NULL)
			continue;
		add_job(pool, exercise);
		add_cases(pool, exercise);
	}
}

/* ---- what next ---- */

static const struct job *
heart_job(const struct pool *pool, const struct pool_exercise *owner)
{
	for (size_t i = 0; i < pool->job_count; i++) {
		if (pool->jobs[i].owner == owner && is_heart(&pool->jobs[i]))
			return &pool->jobs[i];
	}
	return NULL;
}

/* True if the job may run now, beside others. */
static bool
is_ready(const struct pool *pool, const struct job *job)
{
	const struct job *heart;

	if (job->state != JOB_WAITING || job->alone)
		return false;
	if (job->scenario == NULL)
		return true;
	heart = heart_job(pool, job->owner);
	return job->owner->built &&
	    (heart == NULL || heart == job || heart->state == JOB_DONE);
}

/* What takes longest begins first. */
static int
weight(const struct job *job)
{
	if (job->scenario == NULL)
		return 10000;
	if (is_heart(job))
		return 9000;
	if ((job->scenario->flags & CASE_VALGRIND) != 0)
		return 8000;
	if ((job->scenario->flags & CASE_BULK) != 0)
		return 7000;
	return (int)play_runs(job->scenario);
}

/* The job to start now, or NULL. */
static struct job *
next_job(struct pool *pool)
{
	struct job *best = NULL, *alone = NULL;

	for (size_t i = 0; i < pool->job_count; i++) {
		struct job *job = &pool->jobs[i];

		if (job->state == JOB_RUNNING && job->alone)
			return NULL;
		if (is_ready(pool, job) &&
		    (best == NULL || weight(job) > weight(best)))
			best = job;
		if (job->state == JOB_WAITING && job->alone && alone == NULL)
			alone = job;
	}
	if (best != NULL)
		return best;
	return pool->running == 0 ? alone : NULL;
}

/* ---- what came of it ---- */

static void
report_progress(const struct pool *pool, const struct pool_exercise *owner)
{
	size_t done = 0, total = 0;

	if (pool->order->progress == NULL)
		return;
	for (size_t i = 0; i < pool->job_count; i++) {
		if (pool->jobs[i].owner != owner)
			continue;
		total++;
		done += pool->jobs[i].state == JOB_DONE;
	}
	pool->order->progress(owner->exercise, done, total);
}

/* Nothing of the exercise will be played any more: why says what is to blame. */
static void
drop_cases(struct pool *pool, const struct pool_exercise *owner,
    const char *hung_case)
{
	for (size_t i = 0; i < pool->job_count; i++) {
		struct job *job = &pool->jobs[i];

		if (job->owner != owner || job->state != JOB_WAITING)
			continue;
		job->state = JOB_DONE;
		if (hung_case != NULL) {
			job_trouble(job, "");
			free(job->evidence->trouble);
			job->evidence->trouble = NULL;
			job->evidence->skipped = xstrdup(hung_case);
		}
	}
}

static size_t
confirmed_hangs(const struct pool *pool, const struct pool_exercise *owner)
{
	size_t count = 0;

	for (size_t i = 0; i < pool->job_count; i++) {
		const struct job *job = &pool->jobs[i];

		count += job->owner == owner && job->tries > 1 &&
		    job->state == JOB_DONE &&
		    job->evidence->stop == STOP_DEADLINE;
	}
	return count;
}

/* Jobs that wait to be played again, once their program is known to hang. */
static void
believe_hangs(struct pool *pool, const struct pool_exercise *owner)
{
	if (confirmed_hangs(pool, owner) < MOST_CONFIRMED)
		return;
	for (size_t i = 0; i < pool->job_count; i++) {
		struct job *job = &pool->jobs[i];

		if (job->owner == owner && job->state == JOB_WAITING &&
		    job->alone && job->evidence->stop == STOP_DEADLINE)
			job->state = JOB_DONE;
	}
}

static void
settle(struct pool *pool, struct job *job)
{
	struct pool_exercise *owner = job->owner;

	if (job->scenario == NULL) {
		if (!owner->built)
			drop_cases(pool, owner, NULL);
	} else if (!pool->order->once && job_wants_again(job)) {
		job->state = JOB_WAITING;
		job->alone = true;
	} else if (job->evidence->stop == STOP_DEADLINE) {
		if (is_heart(job))
			drop_cases(pool, owner, job->scenario->id);
		believe_hangs(pool, owner);
	}
	report_progress(pool, owner);
}

/* ---- the loop ---- */

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
	for (int slot = 0; slot < pool->order->jobs && !interrupted; slot++) {
		char err[ERR_LEN];
		struct job *job;

		if (pool->slots[slot] != NULL)
			continue;
		job = next_job(pool);
		if (job == NULL)
			return;
		if (job_start(job, pool->order, choose_cpu(slot), err) == 0) {
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
		settle(pool, job);
		slot--;
	}
}

static void
wait_for_jobs(struct pool *pool, const sigset_t *unblocked)
{
	struct pollfd fds[MOST_SLOTS];

	for (int i = 0; i < pool->order->jobs; i++)
		fds[i] = (struct pollfd){ .fd = pool->slots[i] != NULL
			    ? pool->slots[i]->done_fd
			    : -1,
			.events = POLLIN };
	if (ppoll(fds, (nfds_t)pool->order->jobs, NULL, unblocked) <= 0)
		return;
	for (int i = 0; i < pool->order->jobs; i++) {
		if (fds[i].fd == -1 || fds[i].revents == 0)
			continue;
		job_collect(pool->slots[i], pool->order);
		settle(pool, pool->slots[i]);
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
	for (int i = 0; i < pool->order->jobs; i++) {
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
 * blocked, and never see it.
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
	struct pool pool = { .order = order, .exercises = exercises,
		.exercise_count = count };
	sigset_t before;

	if (compile_prepare(err) == -1 || view_prepare(err) == -1 ||
	    filter_prepare(err) == -1)
		return -1;
	hold_interrupts(&before);
	make_jobs(&pool);
	run_jobs(&pool, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	free(pool.jobs);
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
