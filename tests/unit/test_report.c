/*
 * The terminal report: whatever the result holds, lines stay within the width,
 * nothing unprintable gets through, and the words are there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/report.h"

static const struct scenario scenarios[] = {
	{ .id = "odd",
	    .why = "a message of odd length: its last byte is the high half "
		   "of the last word" },
	{ .id = "megabytes", .why = "an answer that no single read can take" },
	{ 0 },
};

static const struct check checks[] = {
	{ .id = "one-packet",
	    .title = "Exactly one SYN, from and to the right ports",
	    .halves = 3 },
	{ .id = "tcp-fields",
	    .title = "The fields of the TCP header are what was asked for",
	    .halves = 4,
	    .rule = "ports, window and urgent pointer have 16 bits each, most "
		    "significant byte first (RFC 9293 section 3.1)" },
	{ .id = "checksum",
	    .title = "The TCP checksum covers pseudo-header and segment",
	    .halves = 3,
	    .rule = "the sum runs over a pseudo-header of 12 bytes, which is "
		    "never sent, and the segment (RFC 9293 section 3.1)" },
	{ .id = "kernel-answer",
	    .title = "A listening port answers SYN,ACK",
	    .halves = 1 },
	{ .id = "megabytes",
	    .title = "An answer of megabytes is printed whole",
	    .halves = 1,
	    .rule = "read until recv returns 0: only that is the end" },
	{ .id = "memory",
	    .title = "Memory is used as it should be",
	    .halves = 1 },
};

static const struct exercise exercise = { .number = 51,
	.slug = "raw-tcp-syn",
	.title = "A TCP segment by hand",
	.scenarios = scenarios,
	.checks = checks };

/* A SYN without the pseudo-header in its checksum. */
static const uint8_t segment[] = { 0x45, 0x00, 0x00, 0x28, 0x30, 0x39, 0x00,
	0x00, 0x40, 0x06, 0x4c, 0x95, 0x7f, 0x00, 0x00, 0x01, 0x7f, 0x00, 0x00,
	0x01, 0x9c, 0x40, 0x1e, 0x61, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x00, 0x50, 0x02, 0xfa, 0xf0, 0xfa, 0x69, 0x00, 0x00 };

static struct finding *
add_finding(struct check_result *check, const char *field, const char *expected,
    const char *got, size_t mark, size_t mark_len)
{
	struct finding *finding = verdict_finding(&check->verdict);

	finding->case_id = xstrdup(check->case_id);
	finding->run = 1;
	finding->field = xstrdup(field);
	finding->expected = xstrdup(expected);
	finding->got = xstrdup(got);
	finding->mark = mark;
	finding->mark_len = mark_len;
	return finding;
}

static struct finding *
add_tcp_finding(struct check_result *check, const char *field,
    const char *expected, const char *got, size_t byte)
{
	struct finding *finding =
	    add_finding(check, field, expected, got, byte, 2);

	finding->link = xstrdup("lo");
	finding->frame = 1;
	finding->layer = xstrdup("TCP");
	finding->bit_offset = ((int)byte - 20) * 8;
	finding->bit_width = 16;
	finding->rfc = xstrdup("RFC 9293 section 3.1");
	blob_add(&finding->bytes, segment, sizeof(segment));
	return finding;
}

static void
fail_fields(struct check_result *check)
{
	check->case_id = "odd";
	strings_add(&check->story, "peer 0 listens on 127.0.0.1 port 7777");
	strings_add(&check->story,
	    "the program starts: raw_tcp_syn 127.0.0.1 40000 127.0.0.1 7777 1 "
	    "Hello and a message that is long enough to be wrapped");
	verdict_fail(&check->verdict,
	    "Two fields differ from what the arguments ask for.");
	add_tcp_finding(
	    check, "window", "0xffff (65535)", "0xfaf0 (64240)", 34);
	add_tcp_finding(
	    check, "destination port", "0x611e (24862)", "0x1e61 (7777)", 22);
	causes_add(&check->verdict.causes, "byte-order-16",
	    "0x1e61 is 0x611e with its bytes exchanged: htons() is missing");
	causes_add(&check->verdict.causes, "constant-forgotten",
	    "the value stands in no argument");
	check->reproduce = xstrdup("build/grader grade -s 'my -x work' "
				   "--seed 1 --case raw-tcp-syn/odd");
}

