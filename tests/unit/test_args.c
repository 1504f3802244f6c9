/* Unit tests of common/args. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "args.h"

enum { UNTOUCHED = 4711 };

struct number_row {
	const char *text;
	uint32_t low, high;
	int rc;
	uint32_t value;
};

static const struct number_row number_rows[] = {
	{ "1", 1, 65535, 0, 1 },
	{ "65535", 1, 65535, 0, 65535 },
	{ "0080", 1, 65535, 0, 80 },
	{ "00000000000000000000000000000000007", 0, 9, 0, 7 },
	{ "0", 0, 255, 0, 0 },
	{ "4294967295", 0, UINT32_MAX, 0, UINT32_MAX },
	{ "0", 1, 65535, -1, UNTOUCHED },
	{ "65536", 1, 65535, -1, UNTOUCHED },
	{ "4294967296", 0, UINT32_MAX, -1, UNTOUCHED },
	/* 80 once only 16, 32 or 64 bits of them are left */
	{ "65616", 1, 65535, -1, UNTOUCHED },
	{ "4294967376", 1, 65535, -1, UNTOUCHED },
	{ "18446744073709551696", 1, 65535, -1, UNTOUCHED },
	{ "99999999999999999999", 0, UINT32_MAX, -1, UNTOUCHED },
	{ "", 0, 255, -1, UNTOUCHED },
	{ "-1", 0, UINT32_MAX, -1, UNTOUCHED },
	{ "+1", 0, 255, -1, UNTOUCHED },
	{ " 1", 0, 255, -1, UNTOUCHED },
	{ "1 ", 0, 255, -1, UNTOUCHED },
	{ "80x", 1, 65535, -1, UNTOUCHED },
	{ "0x50", 1, 65535, -1, UNTOUCHED },
	{ "1.0", 0, 255, -1, UNTOUCHED },
	{ "\xb2", 0, 255, -1, UNTOUCHED },
};

static void
test_numbers(void **state)
{
	const size_t count = sizeof(number_rows) / sizeof(*number_rows);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const struct number_row *row = &number_rows[i];
		uint32_t value = UNTOUCHED;
		int rc = parse_number(row->text, row->low, row->high, &value);

		if (rc != row->rc || value != row->value)
			fail_msg("\"%s\" in %u..%u gave %d and %u", row->text,
			    row->low, row->high, rc, value);
	}
}

static void
test_good_addresses(void **state)
{
	static const uint8_t documentation[] = { 192, 0, 2, 1 };
	static const uint8_t highest[] = { 255, 255, 255, 255 };
	uint8_t address[4];

	(void)state;
	assert_int_equal(parse_address("192.0.2.1", address), 0);
	assert_memory_equal(address, documentation, 4);
	assert_int_equal(parse_address("255.255.255.255", address), 0);
	assert_memory_equal(address, highest, 4);
}

static void
test_bad_addresses(void **state)
{
	static const char *const bad[] = { "", "127.1", "127.0.0.256",
		"1.2.3.4.5", "1.2.3", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4x",
		"1..3.4", "a.b.c.d", "localhost", "0x7f000001", "2130706433",
		"::1", "-1.2.3.4", "99999999999.2.3.4" };
	static const uint8_t untouched[] = { 9, 8, 7, 6 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		uint8_t address[4];

		memcpy(address, untouched, 4);
		if (parse_address(bad[i], address) != -1)
			fail_msg("\"%s\" was taken", bad[i]);
		assert_memory_equal(address, untouched, 4);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_good_addresses),
		cmocka_unit_test(test_bad_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
