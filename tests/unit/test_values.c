/* Unit tests of grader/model/values: looking up and expanding. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/lab_facts.h"
#include "model/values.h"

static void
test_set_and_get(void **state)
{
	struct values values = { 0 };
	const struct blob *bytes;

	(void)state;
	assert_null(values_get(&values, "a"));
	values_set(&values, "a", "first", 5);
	values_set(&values, "b", "x\0y", 3);
	bytes = values_get(&values, "a");
	values_set(&values, "a", bytes->data + 1, 3);
	assert_string_equal(values_text(&values, "a"), "irs");
	assert_int_equal(values_get(&values, "b")->len, 3);
	assert_memory_equal(values_text(&values, "b"), "x\0y", 4);
	assert_int_equal(values.count, 2);
	values_set(&values, "a", NULL, 0);
	assert_string_equal(values_text(&values, "a"), "");
	assert_string_equal(values_text(&values, "c"), "");
	values_release(&values);
}

static void
test_number_and_address(void **state)
{
	static const uint8_t wanted[] = { 192, 0, 2, 250 };
	struct values values = { 0 };
	uint8_t address[4];

	(void)state;
	values_set(&values, "number", "4294967295", 10);
	values_set(
	    &values, "address", LAB_HOST_ADDRESS, strlen(LAB_HOST_ADDRESS));
	assert_true(values_number(&values, "number") == UINT32_MAX);
	assert_int_equal(values_number(&values, "address"), 0);
	assert_int_equal(values_number(&values, "none"), 0);
	assert_int_equal(values_address(&values, "address", address), 0);
	assert_memory_equal(address, wanted, 4);
	assert_int_equal(values_address(&values, "number", address), -1);
	assert_int_equal(values_address(&values, "none", address), -1);
	values_release(&values);
}

struct words_row {
	const char *text;
	const char *words[6]; /* ended by NULL */
};

static const struct words_row words_rows[] = {
	{ "", { NULL } },
	{ "  ", { NULL } },
	{ "one two", { "one", "two", NULL } },
	{ " one  two ", { "one", "two", NULL } },
	{ "$host $port", { "127.0.0.1", "7777", NULL } },
	{ "$host:$port", { "127.0.0.1:7777", NULL } },
	{ "$port0 $port", { "$port0", "7777", NULL } },
	{ "$po$port", { "$po7777", NULL } },
	{ "$two-words", { "two words", NULL } },
	{ "x$two-words.", { "xtwo words.", NULL } },
	{ "$two-wordsx", { "$two-wordsx", NULL } },
	{ "$empty a", { "", "a", NULL } },
	{ "''", { "", NULL } },
	{ "a '' b", { "a", "", "b", NULL } },
	{ "''' x'' ''x", { "'''", "x''", "''x", NULL } },
	{ "$quotes", { "''", NULL } },
	{ "$dollar", { "$port", NULL } },
	{ "$port[2]7 $port[02]", { "777", "77", NULL } },
	{ "$port[0]x$port[99]", { "x7777", NULL } },
	{ "$port[] $port[x] $port[2", { "7777[]", "7777[x]", "7777[2", NULL } },
	{ "$empty[3]. $none[3]", { ".", "$none[3]", NULL } },
	{ "$two-words[5]", { "two w", NULL } },
	{ "$$ $$port a$$$port", { "$", "$port", "a$7777", NULL } },
	{ "$ $. $Port x$", { "$", "$.", "$Port", "x$", NULL } },
	{ "$1 $2", { "first", "$2", NULL } },
};

static void
set_text(struct values *values, const char *name, const char *text)
{
	values_set(values, name, text, strlen(text));
}

static void
test_expanding_words(void **state)
{
	struct values values = { 0 };

	(void)state;
	set_text(&values, "host", "127.0.0.1");
	set_text(&values, "port", "7777");
	set_text(&values, "two-words", "two words");
	set_text(&values, "empty", "");
	set_text(&values, "quotes", "''");
	set_text(&values, "dollar", "$port");
	set_text(&values, "1", "first");
	for (size_t i = 0; i < sizeof(words_rows) / sizeof(*words_rows); i++) {
		const char *const *wanted = words_rows[i].words;
		struct strings words = { 0 };

		values_words(&values, words_rows[i].text, &words);
		for (size_t j = 0; j < words.count; j++) {
			assert_non_null(wanted[j]);
			assert_string_equal(words.items[j], wanted[j]);
		}
		assert_null(wanted[words.count]);
		strings_release(&words);
	}
	values_release(&values);
}

static void
test_expanding_bytes(void **state)
{
	static const char wanted[] = " x\0y  '' $ $none x\0y";
	struct values values = { 0 };
	struct blob bytes = { 0 };

	(void)state;
	values_set(&values, "raw", "x\0y", 3);
	values_bytes(&values, " $raw  '' $$ $none $raw", &bytes);
	assert_int_equal(bytes.len, sizeof(wanted) - 1);
	assert_memory_equal(bytes.data, wanted, sizeof(wanted));
	values_bytes(&values, "", &bytes);
	assert_int_equal(bytes.len, sizeof(wanted) - 1);
	blob_release(&bytes);
	values_release(&values);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_set_and_get),
		cmocka_unit_test(test_number_and_address),
		cmocka_unit_test(test_expanding_words),
		cmocka_unit_test(test_expanding_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
