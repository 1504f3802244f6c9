/* Evidence made by hand, for the tests of the judges. */
#ifndef TEST_JUDGES_H
#define TEST_JUDGES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "catalogue.h"
#include "judge.h"
#include "model/lab_facts.h"
#include "model/values.h"
#include "packet/build.h"

enum { TEST_SEED = 7, MAX_CASES = 40 };

/* The evidence of all cases of one exercise, and what came of it. */
struct trial_run {
	const struct exercise *exercise;
	struct evidence cases[MAX_CASES];
	struct values values[MAX_CASES];
	size_t count;
	struct capture captured;
	const struct capture *expected[MAX_CASES];
	struct exercise_result result;
};

static inline void
add_played_steps(struct evidence *evidence, const struct scenario *scenario)
{
	const struct step *step;
	struct step_log *log;

	for (step = scenario->steps; step->kind != STEP_END; step++) {
		log = evidence_add_step(evidence);
		log->text = xprintf("step %d", (int)step->kind);
		log->done = true;
	}
}

/* Every case played, with no run and an empty capture. */
static inline void
trial_init(struct trial_run *trial, const char *slug)
{
	const struct scenario *scenario;
	struct evidence *evidence;

	memset(trial, 0, sizeof(*trial));
	trial->exercise = catalogue_find(slug);
	assert_non_null(trial->exercise);
	for (scenario = trial->exercise->scenarios; scenario->id != NULL;
	     scenario++) {
		assert_true(trial->count < MAX_CASES);
		evidence = &trial->cases[trial->count];
		evidence->slug = xstrdup(slug);
		evidence->case_id = xstrdup(scenario->id);
		evidence->seed = TEST_SEED;
		evidence->played = true;
		evidence->stop_step = -1;
		evidence_add_capture(evidence, "lo");
		add_played_steps(evidence, scenario);
		values_resolve(trial->exercise, scenario, TEST_SEED,
		    &trial->values[trial->count]);
		trial->count++;
	}
}

static inline void
trial_judge(struct trial_run *trial)
{
	judge_exercise(trial->exercise, trial->cases, trial->count,
	    trial->expected, &trial->result);
}

static inline void
trial_release(struct trial_run *trial)
{
	size_t i;

	for (i = 0; i < trial->count; i++) {
		evidence_release(&trial->cases[i]);
		values_release(&trial->values[i]);
	}
	capture_release(&trial->captured);
	for (i = 0; i < trial->result.check_count; i++) {
		verdict_release(&trial->result.checks[i].verdict);
		strings_release(&trial->result.checks[i].story);
	}
	free(trial->result.checks);
}

static inline size_t
trial_case(const struct trial_run *trial, const char *id)
{
	size_t i;

	for (i = 0; i < trial->count; i++)
		if (strcmp(trial->cases[i].case_id, id) == 0)
			return i;
	fail_msg("no case %s", id);
	return 0;
}

static inline const struct check_result *
trial_check(const struct trial_run *trial, const char *id)
{
	size_t i;

	for (i = 0; i < trial->result.check_count; i++)
		if (strcmp(trial->result.checks[i].check->id, id) == 0)
			return &trial->result.checks[i];
	fail_msg("no check %s", id);
	return NULL;
}

static inline struct run *
add_run(struct evidence *evidence, enum end end, int status)
{
	struct run *run = evidence_add_run(evidence);

	strings_add(&run->argv, "program");
	run->end = end;
	run->status = status;
	return run;
}

/* A run that refuses as it should. */
static inline void
add_refusal(struct evidence *evidence)
{
	struct run *run = add_run(evidence, END_EXITED, 2);

	blob_printf(&run->err, "program: no\n");
}

/* As many refusals as the case starts programs. */
static inline void
add_refusals(struct evidence *evidence, const struct scenario *scenario)
{
	const struct step *step;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_START)
			add_refusal(evidence);
}

static inline void
add_clean_log(struct run *run)
{
	blob_printf(&run->tool_log,
	    "==7== Memcheck, a memory error detector\n"
	    "==7== Command: ./program\n"
	    "==7== \n"
	    "==7== HEAP SUMMARY:\n"
	    "==7==     in use at exit: 0 bytes in 0 blocks\n"
	    "==7== \n"
	    "==7== ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 "
	    "from 0)\n");
}

/* Only this check failed, or also those skipped because of something. */
static inline void
assert_only_failed(const struct trial_run *trial, const char *id)
{
	const struct check_result *check;
	size_t i;

	for (i = 0; i < trial->result.check_count; i++) {
		check = &trial->result.checks[i];
		if (strcmp(check->check->id, id) == 0)
			assert_int_equal(check->verdict.status, STATUS_FAILED);
		else if (check->verdict.status == STATUS_FAILED)
			fail_msg("%s failed too in %s: %s", check->check->id,
			    check->case_id, check->verdict.message);
	}
}

static inline void
assert_cause(const struct trial_run *trial, const char *id, const char *cause)
{
	const struct causes *causes = &trial_check(trial, id)->verdict.causes;

	assert_int_equal(causes->count, 1);
	assert_string_equal(causes->items[0].id, cause);
}

static inline void
assert_all_passed(const struct trial_run *trial)
{
	const struct check_result *check;
	size_t i;

	for (i = 0; i < trial->result.check_count; i++) {
		check = &trial->result.checks[i];
		if (check->verdict.status != STATUS_PASSED)
			fail_msg(
			    "%s: %s", check->check->id, check->verdict.message);
	}
	assert_int_equal(trial->result.status, EXERCISE_PASSED);
	assert_int_equal(trial->result.score, trial->result.max_score);
	assert_int_equal(trial->result.max_score, 20);
}

#endif
