/* Unit tests of grader/model/values: what is drawn from the seed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bytes.h"
#include "model/lab_facts.h"
#include "model/values.h"

enum { SEEDS = 2000 };

static const struct exercise exercise = { .slug = "raw-tcp-syn" };

static const struct scenario drawn = {
	.id = "drawn",
	.values = { V_TEXT("greeting", "Hello"),
	    V_FRESH("source", VALUE_ADDRESS, 0),
	    V_FRESH("source-port", VALUE_PORT, 0),
	    V_FRESH("destination", VALUE_ADDRESS, 0),
	    V_FRESH("destination-port", VALUE_PORT, 0),
	    V_FRESH("sequence", VALUE_NUMBER32, 0),
	    V_FRESH("message", VALUE_WORDS, 17), V_FRESH("odd", VALUE_BYTES, 7),
	    V_FRESH("pattern", VALUE_PATTERN, 9) },
};

/* The same values in another order, and one in between. */
static const struct scenario reordered = {
	.id = "drawn",
	.values = { V_FRESH("pattern", VALUE_PATTERN, 9),
	    V_FRESH("destination-port", VALUE_PORT, 0),
	    V_FRESH("odd", VALUE_BYTES, 7),
	    V_FRESH("destination", VALUE_ADDRESS, 0),
	    V_FRESH("between", VALUE_PATTERN, 3),
	    V_FRESH("source-port", VALUE_PORT, 0),
	    V_FRESH("message", VALUE_WORDS, 17),
	    V_FRESH("source", VALUE_ADDRESS, 0),
	    V_FRESH("sequence", VALUE_NUMBER32, 0),
	    V_TEXT("greeting", "Hello") },
};

static const struct scenario by_another_name = {
	.id = "another",
	.values = { V_FRESH("pattern", VALUE_PATTERN, 9) },
};

/* What a seed gives may not change: students would meet other cases. */
static void
test_known_values(void **state)
{
	static const uint8_t odd[] = { 0xf7, 0x91, 0xd6, 0xdd, 0xb9, 0xbd,
		0xa3 };
	static const uint8_t pattern[] = { 0x12, 0x98, 0xa1, 0xa9, 0x8c, 0x71,
		0x0f, 0xf2, 0xfc };
	struct values values;

	(void)state;
	values_resolve(&exercise, &drawn, 1, &values);
	assert_string_equal(values_text(&values, "greeting"), "Hello");
	assert_string_equal(values_text(&values, "source"), "127.242.70.199");
	assert_string_equal(
	    values_text(&values, "destination"), "127.87.217.98");
	assert_int_equal(values_number(&values, "source-port"), 23728);
	assert_int_equal(values_number(&values, "destination-port"), 26992);
	assert_string_equal(values_text(&values, "sequence"), "2710404106");
	assert_string_equal(
	    values_text(&values, "message"), "?Rjq Uu 1@ w\"T8tp");
	assert_int_equal(values_get(&values, "odd")->len, sizeof(odd));
	assert_memory_equal(values_text(&values, "odd"), odd, sizeof(odd));
	assert_int_equal(values_get(&values, "pattern")->len, sizeof(pattern));
	assert_memory_equal(
	    values_text(&values, "pattern"), pattern, sizeof(pattern));
	values_release(&values);
	assert_int_equal(values.count, 0);
}

static void
test_order_does_not_matter(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct values a, b;

		values_resolve(&exercise, &drawn, seed, &a);
		values_resolve(&exercise, &reordered, seed, &b);
		for (size_t i = 0; i < a.count; i++) {
			const struct blob *other =
			    values_get(&b, a.items[i].name);

			assert_non_null(other);
			assert_true(blob_equal(&a.items[i].bytes, other));
		}
		values_release(&a);
		values_release(&b);
	}
}

static bool
same_pattern(const struct exercise *other_exercise,
    const struct scenario *other, uint64_t seed)
{
	struct values a, b;
	bool same;

	values_resolve(&exercise, &drawn, 1, &a);
	values_resolve(other_exercise, other, seed, &b);
	same = blob_equal(values_get(&a, "pattern"), values_get(&b, "pattern"));
	values_release(&a);
	values_release(&b);
	return same;
}

static void
test_everything_else_matters(void **state)
{
	static const struct exercise sibling = { .slug = "raw-ipv4" };
	const uint64_t high = UINT64_C(1) << 32 | 1;

	(void)state;
	assert_true(same_pattern(&exercise, &drawn, 1));
	assert_false(same_pattern(&exercise, &drawn, 2));
	assert_false(same_pattern(&exercise, &drawn, high));
	assert_false(same_pattern(&exercise, &by_another_name, 1));
	assert_false(same_pattern(&sibling, &drawn, 1));
}

