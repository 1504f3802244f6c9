/*
 * Every known way to a wrong checksum, on the SYN 127.0.0.1:40000 ->
 * 127.0.0.1:7777, seq 1, window 64240, whose checksum is 0xfc4c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "bytes.h"
#include "diagnose/diagnose.h"
#include "packet/checksum.h"

enum {
	LENGTH_AT = 16,
	HEADER_CHECKSUM_AT = 24,
	CHECKSUM_AT = 50,
	HEADERS = 54,
	MAX_FRAME = 128
};

static const uint8_t syn[HEADERS] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0,
	0x45, 0, 0, 40, 0x30, 0x39, 0, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0,
	1, 0x9c, 0x40, 0x1e, 0x61, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xfa, 0xf0,
	0xfc, 0x4c, 0, 0 };

/* The SYN with this data and checksum, diagnosed. */
static void
diagnose(const char *data, uint16_t checksum, struct verdict *verdict)
{
	uint8_t frame[MAX_FRAME];
	size_t len = strlen(data);
	struct packet packet;

	memset(verdict, 0, sizeof(*verdict));
	memcpy(frame, syn, sizeof(syn));
	memcpy(frame + HEADERS, data, len);
	put_be16(frame + LENGTH_AT, (uint16_t)(40 + len));
	put_be16(frame + CHECKSUM_AT, checksum);
	assert_int_equal(decode_frame(frame, HEADERS + len, &packet), 0);
	diagnose_checksum(
	    &packet, LAYER_TCP, verdict, verdict_finding(verdict));
}

static void
assert_named(const char *data, uint16_t checksum, const char *id)
{
	struct verdict verdict;
	char number[8];

	diagnose(data, checksum, &verdict);
	assert_int_equal(verdict.causes.count, 1);
	assert_string_equal(verdict.causes.items[0].id, id);
	snprintf(number, sizeof(number), "0x%04x", checksum);
	assert_non_null(strstr(verdict.causes.items[0].message, number));
	verdict_release(&verdict);
}

static void
published_numbers_are_named(void **state)
{
	(void)state;
	assert_named("", 0xfa69, "checksum-without-pseudo-header");
	assert_named("", 0x4cfc, "checksum-bytes-swapped");
	assert_named("", 0x03b3, "checksum-not-complemented");
	assert_named("", 0xfc41, "checksum-pseudo-protocol");
	assert_named("", 0xfc38, "checksum-pseudo-length-ip-total");
	assert_named("a", 0x9b60, "checksum-pseudo-length-zero");
	assert_named("", 0xfe1c, "checksum-pseudo-header-only");
	assert_named("", 0x0000, "checksum-never-filled");
}

