/*
 * The terminal report is as short as it can be: nothing twice, of much that is
 * alike a part, and beside each run what it was given.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/report.h"

static const struct step inputs[] = {
	{ STEP_INPUT, 0, "" },
	{ STEP_START, 0, "" },
	{ STEP_START, 0, "" },
	{ STEP_INPUT, 0, "" },
	{ STEP_START, 0, "" },
	{ STEP_END, 0, NULL },
};

static const struct scenario scenarios[] = {
	{ .id = "inputs", .why = "runs that are given bytes", .steps = inputs },
	{ 0 },
};

static const struct check check_of_all = {
	.id = "all", .title = "All is well", .halves = 2, .rule = "all well"
};

static const struct exercise exercise = { .number = 31,
	.slug = "hex",
	.title = "Bytes",
	.scenarios = scenarios,
	.checks = &check_of_all };

/* Three runs; bytes are given to the first and to the third. */
static void
add_evidence(struct exercise_result *added)
{
	static const char *const words[] = { "first", "second", "third" };
	struct evidence *evidence;

	added->evidence = xcalloc(1, sizeof(added->evidence[0]));
	added->evidence_count = 1;
	evidence = &added->evidence[0];
	evidence->slug = xstrdup("hex");
	evidence->case_id = xstrdup("inputs");
	evidence_add_capture(evidence, "lo");
	for (size_t i = 0; i < 5; i++)
		evidence_add_step(evidence)->text =
		    xprintf("standard input holds %zu bytes: \"%zu\"", i, i);
	for (size_t i = 0; i < 3; i++)
		strings_add(&evidence_add_run(evidence)->argv, words[i]);
}

/* The report of so many checks that failed, which spoil makes of each. */
static char *
render_many(void (*spoil)(struct check_result *check), size_t count)
{
	struct terminal terminal = { .width = 80 };
	struct exercise_result *added;
	struct result result;
	char *text = NULL;
	size_t len = 0;

	memset(&result, 0, sizeof(result));
	result.exercise_count = 1;
	result.exercises = added = xcalloc(1, sizeof(*added));
	added->exercise = &exercise;
	added->status = EXERCISE_FAILED;
	added->check_count = count;
	added->checks = xcalloc(count, sizeof(added->checks[0]));
	add_evidence(added);
	for (int i = 1; i <= 13; i++)
		blob_printf(&added->compiler, "hex.c:%d:1: warning: odd\n", i);
	for (size_t i = 0; i < count; i++) {
		added->checks[i].check = &check_of_all;
		added->checks[i].case_id = "inputs";
		spoil(&added->checks[i]);
	}
	terminal.out = open_memstream(&text, &len);
	assert_non_null(terminal.out);
	report_result(&terminal, &result);
	fclose(terminal.out);
	result_release(&result);
	return text;
}

static char *
render_failed(void (*spoil)(struct check_result *check))
{
	return render_many(spoil, 1);
}

static void
add_finding(struct verdict *verdict, int run, const char *field,
    const char *expected, const char *got)
{
	struct finding *finding = verdict_finding(verdict);

	finding->case_id = xstrdup("inputs");
	finding->run = run;
	finding->field = xstrdup(field);
	finding->expected = xstrdup(expected);
	finding->got = xstrdup(got);
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("no \"%s\" in\n%s", part, text);
}

static void
assert_has_not(const char *text, const char *part)
{
	if (strstr(text, part) != NULL)
		fail_msg("\"%s\" in\n%s", part, text);
}

static void
stop_at_last(struct check_result *check)
{
	char step[] = "step A";

	check->stopped = true;
	for (int i = 0; i < 26; i++, step[5]++)
		strings_add(&check->story, step);
	verdict_fail(&check->verdict, "It did not come about.");
	add_finding(
	    &check->verdict, 1, "tale", "played", "It did not come about.");
	add_finding(&check->verdict, 1, "replies", "1", "0");
}

static void
a_long_story_has_no_middle(void **state)
{
	char *text = render_failed(stop_at_last);

	(void)state;
	assert_has(text,
	    "      8  step H\n"
	    "           ... 6 steps more like these ...\n"
	    "       15  step O\n");
	assert_has(text, "    -> 26  step Z\n");
	assert_has_not(text, "step I");
	assert_has_not(text, "step N");
	free(text);
}

static void
nothing_is_said_twice(void **state)
{
	char *text = render_failed(stop_at_last);

	(void)state;
	assert_has(text, "    It did not come about.\n");
	assert_has_not(text, "got  It did not");
	assert_has_not(text, "tale");
	assert_has(text,
	    "      off  field    want  got\n"
	    "        -  replies  1     0    <-- wrong\n");
	free(text);
}

static void
fail_every_run(struct check_result *check)
{
	verdict_fail(&check->verdict, "All of it is wrong.");
	causes_add(&check->verdict.causes, "cause", "it was begun so");
	check->reproduce = xstrdup("build/grader again");
	for (int run = 1; run <= 6; run++) {
		add_finding(&check->verdict, run, "data", "a", "b");
		add_finding(&check->verdict, run, "end", "a", "b");
	}
}

static void
few_places_stand_for_many(void **state)
{
	char *text = render_failed(fail_every_run);

	(void)state;
	assert_has(text, "case inputs, run 3\n");
	assert_has_not(text, "case inputs, run 4");
	assert_has(text, "\n    and 3 places more in this case\n");
	free(text);
}

static size_t
count_parts(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		count++;
	return count;
}

static void
the_first_failures_are_told_in_full(void **state)
{
	char *text = render_many(fail_every_run, 5);

	(void)state;
	assert_int_equal(count_parts(text, "All of it is wrong."), 5);
	assert_int_equal(count_parts(text, "why    it was begun so\n"), 5);
	assert_int_equal(count_parts(text, "again  build/grader again\n"), 5);
	assert_int_equal(count_parts(text, "case   inputs"), 3);
	assert_int_equal(count_parts(text, "case inputs, run 1\n"), 3);
	assert_int_equal(count_parts(text, "rule   all well\n"), 3);
	free(text);
}

static void
be_warned(struct check_result *check)
{
	verdict_fail(&check->verdict, "All of it is wrong.");
}

/* Warnings of a program that was built, and not all of them. */
static void
warnings_come_first(void **state)
{
	char *text = render_failed(be_warned);
	const char *warning = strstr(text, "    hex.c:12:1: warning: odd\n");

	(void)state;
	assert_non_null(warning);
	assert_true(warning < strstr(text, "FAIL"));
	assert_has(text, "  warn  the compiler warns");
	assert_has_not(text, "hex.c:13:1");
	assert_has(text, "    ... there is more");
	free(text);
}

static void
an_empty_capture_is_not_shown(void **state)
{
	char *text = render_failed(fail_every_run);

	(void)state;
	assert_has_not(text, "lo.pcap");
	free(text);
}

/* Not that of another run: the second one is given nothing. */
static void
each_run_has_its_input(void **state)
{
	char *text = render_failed(fail_every_run);

	(void)state;
	assert_has(text, "ran    first\n    input  0 bytes: \"0\"\n");
	assert_has(text, "ran    second\n      off");
	assert_has(text, "ran    third\n    input  3 bytes: \"3\"\n");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_story_has_no_middle),
		cmocka_unit_test(nothing_is_said_twice),
		cmocka_unit_test(few_places_stand_for_many),
		cmocka_unit_test(the_first_failures_are_told_in_full),
		cmocka_unit_test(warnings_come_first),
		cmocka_unit_test(an_empty_capture_is_not_shown),
		cmocka_unit_test(each_run_has_its_input),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
