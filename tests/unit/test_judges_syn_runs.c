/* The judges of 51 on what else a run can be: silent, doubled, talkative. */
#include "syn_trial.h"

/* A program that does nothing, then one that only exits with an error. */
static void
doing_nothing_earns_nothing(void **state)
{
	struct trial_run trial;
	size_t i, kind;

	(void)state;
	for (kind = 0; kind < 2; kind++) {
		trial_init(&trial, "raw-tcp-syn");
		keep_expected(&trial);
		for (i = 0; i < trial.count; i++) {
			if (kind == 0)
				add_run(&trial.cases[i], END_EXITED, 0);
			else
				add_refusals(&trial.cases[i],
				    &trial.exercise->scenarios[i]);
		}
		trial_judge(&trial);
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(trial.result.unchecked, 0);
		assert_int_equal(trial.result.status, EXERCISE_FAILED);
		trial_release(&trial);
	}
}

static void
a_second_packet_fails_one_packet_alone(void **state)
{
	struct trial_run trial;
	struct frame first;
	size_t i;

	(void)state;
	play(&trial, NULL, true);
	i = trial_case(&trial, "fresh-2");
	first = trial.cases[i].captures[0].frames[0];
	capture_add(&trial.cases[i].captures[0], first.data, first.len);
	trial_judge(&trial);
	assert_only_failed(&trial, "one-packet");
	assert_string_equal(
	    trial_check(&trial, "one-packet")->case_id, "fresh-2");
	/* the duties are lost with the heart, and nothing else is */
	assert_int_equal(trial.result.score, 20 - 3 - 2 - 1 - 1);
	trial_release(&trial);
}

/* What one silent case cannot show, the others do; what most cannot, none. */
static void
silent_cases_count_when_they_are_many(void **state)
{
	struct trial_run trial;
	size_t i, silent;

	(void)state;
	for (silent = 1; silent <= 16; silent += 15) {
		play(&trial, NULL, true);
		for (i = 0; i < silent; i++) {
			capture_release(&trial.cases[i].captures[0]);
			strcpy(trial.cases[i].captures[0].link, "lo");
		}
		trial_judge(&trial);
		assert_int_equal(
		    trial_check(&trial, "one-packet")->verdict.status,
		    STATUS_FAILED);
		assert_int_equal(
		    trial_check(&trial, "tcp-fields")->verdict.status,
		    silent == 1 ? STATUS_PASSED : STATUS_SKIPPED);
		trial_release(&trial);
	}
}

static void
exit_status_and_output_are_told_apart(void **state)
{
	struct trial_run trial;
	struct run *run;

	(void)state;
	play(&trial, NULL, true);
	run = &trial.cases[0].runs[0];
	run->end = END_SIGNALLED;
	run->status = 11;
	blob_printf(&run->out, "sent!\n");
	trial_judge(&trial);
	assert_only_failed(&trial, "one-packet");
	assert_non_null(strstr(
	    trial_check(&trial, "one-packet")->verdict.message, "signal 11"));
	assert_int_equal(
	    trial_check(&trial, "one-packet")->verdict.finding_count, 2);
	trial_release(&trial);
}

static void
a_missing_answer_is_a_failure_of_its_own(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, NULL, true);
	trial.cases[0].captures[0].count = 1;
	trial_judge(&trial);
	assert_only_failed(&trial, "kernel-answer");
	trial.cases[0].captures[0].count = 2;
	trial_release(&trial);
}

static void
without_expectation_nothing_is_claimed(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, NULL, true);
	trial.expected[0] = NULL;
	trial_judge(&trial);
	assert_int_equal(trial.result.status, EXERCISE_COULD_NOT_CHECK);
	assert_int_equal(trial.result.score, 0);
	assert_int_equal(trial.result.unchecked, 20);
	trial_release(&trial);
}