/* ~ of the folded sum, by 32-bit arithmetic of its own. */
static uint16_t
complement(uint32_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

/* 0x03b3 is the sum of the SYN with length 20 in its pseudo-header. */
static void
data_mistakes_are_named(void **state)
{
	const uint32_t all = 0x03b3 + 3 + 0x6162 + 0x6300;

	(void)state;
	assert_named(
	    "abc", complement(all - 0x6300), "checksum-odd-byte-dropped");
	assert_named("abc", complement(all - 0x6300 + 0x63),
	    "checksum-odd-byte-low-half");
	assert_named("abc", complement(0x03b3 + 3), "checksum-data-left-out");
	assert_named("abc", complement(0x03b3), "checksum-data-left-out");
	assert_named("abc", complement(all - 0x17 + 0x1700),
	    "checksum-pseudo-length-host-order");
}

/* Header only, 12 bytes too many, and the four bytes of data alone. */
static void
pseudo_lengths_are_named(void **state)
{
	const uint32_t all = 0x03b3 + 4 + 0x6162 + 0x6364;
	const char *id = "checksum-pseudo-length-other";

	(void)state;
	assert_named("abcd", complement(all - 4), id);
	assert_named("abcd", complement(all + 12), id);
	assert_named("abcd", complement(all - 20), id);
}

/* "abcd" and the last 8 bytes of the header are missing. */
static void
a_missing_end_is_named(void **state)
{
	/* 9c40 1e61 0000 0001 0000 0000, and the length 24 */
	const uint32_t sum = 2 * 0x7f01 + 6 + 24 + 0x9c40 + 0x1e61 + 1;

	(void)state;
	assert_named("abcd", complement(sum), "checksum-end-left-out");
}

/* The header checksum of the SYN with three bytes of data. */
static void
assert_header_named(uint16_t checksum, const char *id)
{
	static const char data[] = "abc";
	struct verdict verdict = { .status = STATUS_PASSED };
	uint8_t frame[MAX_FRAME];
	struct packet packet;

	memcpy(frame, syn, sizeof(syn));
	memcpy(frame + HEADERS, data, 3);
	put_be16(frame + LENGTH_AT, 43);
	put_be16(frame + HEADER_CHECKSUM_AT, checksum);
	assert_int_equal(decode_frame(frame, HEADERS + 3, &packet), 0);
	diagnose_checksum(&packet, LAYER_IPV4, &verdict, NULL);
	assert_int_equal(verdict.causes.count, 1);
	assert_string_equal(verdict.causes.items[0].id, id);
	verdict_release(&verdict);
}

static void
header_checksums_are_named(void **state)
{
	const uint32_t fixed = 0x4500 + 0x3039 + 0x4006;
	const uint32_t all = fixed + 43 + 2 * 0x7f01;
	const uint32_t segment =
	    0x9c40 + 0x1e61 + 1 + 0x5002 + 0xfaf0 + 0xfc4c + 0x6162 + 0x6300;

	(void)state;
	assert_header_named(0, "checksum-never-filled");
	assert_header_named(
	    (uint16_t)~complement(all), "checksum-not-complemented");
	assert_header_named(complement(all + segment), "checksum-data-summed");
	assert_header_named(complement(fixed + 43), "checksum-made-too-early");
	assert_header_named(
	    complement(all - 0x7f01), "checksum-made-too-early");
	assert_header_named(complement(all - 43), "checksum-made-too-early");
}

static void
lost_carries_are_named(void **state)
{
	/* 2 x 7f00 0001, 06, 14; 9c40 1e61 0 1 0 0 5002 faf0, unfolded */
	const uint32_t sum =
	    2 * 0x7f01 + 6 + 20 + 0x9c40 + 0x1e61 + 1 + 0x5002 + 0xfaf0;

	(void)state;
	assert_true(sum > 0xffff);
	assert_named("", (uint16_t)~sum, "checksum-carries-dropped");
}

/* 9c40 1e61 0 1 0 0 5002 faf0 make 0x20594; the starter cuts the carries. */
static void
header_alone_is_named(void **state)
{
	(void)state;
	assert_named("abc", 0x0596, "checksum-header-alone");
	assert_named("abc", 0x0594, "checksum-header-alone");
	assert_named("", 0x0594, "checksum-header-alone");
}

static void
two_that_fit_are_both_named(void **state)
{
	struct verdict verdict;

	(void)state;
	/* one byte of data: dropped, or all of the data left out */
	diagnose("x", complement(0x03b3 + 1), &verdict);
	assert_int_equal(verdict.causes.count, 2);
	assert_string_equal(
	    verdict.causes.items[0].id, "checksum-odd-byte-dropped");
	assert_string_equal(
	    verdict.causes.items[1].id, "checksum-data-left-out");
	verdict_release(&verdict);
}

static void
nothing_is_guessed(void **state)
{
	struct verdict verdict;

	(void)state;
	diagnose("", 0xfc4c, &verdict); /* right */
	assert_int_equal(verdict.causes.count, 0);
	assert_int_equal(verdict.findings[0].proof.count, 0);
	verdict_release(&verdict);
	diagnose("", 0x1234, &verdict); /* wrong in no known way */
	assert_int_equal(verdict.causes.count, 0);
	assert_int_equal(verdict.findings[0].proof.count, 5);
	verdict_release(&verdict);
}

/* The data is even, so nothing can have been dropped. */
static void
a_mistake_that_changes_nothing_is_not_named(void **state)
{
	struct verdict verdict;

	(void)state;
	diagnose("ab", complement(0x03b3 + 2 + 0x6162), &verdict);
	assert_int_equal(verdict.causes.count, 0);
	verdict_release(&verdict);
}

static void
the_sums_are_shown(void **state)
{
	struct verdict verdict;
	char **lines;

	(void)state;
	diagnose("", 0xfa69, &verdict);
	lines = verdict.findings[0].proof.items;
	assert_int_equal(verdict.findings[0].proof.count, 6);
	assert_string_equal(lines[0],
	    "pseudo-header: 7f 00 00 01 | 7f 00 00 01 | 00 | 06 | 00 14");
	assert_non_null(strstr(lines[2], "0xfe1c"));
	assert_non_null(strstr(lines[3], "0x0596"));
	assert_non_null(strstr(lines[4], "0x03b3"));
	assert_non_null(strstr(lines[5], "0xfa69  yours"));
	verdict_release(&verdict);
}

static void
every_mistake_has_its_row(void **state)
{
	const struct mistake *mistakes;
	size_t count, i, j;

	(void)state;
	mistakes = diagnose_mistakes(&count);
	assert_true(count >= 20);
	for (i = 0; i < count; i++) {
		assert_non_null(mistakes[i].family);
		assert_true(strlen(mistakes[i].sentence) > 20);
		for (j = 0; j < i; j++)
			assert_true(
			    strcmp(mistakes[i].id, mistakes[j].id) != 0 ||
			    strcmp(mistakes[i].family, mistakes[j].family) !=
				0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(published_numbers_are_named),
		cmocka_unit_test(data_mistakes_are_named),
		cmocka_unit_test(pseudo_lengths_are_named),
		cmocka_unit_test(a_missing_end_is_named),
		cmocka_unit_test(header_checksums_are_named),
		cmocka_unit_test(lost_carries_are_named),
		cmocka_unit_test(header_alone_is_named),
		cmocka_unit_test(two_that_fit_are_both_named),
		cmocka_unit_test(nothing_is_guessed),
		cmocka_unit_test(a_mistake_that_changes_nothing_is_not_named),
		cmocka_unit_test(the_sums_are_shown),
		cmocka_unit_test(every_mistake_has_its_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