static void
fail_checksum(struct check_result *check)
{
	struct finding *finding;

	check->case_id = "odd";
	strings_add(&check->story, "peer 0 listens on 127.0.0.1 port 7777");
	strings_add(&check->story,
	    "the program starts: raw_tcp_syn 127.0.0.1 "
	    "40000 127.0.0.1 7777 1 ''");
	verdict_fail(&check->verdict,
	    "The checksum does not fit the packet that was sent.");
	finding = add_tcp_finding(check, "checksum", "0xfc4c", "0xfa69", 36);
	strings_add(&finding->proof,
	    "7f 00 00 01 | 7f 00 00 01 | 00 | 06 | 00 14   pseudo-header");
	strings_add(&finding->proof, "sum(segment)        = 0x0596");
	strings_add(&finding->proof, "sum(pseudo-header)  = 0xfe1c");
	strings_add(
	    &finding->proof, "both, folded        = 0x03b3   ~ -> 0xfc4c");
	causes_add(&check->verdict.causes, "checksum-without-pseudo-header",
	    "0xfa69 is exactly what you get when the pseudo-header is left "
	    "out of the sum");
	verdict_note(&check->verdict,
	    "the kernel dropped the packet: TcpInCsumErrors 0 -> 1");
	finding = add_tcp_finding(check, "checksum", "0x1111", "0x2222", 36);
	free(finding->case_id);
	finding->case_id = xstrdup("fresh-1");
	check->reproduce = xstrdup("build/grader grade -s exercises --seed 1 "
				   "--case raw-tcp-syn/odd");
}

/* A stream with what a terminal must not get: ESC, CR, NUL, bidi. */
static void
fail_stream(struct check_result *check)
{
	static const char bytes[] = "good\033[31m\r\0\xe2\x80\xae"
				    "and sixteen more bytes of it";
	char *got = escape_text(bytes, sizeof(bytes) - 1);
	struct finding *finding;

	check->case_id = "megabytes";
	check->stopped = true;
	strings_add(&check->story, "peer 0 sends 3145728 bytes");
	verdict_fail(&check->verdict,
	    "What was printed differs from the answer at byte 4.\033[2J");
	finding = add_finding(check, "standard output",
	    "good morning, and all of the rest (3145728 bytes)", got, 4, 30);
	blob_add(&finding->bytes, bytes, sizeof(bytes) - 1);
	add_finding(check, "exit status", "0", "1", 0, 0);
	free(got);
}

static struct exercise_result *
add_exercise(struct result *result, enum exercise_status status)
{
	struct exercise_result *added;

	result->exercises = xgrow(result->exercises, result->exercise_count,
	    sizeof(result->exercises[0]));
	added = &result->exercises[result->exercise_count++];
	memset(added, 0, sizeof(*added));
	added->exercise = &exercise;
	added->status = status;
	added->max_score = 13;
	result->max_score += 13;
	return added;
}

static void
add_evidence(struct exercise_result *added, const char *case_id)
{
	struct evidence *evidence;
	struct run *run;

	added->evidence = xgrow(
	    added->evidence, added->evidence_count, sizeof(added->evidence[0]));
	evidence = &added->evidence[added->evidence_count++];
	memset(evidence, 0, sizeof(*evidence));
	evidence->slug = xstrdup("raw-tcp-syn");
	evidence->case_id = xstrdup(case_id);
	capture_add(
	    evidence_add_capture(evidence, "lo"), segment, sizeof(segment));
	run = evidence_add_run(evidence);
	strings_add(&run->argv, "raw_tcp_syn");
	strings_add(&run->argv, "\033]0;title\a");
	strings_add(&run->argv, "");
}

static void
add_failed(struct result *result)
{
	struct exercise_result *added = add_exercise(result, EXERCISE_FAILED);

	added->check_count = sizeof(checks) / sizeof(checks[0]);
	added->checks = xcalloc(added->check_count, sizeof(added->checks[0]));
	for (size_t i = 0; i < added->check_count; i++)
		added->checks[i].check = &checks[i];
	add_evidence(added, "odd");
	add_evidence(added, "megabytes");
	added->score = 3;
	added->unchecked = 1;
	verdict_note(&added->checks[0].verdict,
	    "your buffer had total length 0x2200; Linux replaced it with 34");
	fail_fields(&added->checks[1]);
	fail_checksum(&added->checks[2]);
	verdict_skip(&added->checks[3].verdict, "skipped because of checksum");
	fail_stream(&added->checks[4]);
	verdict_unchecked(&added->checks[5].verdict, "valgrind is not here");
}

