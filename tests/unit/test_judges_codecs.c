/*
 * The judges of 31 and 32 on runs made by hand: right ones pass, each wrong
 * behaviour fails its own check and names its cause.  The fixed cases are
 * those of the files in expected/.
 */
#include "right_codec.h"

#include <stdio.h>

/* What a program does with the bytes it reads; a test changes one thing. */
struct behaviour {
	const char *slug;
	void (*change)(const char *word, const struct blob *input,
	    struct run *run); /* NULL: nothing */
};

static void
find_no_room(struct run *run)
{
	run->status = 1;
	blob_printf(&run->err, "program: no space left on device\n");
}

/* ---- playing ---- */

static void
play_runs(struct trial_run *trial, size_t i, const struct behaviour *behaviour)
{
	struct evidence *evidence = &trial->cases[i];
	const struct step *step = trial->exercise->scenarios[i].steps;
	bool full = false;
	struct blob input = { NULL, 0 };
	struct run *run;

	for (; step->kind != STEP_END; step++) {
		if (step->kind == STEP_INPUT)
			values_bytes(&trial->values[i], step->text, &input);
		full = full || step->kind == STEP_FULL_DISK;
		if (step->kind != STEP_START)
			continue;
		run = add_run(evidence, END_EXITED, 0);
		if (full)
			find_no_room(run);
		else
			run_rightly(behaviour->slug, step->text, &input, run);
		if (behaviour->change != NULL)
			behaviour->change(step->text, &input, run);
		if (strncmp(evidence->case_id, "memory", 6) == 0)
			add_clean_log(run);
		blob_release(&input);
		full = false;
	}
}

/* What is long only for a right program: it takes its time. */
static void
play(struct trial_run *trial, const struct behaviour *behaviour)
{
	const char *id;
	size_t i;

	trial_init(trial, behaviour->slug);
	for (i = 0; i < trial->count; i++) {
		id = trial->cases[i].case_id;
		if (behaviour->change != NULL &&
		    (strstr(id, "megabytes") || strstr(id, "unread"))) {
			trial->cases[i].played = false;
			trial->cases[i].skipped = xstrdup("none: it is slow");
		} else if (strncmp(id, "args-", 5) == 0) {
			add_refusals(
			    &trial->cases[i], &trial->exercise->scenarios[i]);
		} else {
			play_runs(trial, i, behaviour);
		}
	}
	trial_judge(trial);
}

static void
right_programs_pass(void **state)
{
	static const struct behaviour right[] = { { "hex", NULL },
		{ "base64", NULL } };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial, &right[i]);
		assert_all_passed(&trial);
		trial_release(&trial);
	}
}

/* ---- wrong programs ---- */

static void
add_newline(const char *word, const struct blob *input, struct run *run)
{
	(void)input;
	if (strcmp(word, "encode") == 0)
		blob_add(&run->out, "\n", 1);
}

/* while (!feof(stdin)) and getchar(). */
static void
encode_the_end(const char *word, const struct blob *input, struct run *run)
{
	(void)input;
	if (strcmp(word, "encode") == 0)
		blob_add(&run->out, "ff", 2);
}

/* The same with fread() of a group of three. */
static void
encode_a_group_more(const char *word, const struct blob *input, struct run *run)
{
	if (strcmp(word, "encode") == 0 && input->len % 3 == 0)
		blob_add(&run->out, "AA==", 4);
}

static void
print_upper_case(const char *word, const struct blob *input, struct run *run)
{
	size_t i;

	(void)input;
	for (i = 0; strcmp(word, "encode") == 0 && i < run->out.len; i++)
		if (run->out.data[i] >= 'a')
			run->out.data[i] -= 'a' - 'A';
}

static void
drop_padding(const char *word, const struct blob *input, struct run *run)
{
	(void)input;
	while (strcmp(word, "encode") == 0 && run->out.len > 0 &&
	    run->out.data[run->out.len - 1] == '=')
		run->out.len--;
}

/* What was decoded before the bad byte, with status 0. */
static void
accept_odd_digit(const char *word, const struct blob *input, struct run *run)
{
	size_t i;

	(void)word;
	for (i = 0; i < input->len; i++)
		if (value_of(true, input->data[i]) == -2)
			return;
	run->status = 0;
}