static uint32_t
swapped(uint32_t port)
{
	return (port & 0xff) << 8 | port >> 8;
}

/* Eight ports and eight addresses, so that some draws do clash. */
static void
test_ports_and_addresses(void **state)
{
	static const struct scenario crowded = {
		.id = "crowded",
		.values = { V_FRESH("pa", VALUE_PORT, 0),
		    V_FRESH("pb", VALUE_PORT, 0), V_FRESH("pc", VALUE_PORT, 0),
		    V_FRESH("pd", VALUE_PORT, 0), V_FRESH("pe", VALUE_PORT, 0),
		    V_FRESH("pf", VALUE_PORT, 0), V_FRESH("pg", VALUE_PORT, 0),
		    V_FRESH("ph", VALUE_PORT, 0),
		    V_FRESH("aa", VALUE_ADDRESS, 0),
		    V_FRESH("ab", VALUE_ADDRESS, 0),
		    V_FRESH("ac", VALUE_ADDRESS, 0),
		    V_FRESH("ad", VALUE_ADDRESS, 0),
		    V_FRESH("ae", VALUE_ADDRESS, 0),
		    V_FRESH("af", VALUE_ADDRESS, 0),
		    V_FRESH("ag", VALUE_ADDRESS, 0),
		    V_FRESH("ah", VALUE_ADDRESS, 0) },
	};

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct values values;

		values_resolve(&exercise, &crowded, seed, &values);
		assert_int_equal(values.count, MAX_VALUES);
		for (size_t i = 0; i < MAX_VALUES; i++) {
			const char *name = values.items[i].name;
			uint32_t port = values_number(&values, name);

			for (size_t j = 0; j < i; j++) {
				const char *other = values.items[j].name;

				assert_false(blob_equal(&values.items[i].bytes,
				    &values.items[j].bytes));
				if (*name == 'p')
					assert_int_not_equal(swapped(port),
					    values_number(&values, other));
			}
			if (*name == 'a')
				continue;
			assert_in_range(port, 20001, 29999);
			assert_in_range(swapped(port), 1024, 65535);
			assert_int_not_equal(swapped(port), port);
		}
		values_release(&values);
	}
}

/* All of those that nobody is assigned, and no other. */
static void
test_protocols(void **state)
{
	static const struct scenario scenario = { .id = "protocol",
		.values = { V_FRESH("proto", VALUE_PROTOCOL, 0) } };
	bool seen[256] = { false };
	size_t count = 0;

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct values values;
		uint32_t number;

		values_resolve(&exercise, &scenario, seed, &values);
		number = values_number(&values, "proto");
		assert_in_range(number, 143, 252);
		count += !seen[number];
		seen[number] = true;
		values_release(&values);
	}
	assert_int_equal(count, 252 - 143 + 1);
}

/* Nothing but the alphabet, and all of it. */
static void
test_letters(void **state)
{
	static const struct scenario scenario = { .id = "letters",
		.values = { V_FRESH("hex", VALUE_HEX, 1001),
		    V_FRESH("base64", VALUE_BASE64, 4001) } };
	static const char *const alphabets[] = { "0123456789abcdef",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789+/" };
	struct values values;
	size_t i, k;

	(void)state;
	values_resolve(&exercise, &scenario, 1, &values);
	assert_int_equal(values_get(&values, "hex")->len, 1001);
	assert_int_equal(values_get(&values, "base64")->len, 4001);
	for (i = 0; i < 2; i++) {
		const char *text =
		    values_text(&values, i == 0 ? "hex" : "base64");

		assert_int_equal(strspn(text, alphabets[i]), strlen(text));
		for (k = 0; alphabets[i][k] != '\0'; k++)
			assert_non_null(strchr(text, alphabets[i][k]));
	}
	values_release(&values);
}

static void
test_port_leaves_the_tables_own_alone(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct scenario scenario = { .id = "own",
			.values = { V_FRESH("a", VALUE_PORT, 0) } };
		struct values values;
		char *first;

		values_resolve(&exercise, &scenario, seed, &values);
		first = xstrdup(values_text(&values, "a"));
		values_release(&values);
		scenario.values[1] =
		    (struct value)V_TEXT("b", "to be replaced");
		scenario.values[1].text = first;
		scenario.values[1].len = strlen(first);
		values_resolve(&exercise, &scenario, seed, &values);
		assert_string_equal(values_text(&values, "b"), first);
		assert_string_not_equal(values_text(&values, "a"), first);
		values_release(&values);
		free(first);
	}
}

