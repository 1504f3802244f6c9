/* Verdicts, points, words, and the canonical JSON document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "model/result.h"

static const struct check checks[] = {
	{ .id = "arguments", .title = "Arguments are checked", .halves = 3 },
	{ .id = "data", .title = "The data is MESSAGE", .halves = 2 },
};

static const struct exercise exercise = { .number = 51,
	.slug = "raw-tcp-syn",
	.title = "A TCP segment by hand",
	.checks = checks };

static void
the_first_failure_stays(void **state)
{
	struct verdict verdict = { 0 };

	(void)state;
	assert_int_equal(verdict.status, STATUS_PASSED);
	verdict_fail(&verdict, "first %d", 1);
	verdict_fail(&verdict, "second");
	verdict_unchecked(&verdict, "third");
	verdict_skip(&verdict, "fourth");
	assert_int_equal(verdict.status, STATUS_FAILED);
	assert_string_equal(verdict.message, "first 1");
	verdict_release(&verdict);
	assert_null(verdict.message);
}

static void
what_weighs_more_wins(void **state)
{
	struct verdict verdict = { 0 };

	(void)state;
	verdict_skip(&verdict, "skip");
	assert_int_equal(verdict.status, STATUS_SKIPPED);
	verdict_unchecked(&verdict, "unchecked");
	assert_int_equal(verdict.status, STATUS_COULD_NOT_CHECK);
	verdict_skip(&verdict, "skip");
	assert_string_equal(verdict.message, "unchecked");
	verdict_fail(&verdict, "%s", "failed");
	assert_int_equal(verdict.status, STATUS_FAILED);
	assert_string_equal(verdict.message, "failed");
	verdict_release(&verdict);
}

static void
findings_and_notes_add_up(void **state)
{
	struct verdict verdict = { 0 };

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct finding *finding = verdict_finding(&verdict);

		assert_int_equal(finding->bit_offset, -1);
		assert_null(finding->field);
		finding->field = xprintf("field %d", i);
		verdict_note(&verdict, "note %d", i);
		causes_add(&verdict.causes, "id", "message");
	}
	assert_int_equal(verdict.finding_count, 20);
	assert_string_equal(verdict.findings[19].field, "field 19");
	assert_string_equal(verdict.notes.items[19], "note 19");
	assert_int_equal(verdict.causes.count, 20);
	assert_int_equal(verdict.status, STATUS_PASSED);
	verdict_release(&verdict);
	assert_int_equal(verdict.finding_count, 0);
}

static void
points_are_all_or_nothing(void **state)
{
	static const struct {
		enum status status;
		int score, unchecked;
	} rows[] = {
		{ STATUS_PASSED, 3, 0 },
		{ STATUS_FAILED, 0, 0 },
		{ STATUS_SKIPPED, 0, 0 },
		{ STATUS_COULD_NOT_CHECK, 0, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct check_result check = { .check = &checks[0] };

		check.verdict.status = rows[i].status;
		assert_int_equal(check_score(&check), rows[i].score);
		assert_int_equal(check_unchecked(&check), rows[i].unchecked);
	}
}

static void
printable_text_keeps_what_was_escaped(void **state)
{
	static const char *const rows[][2] = {
		{ "", "" },
		{ "plain \\x1b \\\\ text", "plain \\x1b \\\\ text" },
		{ "\033[1m\r\n\t\x7f", "\\x1b[1m\\x0d\\x0a\\x09\\x7f" },
		{ "\xe2\x80\xae", "\\xe2\\x80\\xae" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = printable_text(rows[i][0]);

		assert_string_equal(text, rows[i][1]);
		free(text);
	}
}

static void
statuses_have_words(void **state)
{
	(void)state;
	assert_string_equal(status_word(STATUS_PASSED), "passed");
	assert_string_equal(status_word(STATUS_FAILED), "failed");
	assert_string_equal(status_word(STATUS_SKIPPED), "skipped");
	assert_string_equal(
	    status_word(STATUS_COULD_NOT_CHECK), "could-not-check");
	assert_string_equal(
	    exercise_status_word(EXERCISE_NOT_BUILT), "not-built");
	assert_string_equal(
	    exercise_status_word(EXERCISE_NOT_STARTED), "not-started");
}

static void
fill_checks(struct exercise_result *added)
{
	struct finding *finding;

	added->check_count = 2;
	added->checks = xcalloc(2, sizeof(added->checks[0]));
	added->checks[0].check = &checks[0];
	added->checks[1].check = &checks[1];
	added->checks[1].case_id = "odd";
	verdict_fail(&added->checks[1].verdict, "it differs\033");
	finding = verdict_finding(&added->checks[1].verdict);
	finding->case_id = xstrdup("odd");
	finding->got = xstrdup("\\x1b");
	blob_add(&finding->bytes, "\\\0", 2);
}

static void
fill_evidence(struct exercise_result *added)
{
	struct evidence *evidence;
	struct run *run;

	added->evidence_count = 1;
	added->evidence = xcalloc(1, sizeof(added->evidence[0]));
	evidence = &added->evidence[0];
	evidence->slug = xstrdup("raw-tcp-syn");
	evidence->case_id = xstrdup("odd");
	evidence_add_capture(evidence, "lo");
	run = evidence_add_run(evidence);
	run->end = END_SIGNALLED;
	run->status = 11;
	strings_add(&run->argv, "raw_tcp_syn");
	strings_add(&run->argv, "a\\b\xff");
	evidence_add_run(evidence)->end = END_HUNG;
}

static void
make_result(struct result *result)
{
	struct exercise_result *added = xcalloc(1, sizeof(*added));

	memset(result, 0, sizeof(*result));
	result->version = xstrdup("0.1");
	result->seed = UINT64_MAX;
	result->level = xstrdup("partial");
	result->run_folder = xstrdup("build/runs/secret");
	result->wall_ms = 12.7;
	result->score = 3;
	result->max_score = 6;
	result->unchecked = 1;
	result->exercises = added;
	result->exercise_count = 1;
	added->exercise = &exercise;
	added->status = EXERCISE_FAILED;
	added->score = 3;
	added->max_score = 6;
	blob_add(&added->compiler, "a\nb\0", 4);
	fill_checks(added);
	fill_evidence(added);
}

static json_t *
document(const struct result *result)
{
	char *text = result_to_json(result);
	size_t len = strlen(text);
	json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);

	assert_non_null(value);
	assert_null(strstr(text, "secret"));
	assert_int_equal(text[len - 1], '\n');
	for (size_t i = 0; i < len; i++)
		assert_true(
		    text[i] == '\n' || (text[i] >= ' ' && text[i] < 127));
	free(text);
	return value;
}

/* What jansson finds at key by key (an index is a number), as one line. */
static void
assert_json(json_t *value, const char *path, const char *wanted)
{
	char *copy = xstrdup(path);
	char *text;

	for (char *key = strtok(copy, "."); key != NULL;
	     key = strtok(NULL, "."))
		value = json_is_array(value)
		    ? json_array_get(value, (size_t)atoi(key))
		    : json_object_get(value, key);
	text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	assert_non_null(text);
	assert_string_equal(text, wanted);
	free(text);
	free(copy);
}