static void
take_nothing(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	run->out.len = 0;
	run->status = 1;
	blob_release(&run->err);
	blob_printf(&run->err, "program: no\n");
}

static void
say_nothing(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	blob_release(&run->err);
}

static void
crash_on_bad(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	if (run->status == 0)
		return;
	run->end = END_SIGNALLED;
	run->status = 6;
}

/* What is said in vain, after the right output, is cut, and it is stopped. */
static void
flood_output(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	run->end = END_STOPPED;
	run->out_cut = true;
}

static void
flood_errors(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	run->end = END_STOPPED;
	run->err_cut = true;
	blob_printf(&run->err, "and so on\n");
}

/* Which check fails, and which cause is named; "" for none. */
static void
assert_fails(
    const struct behaviour *behaviour, const char *check, const char *cause)
{
	const struct causes *causes;
	struct trial_run trial;

	play(&trial, behaviour);
	assert_int_equal(
	    trial_check(&trial, check)->verdict.status, STATUS_FAILED);
	causes = &trial_check(&trial, check)->verdict.causes;
	if (*cause != '\0')
		assert_cause(&trial, check, cause);
	else
		assert_int_equal(causes->count, 0);
	trial_release(&trial);
}

static void
mistakes_are_named(void **state)
{
	(void)state;
	assert_fails(&(struct behaviour){ "hex", add_newline }, "short-text",
	    "newline-at-end");
	assert_fails(&(struct behaviour){ "base64", add_newline }, "sizes",
	    "newline-at-end");
	assert_fails(&(struct behaviour){ "hex", encode_the_end }, "every-byte",
	    "end-taken-for-a-byte");
	assert_fails(&(struct behaviour){ "base64", encode_a_group_more },
	    "sizes", "end-taken-for-a-byte");
	assert_fails(&(struct behaviour){ "hex", print_upper_case },
	    "short-text", "hex-upper-case");
	assert_fails(&(struct behaviour){ "base64", drop_padding }, "padding",
	    "base64-padding-missing");
	assert_fails(&(struct behaviour){ "hex", accept_odd_digit },
	    "bad-input", "hex-odd-digit");
	assert_fails(
	    &(struct behaviour){ "hex", say_nothing }, "bad-input", "");
	assert_fails(
	    &(struct behaviour){ "base64", crash_on_bad }, "bad-input", "");
}

/*
 * A refusal of everything does what bad input asks for; so may a flood.  It
 * earns nothing.  Many mistakes would end so in a case; it is none of them.
 */
static void
refusing_all_earns_nothing(void **state)
{
	static const struct behaviour all[] = { { "hex", take_nothing },
		{ "base64", take_nothing }, { "hex", flood_output },
		{ "base64", flood_errors } };
	struct trial_run trial;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		play(&trial, &all[i]);
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(
		    trial_check(&trial, "bad-input")->verdict.status,
		    STATUS_SKIPPED);
		for (k = 0; k < trial.result.check_count; k++)
			assert_int_equal(
			    trial.result.checks[k].verdict.causes.count, 0);
		trial_release(&trial);
	}
}

/* "Zh==" has bits cut off that are not 0. */
static bool
is_odd_looking(const struct blob *input)
{
	return input->len == 4 && memcmp(input->data, "Zh==", 4) == 0;
}

static void
refuse_pad_bits(const char *word, const struct blob *input, struct run *run)
{
	if (strcmp(word, "decode") != 0 || !is_odd_looking(input))
		return;
	run->status = 1;
	blob_printf(&run->err, "program: no\n");
}

static void
mistake_pad_bits(const char *word, const struct blob *input, struct run *run)
{
	if (strcmp(word, "decode") == 0 && is_odd_looking(input))
		run->out.data[0] = 'g';
}

/* It may be taken or refused, but not for something else. */
static void
pad_bits_are_free(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, &(struct behaviour){ "base64", refuse_pad_bits });
	assert_int_equal(
	    trial_check(&trial, "bad-input")->verdict.status, STATUS_PASSED);
	trial_release(&trial);
	assert_fails(
	    &(struct behaviour){ "base64", mistake_pad_bits }, "bad-input", "");
}

