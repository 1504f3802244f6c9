/*
 * The schedule: which jobs there are, which comes next, what follows from one
 * that is done.
 */
#include "schedule.h"

#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "near_miss.h"
#include "play.h"
#include "tools.h"

/*
 * So many hangs are seen twice; a program's further ones are believed at once,
 * or it would take minutes to say no.
 */
enum { MOST_CONFIRMED = 3 };

/* ---- which cases ---- */

static const struct scenario *
heart_case(const struct exercise *exercise)
{
	const struct check *check = exercise->checks;
	const struct scenario *s = exercise->scenarios;

	while (check->id != NULL && check->role != ROLE_HEART)
		check++;
	while (s->id != NULL &&
	    (check->id == NULL ||
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
	return order->only_cases.count == 0 ||
	    strings_has(&order->only_cases, scenario->id);
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
		exercise->message =
		    near_miss(order->submission, exercise->exercise);
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
add_job(struct schedule *schedule, struct pool_exercise *owner)
{
	struct job *job;

	schedule->jobs =
	    xgrow(schedule->jobs, schedule->job_count, sizeof(*schedule->jobs));
	job = &schedule->jobs[schedule->job_count++];
	*job = (struct job){
		.owner = owner, .pid = -1, .pidfd = -1, .done_fd = -1
	};
	return job;
}

static void
add_cases(struct schedule *schedule, struct pool_exercise *owner)
{
	const struct pool_order *order = schedule->order;
	size_t at = 0;

	owner->evidence_count = count_cases(order, owner->exercise);
	owner->evidence =
	    xcalloc(owner->evidence_count + 1, sizeof(*owner->evidence));
	for (const struct scenario *s = owner->exercise->scenarios;
	     s->id != NULL; s++) {
		const char *why = impossible(order, owner->exercise, s);
		struct job *job;

		if (!is_asked_for(order, s))
			continue;
		job = add_job(schedule, owner);
		job->scenario = s;
		job->evidence = &owner->evidence[at++];
		if (why != NULL) {
			job_trouble(job, why);
			job->state = JOB_DONE;
		}
	}
}

void
schedule_make(struct schedule *schedule)
{
	for (size_t i = 0; i < schedule->exercise_count; i++) {
		struct pool_exercise *exercise = &schedule->exercises[i];

		look_at_source(schedule->order, exercise);
		if (exercise->missing || exercise->not_started ||
		    exercise->message != NULL)
			continue;
		add_job(schedule, exercise);
		add_cases(schedule, exercise);
	}
}

/* ---- what next ---- */

static const struct job *
heart_job(const struct schedule *schedule, const struct pool_exercise *owner)
{
	for (size_t i = 0; i < schedule->job_count; i++) {
		if (schedule->jobs[i].owner == owner &&
		    is_heart(&schedule->jobs[i]))
			return &schedule->jobs[i];
	}
	return NULL;
}

/* True if the job may run now, beside others. */
static bool
is_ready(const struct schedule *schedule, const struct job *job)
{
	const struct job *heart;

	if (job->state != JOB_WAITING || job->alone)
		return false;
	if (job->scenario == NULL)
		return true;
	heart = heart_job(schedule, job->owner);
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

struct job *
schedule_next(const struct schedule *schedule)
{
	struct job *best = NULL, *alone = NULL;
	bool running = false;

	for (size_t i = 0; i < schedule->job_count; i++) {
		struct job *job = &schedule->jobs[i];

		if (job->state == JOB_RUNNING && job->alone)
			return NULL;
		running = running || job->state == JOB_RUNNING;
		if (is_ready(schedule, job) &&
		    (best == NULL || weight(job) > weight(best)))
			best = job;
		if (job->state == JOB_WAITING && job->alone && alone == NULL)
			alone = job;
	}
	if (best != NULL)
		return best;
	return running ? NULL : alone;
}

/* ---- what came of it ---- */

static void
report_progress(
    const struct schedule *schedule, const struct pool_exercise *owner)
{
	size_t done = 0, total = 0;

	if (schedule->order->progress == NULL)
		return;
	for (size_t i = 0; i < schedule->job_count; i++) {
		if (schedule->jobs[i].owner != owner)
			continue;
		total++;
		done += schedule->jobs[i].state == JOB_DONE;
	}
	schedule->order->progress(owner->exercise, done, total);
}

/* Nothing of the exercise will be played any more: it hung, or was not built. */
static void
drop_cases(struct schedule *schedule, const struct pool_exercise *owner,
    const char *hung_case)
{
	for (size_t i = 0; i < schedule->job_count; i++) {
		struct job *job = &schedule->jobs[i];

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
confirmed_hangs(
    const struct schedule *schedule, const struct pool_exercise *owner)
{
	size_t count = 0;

	for (size_t i = 0; i < schedule->job_count; i++) {
		const struct job *job = &schedule->jobs[i];

		count += job->owner == owner && job->tries > 1 &&
		    job->state == JOB_DONE && evidence_timed_out(job->evidence);
	}
	return count;
}

/* Jobs that wait to be played again, once their program is known to hang. */
static void
believe_hangs(struct schedule *schedule, const struct pool_exercise *owner)
{
	if (confirmed_hangs(schedule, owner) < MOST_CONFIRMED)
		return;
	for (size_t i = 0; i < schedule->job_count; i++) {
		struct job *job = &schedule->jobs[i];

		if (job->owner == owner && job->state == JOB_WAITING &&
		    job->alone && evidence_timed_out(job->evidence))
			job->state = JOB_DONE;
	}
}

void
schedule_settle(struct schedule *schedule, struct job *job)
{
	struct pool_exercise *owner = job->owner;

	if (!schedule->order->once && job_wants_again(job)) {
		job->state = JOB_WAITING;
		job->alone = true;
	} else if (job->scenario == NULL) {
		if (!owner->built)
			drop_cases(schedule, owner, NULL);
	} else if (evidence_timed_out(job->evidence)) {
		if (is_heart(job))
			drop_cases(schedule, owner, job->scenario->id);
		believe_hangs(schedule, owner);
	}
	report_progress(schedule, owner);
}