static void
the_document_says_it_all(void **state)
{
	static const char *const rows[][2] = {
		{ "wirebook", "\"result/1\"" },
		{ "seed", "\"18446744073709551615\"" },
		{ "isolation",
		    "{\"level\":\"partial\",\"shared_network\":false,"
		    "\"missing\":[]}" },
		{ "score", "1.5" },
		{ "max_score", "3" },
		{ "unchecked", "0.5" },
		{ "wall_ms", "12" },
		{ "submission", "null" },
		{ "exercises.0.id", "\"raw-tcp-syn\"" },
		{ "exercises.0.number", "51" },
		{ "exercises.0.status", "\"failed\"" },
		{ "exercises.0.compiler", "\"a\\\\x0ab\\\\x00\"" },
		{ "exercises.0.checks.0.score", "1.5" },
		{ "exercises.0.checks.1.score", "0" },
		{ "exercises.0.checks.1.max_score", "1" },
		{ "exercises.0.checks.1.message", "\"it differs\\\\x1b\"" },
		{ "exercises.0.checks.1.findings.0.got", "\"\\\\x1b\"" },
		{ "exercises.0.checks.1.findings.0.bytes",
		    "\"\\\\\\\\\\\\x00\"" },
		{ "exercises.0.checks.1.findings.0.frame", "null" },
		{ "exercises.0.checks.1.findings.0.bit_offset", "null" },
		{ "exercises.0.cases",
		    "[{\"id\":\"odd\",\"runs\":[{\"program\":\"raw_tcp_syn\","
		    "\"argv\":[\"raw_tcp_syn\",\"a\\\\\\\\b\\\\xff\"],"
		    "\"end\":\"signalled\",\"status\":11},{\"program\":null,"
		    "\"argv\":[],\"end\":\"hung\",\"status\":null}],"
		    "\"captures\":[{\"link\":\"lo\","
		    "\"file\":\"raw-tcp-syn/odd/lo.pcap\"}]}]" },
	};
	struct result result;
	json_t *value;

	(void)state;
	make_result(&result);
	value = document(&result);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_json(value, rows[i][0], rows[i][1]);
	json_decref(value);
	result_release(&result);
}

static void
only_the_time_differs(void **state)
{
	struct result one, two;
	json_t *a, *b;

	(void)state;
	make_result(&one);
	make_result(&two);
	two.wall_ms = 99;
	free(two.run_folder);
	two.run_folder = xstrdup("another secret");
	a = document(&one);
	b = document(&two);
	assert_false(json_equal(a, b));
	json_object_del(a, "wall_ms");
	json_object_del(b, "wall_ms");
	assert_true(json_equal(a, b));
	json_decref(a);
	json_decref(b);
	result_release(&one);
	result_release(&two);
}

/* Of megabytes only the part round the mark is kept. */
static void
long_streams_are_cut(void **state)
{
	static uint8_t bytes[100000];
	struct result result;
	struct finding *finding;
	json_t *value;

	(void)state;
	make_result(&result);
	finding = &result.exercises[0].checks[1].verdict.findings[0];
	memset(bytes, 'a', sizeof(bytes));
	blob_release(&finding->bytes);
	blob_add(&finding->bytes, bytes, sizeof(bytes));
	finding->mark = 99000;
	finding->mark_len = 1;
	value = document(&result);
	assert_json(
	    value, "exercises.0.checks.1.findings.0.bytes_from", "98744");
	assert_json(
	    value, "exercises.0.checks.1.findings.0.bytes_total", "100000");
	assert_json(value, "exercises.0.checks.1.findings.0.mark", "99000");
	json_decref(value);
	finding->mark = SIZE_MAX / 2; /* a judge's mistake is no crash */
	json_decref(document(&result));
	result_release(&result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_failure_stays),
		cmocka_unit_test(what_weighs_more_wins),
		cmocka_unit_test(findings_and_notes_add_up),
		cmocka_unit_test(points_are_all_or_nothing),
		cmocka_unit_test(printable_text_keeps_what_was_escaped),
		cmocka_unit_test(statuses_have_words),
		cmocka_unit_test(the_document_says_it_all),
		cmocka_unit_test(only_the_time_differs),
		cmocka_unit_test(long_streams_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