static void
add_not_built(struct result *result)
{
	struct exercise_result *added =
	    add_exercise(result, EXERCISE_NOT_BUILT);

	added->message = xstrdup("raw_tcp_syn.c:12:9: error: expected ';'");
	for (int i = 1; i <= 50; i++)
		blob_printf(&added->compiler,
		    "raw_tcp_syn.c:%d:9: error: a message that is long enough "
		    "to be wrapped \033[31m\r\n",
		    i);
}

static void
make_result(struct result *result)
{
	memset(result, 0, sizeof(*result));
	result->version = xstrdup("0.1");
	result->seed = 1;
	result->level = xstrdup("full");
	result->submission = xstrdup("exer\033cises");
	result->run_folder = xstrdup("build/runs/unique");
	strings_add(&result->missing, "valgrind");
	add_failed(result);
	add_not_built(result);
	add_exercise(result, EXERCISE_NOT_STARTED);
	add_exercise(result, EXERCISE_MISSING);
	result->score = 3;
	result->unchecked = 1;
}

/* The report as text, to be freed. */
static char *
render(const struct result *result, size_t width, bool colour)
{
	struct terminal terminal = { .width = width, .colour = colour };
	char *text = NULL;
	size_t len = 0;

	terminal.out = open_memstream(&text, &len);
	assert_non_null(terminal.out);
	report_result(&terminal, result);
	fclose(terminal.out);
	assert_int_equal(strlen(text), len);
	return text;
}

