/* Unit tests of common/hexdump. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hexdump.h"

/* The sample that hexdump.h shows. */
static const uint8_t syn[] = { 0x45, 0x00, 0x00, 0x28, 0x30, 0x39, 0x00, 0x00,
	0x40, 0x06, 0x4c, 0xc4, 0x7f, 0x00, 0x00, 0x01, 0x7f, 0x00, 0x00, 0x01,
	0x9c, 0x40, 0x1e, 0x61, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
	0x50, 0x02, 0xff, 0xff, 0xf7, 0x3d, 0x00, 0x00 };

/* Dump a copy that ends where its memory ends, and compare. */
static void
assert_dump(const char *indent, const uint8_t *data, size_t len, size_t mark,
    size_t mark_len, const char *wanted)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);
	char *got = NULL;
	size_t got_len = 0;
	FILE *out = open_memstream(&got, &got_len);

	assert_non_null(copy);
	assert_non_null(out);
	memcpy(copy, data, len);
	hexdump(out, indent, copy, len, mark, mark_len);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(got, wanted);
	free(got);
	free(copy);
}

static void
test_sample(void **state)
{
	(void)state;
	assert_dump("  ", syn, sizeof(syn), 36, 2,
	    "  0000: 45 00 00 28 30 39 00 00  40 06 4c c4 7f 00 00 01"
	    "   E..(09..@.L.....\n"
	    "  0010: 7f 00 00 01 9c 40 1e 61  00 00 00 01 00 00 00 00"
	    "   .....@.a........\n"
	    "  0020: 50 02 ff ff[f7 3d]00 00                        "
	    "    P....=..\n");
}

static void
test_nothing_marked(void **state)
{
	(void)state;
	assert_dump("", syn, 4, 2, 0,
	    "0000: 45 00 00 28                                    "
	    "    E..(\n");
}

static void
test_mark_at_either_end(void **state)
{
	(void)state;
	assert_dump("", syn, 16, 0, 1,
	    "0000:[45]00 00 28 30 39 00 00  40 06 4c c4 7f 00 00 01"
	    "   E..(09..@.L.....\n");
	assert_dump("", syn, 16, 15, 1,
	    "0000: 45 00 00 28 30 39 00 00  40 06 4c c4 7f 00 00[01]"
	    "  E..(09..@.L.....\n");
	assert_dump("", syn, 3, 2, 1,
	    "0000: 45 00[00]                                      "
	    "    E..\n");
}

static void
test_mark_around_the_gap(void **state)
{
	(void)state;
	assert_dump("", syn, 16, 6, 2,
	    "0000: 45 00 00 28 30 39[00 00] 40 06 4c c4 7f 00 00 01"
	    "   E..(09..@.L.....\n");
	assert_dump("", syn, 16, 8, 2,
	    "0000: 45 00 00 28 30 39 00 00 [40 06]4c c4 7f 00 00 01"
	    "   E..(09..@.L.....\n");
	assert_dump("", syn, 16, 7, 2,
	    "0000: 45 00 00 28 30 39 00[00  40]06 4c c4 7f 00 00 01"
	    "   E..(09..@.L.....\n");
}

static void
test_mark_over_two_lines(void **state)
{
	(void)state;
	assert_dump("", syn, 20, 14, 4,
	    "0000: 45 00 00 28 30 39 00 00  40 06 4c c4 7f 00[00 01]"
	    "  E..(09..@.L.....\n"
	    "0010:[7f 00]00 01                                    "
	    "    ....\n");
}

static void
test_mark_beyond_the_end(void **state)
{
	static const char *const marked =
	    "0000: 45[00 00]                                      "
	    "    E..\n";
	static const char *const plain =
	    "0000: 45 00 00                                       "
	    "    E..\n";

	(void)state;
	assert_dump("", syn, 3, 1, 100, marked);
	assert_dump("", syn, 3, 1, SIZE_MAX, marked);
	assert_dump("", syn, 3, 3, 2, plain);
	assert_dump("", syn, 3, SIZE_MAX, SIZE_MAX, plain);
}

static void
test_only_printable_bytes_come_out(void **state)
{
	uint8_t all[256];
	char *got = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&got, &len);

	(void)state;
	assert_non_null(out);
	for (int i = 0; i < 256; i++)
		all[i] = (uint8_t)i;
	hexdump(out, "", all, sizeof(all), 0, 0);
	assert_int_equal(fclose(out), 0);
	for (size_t i = 0; i < len; i++)
		assert_true(
		    got[i] == '\n' || (got[i] >= 0x20 && got[i] <= 0x7e));
	assert_non_null(strstr(got, "   pqrstuvwxyz{|}~.\n"));
	free(got);
}

static void
test_no_bytes_no_lines(void **state)
{
	(void)state;
	assert_dump("  ", syn, 0, 0, 1, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_nothing_marked),
		cmocka_unit_test(test_mark_at_either_end),
		cmocka_unit_test(test_mark_around_the_gap),
		cmocka_unit_test(test_mark_over_two_lines),
		cmocka_unit_test(test_mark_beyond_the_end),
		cmocka_unit_test(test_only_printable_bytes_come_out),
		cmocka_unit_test(test_no_bytes_no_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