/* ---- each length ---- */

static void
print_nothing_of_171(
    const char *word, const struct blob *input, struct run *run)
{
	if (strcmp(word, "encode") == 0 ? input->len == 171
					: run->out.len == 171)
		run->out.len = 0;
}

/* One length fails, and only the last few of 172 runs are told. */
static void
one_length_is_found(void **state)
{
	const struct check_result *check;
	struct trial_run trial;

	(void)state;
	play(&trial, &(struct behaviour){ "base64", print_nothing_of_171 });
	check = trial_check(&trial, "sizes");
	assert_int_equal(check->verdict.status, STATUS_FAILED);
	assert_string_equal(check->case_id, "encode-lengths");
	assert_int_equal(check->verdict.findings[0].run, 172);
	assert_string_equal(
	    check->verdict.findings[1].case_id, "decode-lengths");
	assert_int_equal(check->story.count, 10);
	assert_string_equal(
	    check->story.items[0], "(507 steps of earlier runs are left out)");
	trial_release(&trial);
}

/* ---- a full disk ---- */

static void
notice_no_error(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	if (run->err.len > 0 && strstr((char *)run->err.data, "no space")) {
		blob_release(&run->err);
		run->status = 0;
	}
}

static void
say_not_why(const char *word, const struct blob *input, struct run *run)
{
	(void)word;
	(void)input;
	if (run->err.len > 0 && strstr((char *)run->err.data, "no space"))
		blob_release(&run->err);
}

/* It is noted once, and costs nothing. */
static void
a_full_disk_is_a_note(void **state)
{
	static const struct behaviour all[] = {
		{ "hex", NULL },
		{ "base64", NULL },
		{ "hex", notice_no_error },
		{ "base64", notice_no_error },
		{ "hex", say_not_why },
	};
	const struct verdict *verdict;
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		play(&trial, &all[i]);
		verdict = &trial_check(&trial, "megabytes")->verdict;
		assert_int_equal(verdict->finding_count, 0);
		assert_int_equal(verdict->notes.count, all[i].change != NULL);
		trial_release(&trial);
	}
}

/* ---- expected/ ---- */

static void
read_expected(const struct exercise *exercise, const char *case_id,
    const char *suffix, struct blob *bytes)
{
	char folder[CATALOGUE_NAME], buffer[1024];
	char *path;
	FILE *file;
	size_t n;

	catalogue_folder(exercise, folder, sizeof(folder));
	path = xprintf("exercises/%s/expected/%s%s", folder, case_id, suffix);
	file = fopen(path, "r");
	if (file == NULL)
		fail_msg("there is no %s", path);
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		blob_add(bytes, buffer, n);
	fclose(file);
	free(path);
}

static void
assert_files(struct trial_run *trial, const char *case_id)
{
	const size_t i = trial_case(trial, case_id);
	struct blob in = { NULL, 0 }, out = { NULL, 0 }, input = { NULL, 0 };

	read_expected(trial->exercise, case_id, ".in", &in);
	read_expected(trial->exercise, case_id, ".out", &out);
	values_bytes(&trial->values[i],
	    trial->exercise->scenarios[i].steps[0].text, &input);
	assert_true(blob_equal(&input, &in));
	assert_true(blob_equal(&trial->cases[i].runs[0].out, &out));
	blob_release(&in);
	blob_release(&out);
	blob_release(&input);
}

static void
expected_files_are_the_cases(void **state)
{
	static const char *const slugs[] = { "hex", "base64" };
	static const char *const ids[] = { "encode-text", "decode-text",
		"encode-every-byte", "decode-every-byte" };
	struct trial_run trial;
	size_t i, k;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial, &(struct behaviour){ slugs[i], say_nothing });
		for (k = 0; k < 4; k++)
			assert_files(&trial, ids[k]);
		trial_release(&trial);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_programs_pass),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(refusing_all_earns_nothing),
		cmocka_unit_test(pad_bits_are_free),
		cmocka_unit_test(one_length_is_found),
		cmocka_unit_test(a_full_disk_is_a_note),
		cmocka_unit_test(expected_files_are_the_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
