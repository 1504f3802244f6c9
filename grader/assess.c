/* Play or load, then judge. */
#include "assess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "catalogue.h"
#include "expected.h"
#include "judge.h"
#include "kept.h"
#include "net/turn.h"
#include "runs.h"
#include "tools.h"

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

/* ---- the result's frame ---- */

static void
fill_frame(const struct assess_order *order, const struct isolation *isolation,
    struct result *result)
{
	char digest[CATALOGUE_DIGEST];

	catalogue_digest(digest);
	result->version = xstrdup(WIREBOOK_VERSION);
	result->catalogue = xstrdup(digest);
	result->seed = order->seed;
	result->submission = xstrdup(order->submission);
	result->level = xstrdup(level_word(isolation->level));
	if (isolation->level != LEVEL_FULL)
		strings_add(&result->missing, isolation->reason);
	if (tools_memcheck() == NULL)
		strings_add(&result->missing, "valgrind");
}

static bool
is_printable(const char *word)
{
	for (; *word != '\0'; word++) {
		if (*word < ' ' || *word > '~')
			return false;
	}
	return true;
}

/*
 * Add word as one word of the shell: bare, in quotes, or, where it could not
 * be printed, as the $'\xNN' that most shells know.
 */
static void
add_word(struct blob *text, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+.,:/@%";
	const bool printable = is_printable(word);

	if (*word != '\0' && word[strspn(word, plain)] == '\0') {
		blob_printf(text, "%s", word);
		return;
	}
	blob_printf(text, printable ? "'" : "$'");
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			blob_printf(text, printable ? "'\\''" : "\\'");
		else if (printable)
			blob_add(text, word, 1);
		else
			escape_add(text, word, 1);
	}
	blob_printf(text, "'");
}

/* The command that plays one case again, the same way. */
static char *
reproduce(const struct assess_order *order, const struct result *result,
    const struct exercise *exercise, const char *case_id)
{
	struct blob text = { 0 };

	blob_printf(&text, "build/grader grade -s ");
	add_word(&text, result->submission);
	if (order->expected != NULL) {
		blob_printf(&text, " --expected ");
		add_word(&text, order->expected);
	}
	blob_printf(&text, " --seed %llu --case %s/%s",
	    (unsigned long long)result->seed, exercise->slug, case_id);
	return (char *)text.data;
}

/* ---- judging ---- */

/* Nothing can be judged: the marks are lost, or could not be checked. */
static void
fill_unjudged(const struct pool_exercise *played, struct exercise_result *out)
{
	for (const struct check *c = played->exercise->checks; c->id != NULL;
	     c++)
		out->max_score += c->halves;
	out->status = played->missing ? EXERCISE_MISSING
	    : played->not_started     ? EXERCISE_NOT_STARTED
	    : played->trouble	      ? EXERCISE_COULD_NOT_CHECK
				      : EXERCISE_NOT_BUILT;
	if (played->trouble)
		out->unchecked = out->max_score;
}

static int
judge(const struct assess_order *order, const struct result *result,
    struct pool_exercise *played, struct exercise_result *out, char *err)
{
	struct expected expected;

	if (expected_load(order->expected, played->exercise, &expected, err) ==
	    -1) {
		expected_release(&expected);
		return -1;
	}
	judge_exercise(played->exercise, played->evidence,
	    played->evidence_count, expected.by_scenario, out);
	for (size_t i = 0; i < out->check_count; i++) {
		struct check_result *check = &out->checks[i];

		if (check->case_id != NULL)
			check->reproduce = reproduce(
			    order, result, played->exercise, check->case_id);
	}
	expected_release(&expected);
	return 0;
}

/* Judge one exercise; what it owns goes over to out. */
static int
conclude(const struct assess_order *order, const struct result *result,
    struct pool_exercise *played, struct exercise_result *out, char *err)
{
	int rc = 0;

	out->exercise = played->exercise;
	if (played->built)
		rc = judge(order, result, played, out, err);
	else
		fill_unjudged(played, out);
	out->message = played->message;
	out->compiler = played->compiler;
	if (played->built) {
		out->evidence = played->evidence;
		out->evidence_count = played->evidence_count;
		played->evidence = NULL;
		played->evidence_count = 0;
	}
	if (played->sha256[0] != '\0')
		out->sha256 = xstrdup(played->sha256);
	played->message = NULL;
	played->compiler = (struct blob){ NULL, 0 };
	return rc;
}

