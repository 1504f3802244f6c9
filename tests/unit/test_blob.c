/* Unit tests of grader/model/blob. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/blob.h"

static void
test_blob_grows(void **state)
{
	struct blob blob = { 0 };

	(void)state;
	blob_add(&blob, NULL, 0);
	assert_null(blob.data);
	for (int i = 0; i < 1000; i++) {
		uint8_t byte = (uint8_t)i;

		blob_add(&blob, &byte, 1);
		assert_int_equal(blob.data[blob.len], '\0');
	}
	assert_int_equal(blob.len, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(blob.data[i], (uint8_t)i);
	blob_release(&blob);
	assert_null(blob.data);
	assert_int_equal(blob.len, 0);
}

/* Whoever fills in data and len himself need not know of any spare room. */
static void
test_blob_grows_from_foreign_memory(void **state)
{
	struct blob blob = { .data = xcalloc(3, 1), .len = 3 };

	(void)state;
	blob_add(&blob, "defg", 4);
	assert_int_equal(blob.len, 7);
	assert_memory_equal(blob.data, "\0\0\0defg", 8);
	blob_release(&blob);
}

static void
test_blob_printf(void **state)
{
	struct blob blob = { 0 };

	(void)state;
	blob_printf(&blob, "%s", "");
	blob_printf(&blob, "%d%%", 12);
	blob_printf(&blob, "%s", " and more");
	assert_string_equal((char *)blob.data, "12% and more");
	assert_int_equal(blob.len, 12);
	blob_release(&blob);
}

static void
test_blob_equal(void **state)
{
	struct blob none = { 0 }, empty = { .data = (uint8_t *)"", .len = 0 };
	struct blob a = { .data = (uint8_t *)"x\0y", .len = 3 };
	struct blob b = { .data = (uint8_t *)"x\0z", .len = 3 };
	struct blob start = { .data = (uint8_t *)"x\0y", .len = 2 };

	(void)state;
	assert_true(blob_equal(&none, &empty));
	assert_true(blob_equal(&a, &a));
	assert_false(blob_equal(&a, &b));
	assert_false(blob_equal(&a, &start));
	assert_false(blob_equal(&none, &a));
}

static void
test_strings(void **state)
{
	struct strings list = { 0 };
	char text[] = "one";

	(void)state;
	strings_add(&list, text);
	text[0] = 'X';
	strings_addf(&list, "%s %d", "two", 2);
	strings_add(&list, "");
	assert_int_equal(list.count, 3);
	assert_string_equal(list.items[0], "one");
	assert_string_equal(list.items[1], "two 2");
	assert_string_equal(list.items[2], "");
	assert_null(list.items[3]);
	for (int i = 3; i < 100; i++) {
		strings_addf(&list, "%d", i);
		assert_null(list.items[list.count]);
	}
	strings_release(&list);
	assert_null(list.items);
	assert_int_equal(list.count, 0);
}

static void
test_memory(void **state)
{
	size_t count = 100;
	int *items = xcalloc(count, sizeof(*items));
	char *nothing = xcalloc(0, 0);
	char *copy = xstrdup("copy");
	char *text = xprintf("%s-%u", copy, 7U);

	(void)state;
	for (size_t i = 0; i < count; i++)
		assert_int_equal(items[i], 0);
	items[99] = 99;
	items = xgrow(items, count, sizeof(*items));
	items[count] = 100;
	assert_int_equal(items[99], 99);
	assert_non_null(nothing);
	assert_string_equal(text, "copy-7");
	free(items);
	free(nothing);
	free(copy);
	free(text);
}

static void
test_escape_every_byte(void **state)
{
	(void)state;
	for (int i = 0; i < 256; i++) {
		uint8_t byte = (uint8_t)i;
		char *text = escape_text(&byte, 1);
		char wanted[8] = { (char)i };

		if (i == '\\')
			strcpy(wanted, "\\\\");
		else if (i < 0x20 || i > 0x7e)
			snprintf(wanted, sizeof(wanted), "\\x%02x", byte);
		assert_string_equal(text, wanted);
		free(text);
	}
}

/* Every byte beside every other, so that none runs into the next. */
static void
test_escape_reads_back(void **state)
{
	enum { PAIRS = 256 * 256 };
	struct blob all = { .data = xcalloc(PAIRS, 2), .len = PAIRS * 2 };
	struct blob escaped = { 0 }, back = { 0 };

	(void)state;
	for (size_t i = 0; i < PAIRS; i++) {
		all.data[2 * i] = (uint8_t)(i >> 8);
		all.data[2 * i + 1] = (uint8_t)i;
	}
	escape_add(&escaped, all.data, all.len);
	assert_int_equal(unescape((char *)escaped.data, &back), 0);
	assert_true(blob_equal(&all, &back));
	blob_release(&all);
	blob_release(&escaped);
	blob_release(&back);
}

static void
test_escape_adds(void **state)
{
	static const char wanted[] = "say \"a\\\\b\\x0a\\x00\"";
	struct blob blob = { 0 };

	(void)state;
	blob_printf(&blob, "say ");
	escape_add(&blob, "\"a\\b\n\0\"", 7);
	assert_string_equal((char *)blob.data, wanted);
	escape_add(&blob, NULL, 0);
	assert_int_equal(blob.len, strlen(wanted));
	blob_release(&blob);
}

static void
test_escape_of_nothing(void **state)
{
	struct blob back = { 0 };
	char *text = escape_text(NULL, 0);

	(void)state;
	assert_string_equal(text, "");
	assert_int_equal(unescape(text, &back), 0);
	assert_int_equal(back.len, 0);
	free(text);
}

static void
test_unescape_adds(void **state)
{
	struct blob blob = { 0 };

	(void)state;
	blob_printf(&blob, "x");
	assert_int_equal(unescape("y\\x7A\\x7a\\\\x00", &blob), 0);
	assert_string_equal((char *)blob.data, "xyzz\\x00");
	blob_release(&blob);
}

static void
test_unescape_malformed(void **state)
{
	static const char *const bad[] = { "\\", "\\x", "\\x4", "\\x4g",
		"\\xg4", "\\n", "\\X41", "\\ 41", "abc\\", "\\\\\\", "a\n",
		"\x7f", "\xc3\xa9", "\\x\\\\", "\\x4\\" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		char *text = xstrdup(bad[i]); /* ends where its memory ends */
		struct blob blob = { 0 };

		blob_printf(&blob, "kept");
		if (unescape(text, &blob) != -1)
			fail_msg("%s was taken", bad[i]);
		assert_string_equal((char *)blob.data, "kept");
		blob_release(&blob);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blob_grows),
		cmocka_unit_test(test_blob_grows_from_foreign_memory),
		cmocka_unit_test(test_blob_printf),
		cmocka_unit_test(test_blob_equal),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_escape_every_byte),
		cmocka_unit_test(test_escape_reads_back),
		cmocka_unit_test(test_escape_adds),
		cmocka_unit_test(test_escape_of_nothing),
		cmocka_unit_test(test_unescape_adds),
		cmocka_unit_test(test_unescape_malformed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