static char *
render_sample(size_t width)
{
	struct result result;
	char *text;

	make_result(&result);
	text = render(&result, width, false);
	result_release(&result);
	return text;
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
lines_fit_every_width(void **state)
{
	(void)state;
	for (size_t width = 60; width <= 200; width++) {
		char *text = render_sample(width);

		for (char *line = text; *line != '\0';) {
			size_t len = strcspn(line, "\n");

			if (len > width)
				fail_msg("%zu columns, %zu wanted: %.*s", len,
				    width, (int)len, line);
			if (len > 0)
				assert_int_not_equal(line[len - 1], ' ');
			line += len + 1;
		}
		free(text);
	}
}

static void
nothing_unprintable_gets_through(void **state)
{
	char *text = render_sample(80);

	(void)state;
	for (const char *p = text; *p != '\0'; p++)
		assert_true(*p == '\n' || (*p >= 0x20 && *p <= 0x7e));
	assert_has(text, "good\\x1b[31m\\x0d\\x00\\xe2\\x80\\xaeand");
	assert_has(text, "at byte 4.\\x1b[2J\n");
	assert_has(text, "    \\x1b[31m\\x0d\n");
	assert_has(text, "exer\\x1bcises/51-raw-tcp-syn");
	assert_has(text, "ran    raw_tcp_syn \\x1b]0;title\\x07 ''\n");
	free(text);
}

static void
failures_are_explained(void **state)
{
	char *text = render_sample(80);

	(void)state;
	assert_has(text, "\n  ok    one-packet     Exactly");
	assert_has(text, "\n  FAIL  checksum       The TCP");
	assert_has(text, " 0/1.5\n");
	assert_has(text, "case   odd: a message of odd length");
	assert_has(text, "    2  the program starts");
	assert_has(text, "case odd, frame 1 on lo (RFC 9293 section 3.1)\n");
	assert_has(text,
	    "       36  TCP checksum  0xfc4c  0xfa69  <-- wrong\n"
	    "    0020: 50 02 fa f0[fa 69]00 00  ");
	assert_has(text, "sums   7f 00 00 01 |");
	assert_has(text, "why    0xfa69 is exactly");
	assert_has(text, "why    either 0x1e61 is");
	assert_has(text, "\n           or the value");
	assert_has(text, "note   the kernel dropped");
	assert_has(text, "also in case fresh-1\n");
	assert_has_not(text, "0x2222");
	assert_has(text, "see    build/last/raw-tcp-syn/odd/lo.pcap\n");
	assert_has(text, "\n    skipped because of checksum\n");
	assert_has(text, "could not be checked: valgrind is not here\n");
	assert_has(text, "note  one-packet: your buffer had");
	free(text);
}

static void
one_frame_makes_one_table(void **state)
{
	char *text = render_sample(80);

	(void)state;
	assert_has(text,
	    "       34  TCP window            0xffff (65535)  0xfaf0 (64240)  "
	    "<-- wrong\n"
	    "       22  TCP destination port  0x611e (24862)  0x1e61 (7777)   "
	    "<-- wrong\n"
	    "    0010: 7f 00 00 01 9c 40[1e 61] 00 00 00 01 00 00 00 00   "
	    ".....@.a........\n"
	    "    0020: 50 02[fa f0]fa 69 00 00 ");
	free(text);
}

static void
long_values_stand_below_their_field(void **state)
{
	char *text = render_sample(60);

	(void)state;
	assert_has(text,
	    "       34  TCP window  <-- wrong\n"
	    "           want 0xffff (65535)\n"
	    "           got  0xfaf0 (64240)\n");
	free(text);
}

static void
a_long_command_can_be_copied(void **state)
{
	char *text = render_sample(60);

	(void)state;
	assert_has(text,
	    "again  build/grader grade -s 'my -x work' --seed 1 \\\n"
	    "           --case raw-tcp-syn/odd\n");
	free(text);
}

static void
unplayed_exercises_say_what_to_do(void **state)
{
	char *text = render_sample(80);

	(void)state;
	assert_has(text, "  FAIL  not-built  raw_tcp_syn.c:12:9: error:");
	assert_has(text, "raw_tcp_syn.c:40:9:");
	assert_has_not(text, "raw_tcp_syn.c:41:9:");
	assert_has(text,
	    "todo  not-started  read exercises/51-raw-tcp-syn/README.md first");
	assert_has(text, "todo  missing  there is no source in exer");
	free(text);
}

static void
assert_ends(const struct result *result, const char *wanted)
{
	char *text = render(result, 80, false);
	size_t len = strlen(text), wanted_len = strlen(wanted);

	assert_true(len > wanted_len);
	assert_string_equal(text + len - wanted_len, wanted);
	free(text);
}

static void
the_verdict_comes_last(void **state)
{
	struct result result;

	(void)state;
	make_result(&result);
	assert_ends(&result,
	    "\nnext   51-raw-tcp-syn: check tcp-fields\n"
	    "TOTAL 1.5/26, 0.5 unchecked\n"
	    "NOT YET  0 of 4 exercises passed\n");
	for (size_t i = 0; i < result.exercise_count; i++)
		result.exercises[i].status = EXERCISE_PASSED;
	assert_ends(&result,
	    "\n\nTOTAL 1.5/26, 0.5 unchecked\n"
	    "PASSED  4 of 4 exercises\n");
	result.exercises[0].status = EXERCISE_COULD_NOT_CHECK;
	assert_ends(&result, "\nCOULD NOT CHECK  0.5 points; nothing failed\n");
	result_release(&result);
}

static void
colours_add_nothing_but_colours(void **state)
{
	struct result result;
	char *plain, *painted, *to;

	(void)state;
	make_result(&result);
	plain = render(&result, 80, false);
	painted = render(&result, 80, true);
	assert_has(painted, "\033[1;31mFAIL\033[0m");
	assert_has(painted, "\033[1;31m[fa 69]\033[0m");
	to = painted;
	for (const char *from = painted; *from != '\0'; from++) {
		if (*from == '\033')
			from = strchr(from, 'm');
		else
			*to++ = *from;
	}
	*to = '\0';
	assert_string_equal(plain, painted);
	free(plain);
	free(painted);
	result_release(&result);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_fit_every_width),
		cmocka_unit_test(nothing_unprintable_gets_through),
		cmocka_unit_test(failures_are_explained),
		cmocka_unit_test(one_frame_makes_one_table),
		cmocka_unit_test(long_values_stand_below_their_field),
		cmocka_unit_test(a_long_command_can_be_copied),
		cmocka_unit_test(unplayed_exercises_say_what_to_do),
		cmocka_unit_test(the_verdict_comes_last),
		cmocka_unit_test(colours_add_nothing_but_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