/* A bad argument that is taken: the run and its words are named. */
static void
a_taken_argument_is_named(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	const struct check_result *check;

	(void)state;
	play(&trial, NULL, true);
	evidence = &trial.cases[trial_case(&trial, "args-sport")];
	strings_add(&evidence->runs[3].argv, "80x");
	evidence->runs[3].status = 0;
	trial_judge(&trial);
	assert_only_failed(&trial, "arguments");
	check = trial_check(&trial, "arguments");
	assert_non_null(strstr(check->verdict.message, "run 4"));
	assert_non_null(strstr(check->verdict.message, "80x"));
	assert_int_equal(check->verdict.findings[0].run, 4);
	assert_int_equal(check->story.count, 8);
	trial_release(&trial);
}

static void
a_packet_in_spite_of_bad_arguments_fails(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	play(&trial, NULL, true);
	i = trial_case(&trial, "args-seq");
	capture_add(&trial.cases[i].captures[0], trial.captured.frames[0].data,
	    trial.captured.frames[0].len);
	trial_judge(&trial);
	assert_only_failed(&trial, "arguments");
	trial_release(&trial);
}

/* What was handed over wrong and repaired costs nothing, but is told. */
static void
repairs_are_notes(void **state)
{
	struct trial_run trial;
	struct handed *handed;
	const struct verdict *verdict;

	(void)state;
	play(&trial, NULL, true);
	handed = evidence_add_handed(&trial.cases[0]);
	handed->call = xstrdup("sendto");
	blob_add(&handed->bytes, trial.captured.frames[0].data + IP_AT,
	    trial.captured.frames[0].len - IP_AT);
	put_be16(handed->bytes.data + 2, 0x3400);
	put_be16(handed->bytes.data + 10, 0xdead);
	trial_judge(&trial);
	assert_all_passed(&trial);
	verdict = &trial_check(&trial, "ipv4-fields")->verdict;
	assert_int_equal(verdict->notes.count, 2);
	assert_non_null(strstr(verdict->notes.items[0], "0x3400"));
	trial_release(&trial);
}

/* The sum of the words, one folding, and what is left over of it. */
static uint64_t
folded_once(const uint8_t *tcp, size_t len, const uint8_t *ip, bool swapped)
{
	uint64_t sum = 6 + len;
	size_t i;

	if (swapped)
		sum = (uint64_t)__builtin_bswap16(6) +
		    __builtin_bswap16((uint16_t)len);
	for (i = 12; i < 20; i += 2)
		sum += swapped ? __builtin_bswap16(get_be16(ip + i))
			       : get_be16(ip + i);
	for (i = 0; i + 1 < len; i += 2)
		sum += swapped ? __builtin_bswap16(get_be16(tcp + i))
			       : get_be16(tcp + i);
	return (sum & 0xffff) + (sum >> 16);
}

static void
one_fold_is_not_enough(void **state)
{
	static const char *const ids[] = { "two-folds", "two-folds-swapped" };
	struct trial_run trial;
	struct blob frame = { NULL, 0 };
	size_t i, at;

	(void)state;
	trial_init(&trial, "raw-tcp-syn");
	for (i = 0; i < 2; i++) {
		at = trial_case(&trial, ids[i]);
		right_frame(&frame, &trial.values[at]);
		put_be16(frame.data + TCP_AT + 16, 0);
		assert_true(folded_once(frame.data + TCP_AT, frame.len - TCP_AT,
				frame.data + IP_AT, i == 1) > 0xffff);
		blob_release(&frame);
	}
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(doing_nothing_earns_nothing),
		cmocka_unit_test(a_second_packet_fails_one_packet_alone),
		cmocka_unit_test(silent_cases_count_when_they_are_many),
		cmocka_unit_test(exit_status_and_output_are_told_apart),
		cmocka_unit_test(a_missing_answer_is_a_failure_of_its_own),
		cmocka_unit_test(without_expectation_nothing_is_claimed),
		cmocka_unit_test(a_taken_argument_is_named),
		cmocka_unit_test(a_packet_in_spite_of_bad_arguments_fails),
		cmocka_unit_test(repairs_are_notes),
		cmocka_unit_test(one_fold_is_not_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
