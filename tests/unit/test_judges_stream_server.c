/*
 * The judges of 12 on clients made by hand: a right server passes, in whatever
 * order it serves them; each wrong behaviour fails its own check.
 */
#include "served_trial.h"

static void
right_server_passes(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

/* Which check notices that the output of this case is one byte too long. */
static void
output_is_judged_by_its_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "exchange" },
		{ "fresh", "exchange" }, { "loopback", "every-address" },
		{ "elsewhere", "every-address" }, { "pieces", "pieces" },
		{ "late-newline", "pieces" }, { "no-newline", "end-of-file" },
		{ "empty", "line-sizes" }, { "longest", "line-sizes" },
		{ "longest-no-newline", "line-sizes" },
		{ "any-byte", "any-byte" }, { "shrinking", "shrinking-line" },
		{ "twenty", "many-clients" }, { "at-once", "at-once" },
		{ "port-taken", "port-taken" }, { "sigterm", "clean-stop" },
		{ "sigint", "clean-stop" } };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play(&trial);
		blob_add(&case_of(&trial, pairs[i][0])->runs[0].out, "\n", 1);
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		trial_release(&trial);
	}
}

static void
answers_are_judged_by_their_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "exchange" },
		{ "elsewhere", "every-address" }, { "twenty", "many-clients" },
		{ "at-once", "at-once" }, { "memory", "memory" } };
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play(&trial);
		evidence = case_of(&trial, pairs[i][0]);
		evidence->peers[1 % evidence->peer_count].received.len--;
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		trial_release(&trial);
	}
}

static void
the_end_has_to_be_in_order(void **state)
{
	static const enum peer_end ends[] = { PEER_OPEN, PEER_RESET };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial);
		case_of(&trial, "server-first")->peers[0].end = ends[i];
		trial_judge(&trial);
		assert_only_failed(&trial, "orderly-close");
		trial_release(&trial);
	}
	play(&trial);
	stop_at(&trial, "server-first", STOP_DEADLINE, STEP_READ_END);
	trial_judge(&trial);
	assert_only_failed(&trial, "orderly-close");
	trial_release(&trial);
}

static void
a_server_that_ends_does_not_go_on(void **state)
{
	static const char *const ids[] = { "reset", "leaves-at-once",
		"half-close", "broken-pipe" };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		play(&trial);
		stop_at(&trial, ids[i], STOP_ENDED, STEP_CONNECT);
		trial_judge(&trial);
		assert_only_failed(&trial, "goes-on");
		assert_int_equal(trial.result.score, 18);
		trial_release(&trial);
	}
}

/* A client whose story stopped need not have been printed. */
static void
a_story_that_stopped_is_told_as_it_stopped(void **state)
{
	const struct check_result *check;
	struct trial_run trial;
	struct evidence *evidence;

	(void)state;
	play(&trial);
	stop_at(&trial, "pieces", STOP_DEADLINE, STEP_READ_LINE);
	evidence = case_of(&trial, "pieces");
	blob_release(&evidence->runs[0].out);
	blob_release(&evidence->peers[0].received);
	trial_judge(&trial);
	assert_only_failed(&trial, "pieces");
	check = trial_check(&trial, "pieces");
	assert_non_null(strstr(check->verdict.message, "waited in vain"));
	trial_release(&trial);
}

static void
restart_names_the_option(void **state)
{
	const struct check_result *check;
	struct trial_run trial;

	(void)state;
	play(&trial);
	stop_at(&trial, "restart", STOP_ENDED, STEP_AWAIT_READY);
	trial_judge(&trial);
	assert_only_failed(&trial, "restart");
	check = trial_check(&trial, "restart");
	assert_non_null(strstr(check->verdict.message, "SO_REUSEADDR"));
	trial_release(&trial);

	play(&trial);
	stop_at(&trial, "restart", STOP_DEADLINE, STEP_AWAIT_EXIT);
	case_of(&trial, "restart")->run_count = 1;
	trial_judge(&trial);
	assert_int_equal(
	    trial_check(&trial, "restart")->verdict.status, STATUS_SKIPPED);
	case_of(&trial, "restart")->run_count = 2;
	trial_release(&trial);
}

static void
stops_have_to_be_clean(void **state)
{
	static const char *const ids[] = { "sigterm", "sigint" };
	struct trial_run trial;
	struct run *run;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial);
		run = &case_of(&trial, ids[i])->runs[0];
		run->end = END_SIGNALLED;
		run->status = 15;
		trial_judge(&trial);
		assert_only_failed(&trial, "clean-stop");
		trial_release(&trial);
	}
}

static void
children_may_not_outlive_it(void **state)
{
	struct trial_run trial;
	const struct verdict *verdict;
	struct run *run;

	(void)state;
	play(&trial);
	run = case_of(&trial, "sigint")->runs;
	run->outlived = true;
	run->blocked = xstrdup("accept on descriptor 3");
	/* what outlives the first of two is the grader's to end */
	case_of(&trial, "restart")->runs[0].outlived = true;
	trial_judge(&trial);
	assert_only_failed(&trial, "clean-stop");
	verdict = &trial_check(&trial, "clean-stop")->verdict;
	assert_non_null(strstr(verdict->message, run->blocked));
	assert_string_equal(verdict->findings[0].field, "processes left");
	trial_release(&trial);
}

/* Exits with an error at once, or does nothing at all: never a mark. */
static void
doing_nothing_earns_nothing(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	size_t i, kind;

	(void)state;
	for (kind = 0; kind < 2; kind++) {
		trial_init(&trial, "stream-server");
		for (i = 0; i < trial.count; i++) {
			evidence = &trial.cases[i];
			add_refusals(evidence, &trial.exercise->scenarios[i]);
			if (kind == 1)
				evidence->runs[0].status = 0;
			if (strncmp(evidence->case_id, "args-", 5) == 0 ||
			    strcmp(evidence->case_id, "port-taken") == 0)
				continue;
			evidence->stop = STOP_ENDED;
			evidence->stop_step = 1;
			evidence->stop_kind = STEP_AWAIT_READY;
		}
		trial_judge(&trial);
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(trial.result.unchecked, 0);
		trial_release(&trial);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_server_passes),
		cmocka_unit_test(output_is_judged_by_its_check),
		cmocka_unit_test(answers_are_judged_by_their_check),
		cmocka_unit_test(the_end_has_to_be_in_order),
		cmocka_unit_test(a_server_that_ends_does_not_go_on),
		cmocka_unit_test(a_story_that_stopped_is_told_as_it_stopped),
		cmocka_unit_test(restart_names_the_option),
		cmocka_unit_test(stops_have_to_be_clean),
		cmocka_unit_test(children_may_not_outlive_it),
		cmocka_unit_test(doing_nothing_earns_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