static bool
is_lab_address(const char *text)
{
	static const char *const lab[] = { LAB_ADDRESSES };

	for (size_t i = 0; i < sizeof(lab) / sizeof(*lab); i++) {
		if (strcmp(text, lab[i]) == 0)
			return true;
	}
	return false;
}

static void
test_addresses_are_the_labs(void **state)
{
	size_t of_the_lab = 0;

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct values values;
		uint8_t address[4];

		values_resolve(&exercise, &drawn, seed, &values);
		assert_int_equal(values_address(&values, "source", address), 0);
		if (is_lab_address(values_text(&values, "source"))) {
			of_the_lab++;
		} else {
			assert_int_equal(address[0], 127);
			for (int i = 1; i < 4; i++)
				assert_in_range(address[i], 1, 250);
		}
		values_release(&values);
	}
	assert_in_range(of_the_lab, SEEDS / 4, SEEDS * 3 / 4);
}

static void
test_numbers(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct values values;
		uint8_t byte[4];

		values_resolve(&exercise, &drawn, seed, &values);
		put_be32(byte, values_number(&values, "sequence"));
		assert_in_range(byte[0], 0x80, 0xff);
		for (int i = 0; i < 4; i++) {
			assert_int_not_equal(byte[i], 0);
			for (int j = 0; j < i; j++)
				assert_int_not_equal(byte[i], byte[j]);
		}
		values_release(&values);
	}
}

static void
assert_words(const struct blob *bytes, size_t len, bool *blank_seen)
{
	const char *text = (char *)bytes->data;

	assert_int_equal(bytes->len, len);
	assert_int_not_equal(text[0], '-');
	assert_int_not_equal(text[0], ' ');
	assert_int_not_equal(text[len - 1], ' ');
	assert_null(strstr(text, "  "));
	for (size_t i = 0; i < len; i++)
		assert_in_range(text[i], 0x20, 0x7e);
	if (strchr(text, ' ') != NULL)
		*blank_seen = true;
}

static void
test_words(void **state)
{
	static const struct scenario scenario = {
		.id = "words",
		.values = { V_FRESH("none", VALUE_WORDS, 0),
		    V_FRESH("one", VALUE_WORDS, 1),
		    V_FRESH("two", VALUE_WORDS, 2),
		    V_FRESH("many", VALUE_WORDS, 40) },
	};
	bool blank_in_two = false, blank_in_many = false;

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct values values;

		values_resolve(&exercise, &scenario, seed, &values);
		assert_int_equal(values_get(&values, "none")->len, 0);
		assert_words(values_get(&values, "one"), 1, &blank_in_two);
		assert_words(values_get(&values, "two"), 2, &blank_in_two);
		assert_words(values_get(&values, "many"), 40, &blank_in_many);
		values_release(&values);
	}
	assert_false(blank_in_two);
	assert_true(blank_in_many);
}

/* Of two bytes, one in 16384 is ff ff: with as many seeds it does come up. */
static void
test_bytes(void **state)
{
	static const struct scenario scenario = {
		.id = "bytes",
		.values = { V_FRESH("none", VALUE_BYTES, 0),
		    V_FRESH("two", VALUE_BYTES, 2) },
	};

	(void)state;
	for (uint64_t seed = 0; seed < 100000; seed++) {
		struct values values;
		const uint8_t *two;

		values_resolve(&exercise, &scenario, seed, &values);
		assert_int_equal(values_get(&values, "none")->len, 0);
		two = values_get(&values, "two")->data;
		if (two[0] < 0x80 || two[1] < 0x80 || get_be16(two) == 0xffff)
			fail_msg("seed %u", (unsigned)seed);
		values_release(&values);
	}
}

static void
test_pattern_of_megabytes(void **state)
{
	static const struct scenario scenario = {
		.id = "pattern",
		.values = { V_FRESH("pattern", VALUE_PATTERN, 10000001) },
	};
	size_t seen[256] = { 0 };
	struct values values;
	const struct blob *bytes;

	(void)state;
	values_resolve(&exercise, &scenario, 1, &values);
	bytes = values_get(&values, "pattern");
	assert_int_equal(bytes->len, 10000001);
	for (size_t i = 0; i < bytes->len; i++)
		seen[bytes->data[i]]++;
	for (int i = 0; i < 256; i++)
		assert_in_range(seen[i], 38000, 40200);
	values_release(&values);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_values),
		cmocka_unit_test(test_order_does_not_matter),
		cmocka_unit_test(test_everything_else_matters),
		cmocka_unit_test(test_ports_and_addresses),
		cmocka_unit_test(test_protocols),
		cmocka_unit_test(test_letters),
		cmocka_unit_test(test_port_leaves_the_tables_own_alone),
		cmocka_unit_test(test_addresses_are_the_labs),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_pattern_of_megabytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