static int
conclude_all(const struct assess_order *order, struct pool_exercise *played,
    size_t count, struct result *result, char *err)
{
	result->exercises = xcalloc(count, sizeof(*result->exercises));
	for (size_t i = 0; i < count; i++) {
		struct exercise_result *out =
		    &result->exercises[result->exercise_count++];

		if (conclude(order, result, &played[i], out, err) == -1)
			return -1;
		result->score += out->score;
		result->max_score += out->max_score;
		result->unchecked += out->unchecked;
	}
	return 0;
}

/* ---- playing, or loading what was played ---- */

/* What no program may see, should it lie where programs look. */
static const char *const *
hidden_paths(const struct assess_order *order, const char *folder)
{
	static char *paths[5];
	const char *const wanted[] = { ".", order->submission, folder,
		order->expected };
	size_t count = 0;

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		if (wanted[i] != NULL)
			paths[count] = realpath(wanted[i], NULL);
		if (wanted[i] != NULL && paths[count] != NULL)
			count++;
	}
	paths[count] = NULL;
	return (const char *const *)paths;
}

static int
play(const struct assess_order *order, const struct isolation *isolation,
    struct pool_exercise *exercises, struct result *result, char *err)
{
	struct pool_order pool = {
		.submission = order->submission,
		.only_cases = order->only_cases,
		.seed = order->seed,
		.patience = order->patience,
		.jobs = isolation->level == LEVEL_FULL ? order->jobs : 1,
		.valgrind = order->valgrind,
		.any_source = order->any_source,
		.isolation = isolation,
		.progress = order->progress,
	};
	int rc;

	if (isolation->level != LEVEL_FULL && turn_take(err) == -1)
		return -1;
	result->run_folder = runs_make(order->keep, err);
	if (result->run_folder == NULL)
		return -1;
	pool.folder = result->run_folder;
	pool.hidden = hidden_paths(order, result->run_folder);
	rc = pool_play(&pool, exercises, order->count, err);
	if (rc == 0)
		rc = kept_write(
		    result->run_folder, result, exercises, order->count, err);
	if (rc == 0)
		runs_finish(result->run_folder);
	else
		runs_remove(result->run_folder);
	return rc;
}

/* Exercises that the run did not have are left out: *count says how many. */
static int
load(const struct assess_order *order, struct pool_exercise *exercises,
    size_t *count, struct result *result, char *err)
{
	size_t kept = 0;

	result->run_folder = xstrdup(order->from);
	if (kept_read_run(order->from, result, err) == -1)
		return -1;
	for (size_t i = 0; i < *count; i++) {
		int rc;

		exercises[kept].exercise = order->exercises[i];
		rc = kept_read_exercise(
		    order->from, &order->only_cases, &exercises[kept], err);
		if (rc == -1)
			return -1;
		kept += rc == 0;
	}
	*count = kept;
	if (kept > 0)
		return 0;
	snprintf(err, ERR_LEN, "%s: nothing of what was asked for was played",
	    order->from);
	return -1;
}

int
assess(const struct assess_order *order, const struct isolation *isolation,
    struct result *result, char *err)
{
	const double begin = now_ms();
	struct pool_exercise *exercises;
	size_t count = order->count;
	int rc;

	memset(result, 0, sizeof(*result));
	exercises = xcalloc(count + 1, sizeof(*exercises));
	for (size_t i = 0; i < count; i++)
		exercises[i].exercise = order->exercises[i];
	fill_frame(order, isolation, result);
	if (order->from != NULL)
		rc = load(order, exercises, &count, result, err);
	else
		rc = play(order, isolation, exercises, result, err);
	if (rc == 0)
		rc = conclude_all(order, exercises, count, result, err);
	result->wall_ms = now_ms() - begin;
	for (size_t i = 0; i < order->count; i++)
		pool_exercise_release(&exercises[i]);
	free(exercises);
	if (rc != 0)
		result_release(result);
	return rc;
}
