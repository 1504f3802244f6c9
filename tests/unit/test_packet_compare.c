/* Unit tests of grader/packet/compare. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "packet/checksum.h"
#include "packet/compare.h"
#include "packet_frames.h"

/* Two frames side by side, the first as it should be. */
struct pair {
	struct blob wanted_frame, got_frame;
	struct packet wanted, got;
	struct verdict verdict;
};

static void
pair_init(struct pair *pair, const char *hex)
{
	*pair = (struct pair){ .wanted_frame = from_hex(hex),
		.got_frame = from_hex(hex) };
	frame_finish(&pair->wanted_frame);
	frame_finish(&pair->got_frame);
}

static void
pair_decode(struct pair *pair)
{
	decode_frame(
	    pair->wanted_frame.data, pair->wanted_frame.len, &pair->wanted);
	decode_frame(pair->got_frame.data, pair->got_frame.len, &pair->got);
}

static size_t
pair_compare(struct pair *pair, enum layer_kind kind)
{
	pair_decode(pair);
	return compare_layer(
	    &pair->wanted, &pair->got, kind, NULL, &pair->verdict);
}

static void
pair_release(struct pair *pair)
{
	verdict_release(&pair->verdict);
	blob_release(&pair->wanted_frame);
	blob_release(&pair->got_frame);
}

/* Set a field of got, and finish it: the derived fields follow. */
static void
set_and_finish(
    struct pair *pair, enum layer_kind kind, const char *field, uint64_t value)
{
	frame_set(&pair->got_frame, kind, field, value);
	frame_finish(&pair->got_frame);
}

static void
test_same_is_right(void **state)
{
	static const char *const vectors[] = { HEX_SYN, HEX_UDP, HEX_ICMP,
		HEX_PROBE, HEX_OPTIONS };

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct pair pair;

		pair_init(&pair, vectors[i]);
		for (int kind = LAYER_ETHERNET; kind <= LAYER_DATA; kind++)
			assert_int_equal(
			    pair_compare(&pair, (enum layer_kind)kind), 0);
		assert_int_equal(
		    compare_data(&pair.wanted, &pair.got, &pair.verdict), 0);
		pair_release(&pair);
	}
}

/* A wrong field gives one finding, and not a second for the checksum. */
static void
test_each_field_by_itself(void **state)
{
	const struct field *field = layer_fields(LAYER_TCP);

	(void)state;
	for (; field->name != NULL; field++) {
		struct pair pair;
		uint64_t value;

		if (field->mode != COMPARE_EXACT ||
		    strcmp(field->name, "data offset") == 0)
			continue;
		pair_init(&pair, HEX_SYN);
		pair_decode(&pair);
		value = packet_get(&pair.got, LAYER_TCP, field->name);
		set_and_finish(&pair, LAYER_TCP, field->name, value ^ 1);
		assert_int_equal(pair_compare(&pair, LAYER_TCP), 1);
		assert_string_equal(
		    pair.verdict.findings[0].field, field->name);
		assert_int_equal(pair_compare(&pair, LAYER_IPV4), 0);
		pair_release(&pair);
	}
}

static void
test_finding_is_filled(void **state)
{
	struct pair pair;
	struct finding *finding;

	(void)state;
	pair_init(&pair, HEX_SYN);
	frame_set(&pair.got_frame, LAYER_TCP, "checksum", 0xfa69);
	assert_int_equal(pair_compare(&pair, LAYER_TCP), 1);
	finding = &pair.verdict.findings[0];
	assert_string_equal(finding->layer, "TCP");
	assert_string_equal(finding->field, "checksum");
	assert_string_equal(finding->expected, "0xfc4c");
	assert_string_equal(finding->got, "0xfa69");
	assert_string_equal(finding->rfc, "RFC 9293 section 3.1");
	assert_int_equal(finding->bit_offset, 128);
	assert_int_equal(finding->bit_width, 16);
	assert_int_equal(finding->bytes.len, 40);
	assert_memory_equal(
	    finding->bytes.data, pair.got_frame.data + ETHERNET_LEN, 40);
	assert_int_equal(finding->mark, 36);
	assert_int_equal(finding->mark_len, 2);
	pair_release(&pair);
}

static void
test_all_wrong_fields_are_named(void **state)
{
	static const char *const leave_out[] = { "TTL", "identification",
		NULL };
	struct pair pair;

	(void)state;
	pair_init(&pair, HEX_SYN);
	set_and_finish(&pair, LAYER_IPV4, "TTL", 255);
	set_and_finish(&pair, LAYER_IPV4, "flags", 2);
	set_and_finish(&pair, LAYER_IPV4, "identification", 0);
	assert_int_equal(pair_compare(&pair, LAYER_IPV4), 3);
	assert_string_equal(pair.verdict.findings[0].field, "identification");
	assert_string_equal(pair.verdict.findings[1].field, "flags");
	assert_string_equal(pair.verdict.findings[2].field, "TTL");
	assert_int_equal(compare_layer(&pair.wanted, &pair.got, LAYER_IPV4,
			     leave_out, &pair.verdict),
	    1);
	assert_int_equal(compare_field(&pair.wanted, &pair.got, LAYER_IPV4,
			     "TTL", &pair.verdict),
	    1);
	assert_int_equal(compare_field(&pair.wanted, &pair.got, LAYER_IPV4,
			     "protocol", &pair.verdict),
	    0);
	pair_release(&pair);
}

static void
test_impossible_data_offset_is_one_finding(void **state)
{
	struct pair pair;

	(void)state;
	pair_init(&pair, HEX_SYN);
	frame_set_data(&pair.wanted_frame, "hello", 5);
	frame_set_data(&pair.got_frame, "hello", 5);
	frame_finish(&pair.wanted_frame);
	set_and_finish(&pair, LAYER_TCP, "data offset", 0);
	assert_int_equal(pair_compare(&pair, LAYER_TCP), 1);
	assert_string_equal(pair.verdict.findings[0].field, "data offset");
	assert_string_equal(pair.verdict.findings[0].expected, "5");
	assert_string_equal(pair.verdict.findings[0].got, "0");
	assert_int_equal(
	    compare_data(&pair.wanted, &pair.got, &pair.verdict), 0);
	pair_release(&pair);
}

static void
test_total_length(void **state)
{
	static const struct {
		const char *why;
		unsigned wanted_data, got_data, padding, total;
		const char *expected; /* NULL: it is right */
	} cases[] = {
		{ "padding is free", 1, 1, 6, 41, NULL },
		{ "swapped", 5, 5, 0, 0x2d00, "0x002d (45)" },
		{ "swapped, with padding", 1, 1, 6, 0x2900, "0x0029 (41)" },
		{ "header only", 5, 5, 0, 20, "0x002d (45)" },
		{ "data only", 5, 5, 0, 5, "0x002d (45)" },
		{ "zero", 5, 5, 0, 0, "0x002d (45)" },
		{ "with Ethernet's", 5, 5, 0, 59, "0x002d (45)" },
		{ "right for data that is too short", 5, 3, 0, 43, NULL },
		{ "right for data that is too long", 5, 9, 0, 49, NULL },
		{ "wrong for data that is too short", 5, 3, 0, 44,
		    "0x002b (43)" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static const uint8_t zeros[16];
		struct pair pair;
		size_t found;

		pair_init(&pair, HEX_SYN);
		frame_set_data(&pair.wanted_frame, zeros, cases[i].wanted_data);
		frame_finish(&pair.wanted_frame);
		frame_set_data(&pair.got_frame, zeros,
		    cases[i].got_data + cases[i].padding);
		frame_set(&pair.got_frame, LAYER_IPV4, "total length",
		    cases[i].total);
		pair_decode(&pair);
		found = compare_field(&pair.wanted, &pair.got, LAYER_IPV4,
		    "total length", &pair.verdict);
		if (found != (cases[i].expected != NULL))
			fail_msg("%s: %zu findings", cases[i].why, found);
		if (found == 1)
			assert_string_equal(pair.verdict.findings[0].expected,
			    cases[i].expected);
		pair_release(&pair);
	}
}

static void
test_udp_length_and_checksum(void **state)
{
	static const char zero_sum[] =
	    HEX_ETHERNET "4500 001e 006f 0000 7b11 0000 7f000001 7f000001"
			 "1388 15b3 000a ffff d89c";
	static const struct {
		const char *hex;
		const char *field;
		unsigned wanted, got;
		size_t found;
	} cases[] = {
		{ HEX_UDP, "length", 11, 3, 1 },
		{ HEX_UDP, "length", 11, 31, 1 },
		{ HEX_UDP, "checksum", 0x1438, 0x3814, 1 },
		/* none where one is asked for; none where none is */
		{ HEX_UDP, "checksum", 0x1438, 0, 1 },
		{ HEX_UDP, "checksum", 0, 0, 0 },
		{ HEX_UDP, "checksum", 0, 0x1438, 0 },
		/* a sum of zero has to be sent as ones */
		{ zero_sum, "checksum", 0xffff, 0xffff, 0 },
		{ zero_sum, "checksum", 0xffff, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct pair pair;

		pair_init(&pair, cases[i].hex);
		frame_set(&pair.wanted_frame, LAYER_UDP, cases[i].field,
		    cases[i].wanted);
		frame_set(
		    &pair.got_frame, LAYER_UDP, cases[i].field, cases[i].got);
		pair_decode(&pair);
		assert_int_equal(compare_field(&pair.wanted, &pair.got,
				     LAYER_UDP, cases[i].field, &pair.verdict),
		    cases[i].found);
		pair_release(&pair);
	}
}

/* Both zeros of one's complement verify (RFC 1624), but only they do. */
static void
test_either_zero_verifies(void **state)
{
	struct pair pair;

	(void)state;
	pair_init(&pair, HEX_SYN);
	/* Adding the checksum to the window leaves none to be needed. */
	set_and_finish(
	    &pair, LAYER_TCP, "window", checksum_fold(0xfaf0 + 0xfc4c));
	pair_decode(&pair);
	assert_int_equal(packet_get(&pair.got, LAYER_TCP, "checksum"), 0);
	frame_set(&pair.got_frame, LAYER_TCP, "checksum", 0xffff);
	pair_decode(&pair);
	assert_int_equal(compare_field(&pair.wanted, &pair.got, LAYER_TCP,
			     "checksum", &pair.verdict),
	    0);
	frame_set(&pair.got_frame, LAYER_TCP, "checksum", 1);
	assert_int_equal(compare_field(&pair.wanted, &pair.got, LAYER_TCP,
			     "checksum", &pair.verdict),
	    1);
	pair_release(&pair);
}

static void
test_missing_layer(void **state)
{
	struct pair pair;

	(void)state;
	pair_init(&pair, HEX_SYN);
	blob_release(&pair.got_frame);
	pair.got_frame = from_hex(HEX_UDP);
	assert_int_equal(pair_compare(&pair, LAYER_TCP), 1);
	assert_string_equal(pair.verdict.findings[0].field, "header");
	assert_string_equal(pair.verdict.findings[0].expected, "one");
	assert_string_equal(pair.verdict.findings[0].got, "none");
	assert_int_equal(pair_compare(&pair, LAYER_UDP), 1);
	assert_string_equal(pair.verdict.findings[1].expected, "none");
	assert_int_equal(pair_compare(&pair, LAYER_ICMP), 0);
	assert_int_equal(compare_field(&pair.wanted, &pair.got, LAYER_TCP,
			     "flags", &pair.verdict),
	    1);
	pair_release(&pair);
}

static void
test_data(void **state)
{
	static const struct {
		const char *got, *expected_text, *got_text;
		size_t got_len, mark, mark_len;
	} cases[] = {
		{ "hexlo", "\"hello\" (5 bytes)", "\"hexlo\" (5 bytes)", 5, 42,
		    1 },
		{ "hell", "\"hello\" (5 bytes)", "\"hell\" (4 bytes)", 4, 44,
		    0 },
		{ "hello\0!", "\"hello\" (5 bytes)",
		    "\"hello\\x00!\" (7 bytes)", 7, 45, 2 },
		{ "", "\"hello\" (5 bytes)", "nothing", 0, 40, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct finding *finding;
		struct pair pair;

		pair_init(&pair, HEX_SYN);
		frame_set_data(&pair.wanted_frame, "hello", 5);
		frame_set_data(&pair.got_frame, cases[i].got, cases[i].got_len);
		frame_finish(&pair.wanted_frame);
		frame_finish(&pair.got_frame);
		pair_decode(&pair);
		assert_int_equal(
		    compare_data(&pair.wanted, &pair.got, &pair.verdict), 1);
		finding = &pair.verdict.findings[0];
		assert_string_equal(finding->layer, "data");
		assert_string_equal(finding->expected, cases[i].expected_text);
		assert_string_equal(finding->got, cases[i].got_text);
		assert_int_equal(finding->mark, cases[i].mark);
		assert_int_equal(finding->mark_len, cases[i].mark_len);
		pair_release(&pair);
	}
}

static void
test_bytes_of_a_long_stream(void **state)
{
	enum { LEN = 3 << 20, WRONG = 1 << 20 };
	uint8_t *wanted = xcalloc(LEN, 1), *got = xcalloc(LEN, 1);
	struct verdict verdict = { 0 };
	struct finding *finding;

	(void)state;
	memset(wanted, 'a', LEN);
	memset(got, 'a', LEN);
	assert_int_equal(
	    compare_bytes("output", wanted, LEN, got, LEN, &verdict), 0);
	got[WRONG] = 'b';
	assert_int_equal(
	    compare_bytes("output", wanted, LEN, got, LEN, &verdict), 1);
	finding = &verdict.findings[0];
	assert_string_equal(finding->field, "output");
	assert_null(finding->layer);
	assert_int_equal(finding->bit_offset, -1);
	assert_string_equal(finding->got,
	    "\"aaaaaaaaaaaaaaaabaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""
	    " (bytes 1048560..1048607 of 3145728)");
	assert_int_equal(finding->bytes.len, 48);
	assert_int_equal(finding->bytes.data[finding->mark], 'b');
	assert_int_equal(finding->mark_len, 1);
	/* Cut short; far too long. */
	assert_int_equal(
	    compare_bytes("output", wanted, LEN, got, WRONG, &verdict), 1);
	finding = &verdict.findings[1];
	assert_string_equal(finding->got,
	    "\"aaaaaaaaaaaaaaaa\" (bytes 1048560..1048575 of 1048576)");
	assert_int_equal(finding->mark_len, 0);
	assert_int_equal(
	    compare_bytes("output", wanted, 5, got, LEN, &verdict), 1);
	finding = &verdict.findings[2];
	assert_int_equal(finding->mark, 5);
	assert_int_equal(finding->mark_len, 43);
	verdict_release(&verdict);
	free(wanted);
	free(got);
}

static void
test_bytes_that_are_none(void **state)
{
	struct verdict verdict = { 0 };

	(void)state;
	assert_int_equal(compare_bytes("x", NULL, 0, NULL, 0, &verdict), 0);
	assert_int_equal(compare_bytes("x", "a", 1, NULL, 0, &verdict), 1);
	assert_string_equal(verdict.findings[0].expected, "\"a\" (1 byte)");
	assert_string_equal(verdict.findings[0].got, "nothing");
	assert_int_equal(compare_bytes("x", NULL, 0, "\x1b", 1, &verdict), 1);
	assert_string_equal(verdict.findings[1].got, "\"\\x1b\" (1 byte)");
	assert_int_equal(verdict.findings[1].mark_len, 1);
	verdict_release(&verdict);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_is_right),
		cmocka_unit_test(test_each_field_by_itself),
		cmocka_unit_test(test_finding_is_filled),
		cmocka_unit_test(test_all_wrong_fields_are_named),
		cmocka_unit_test(test_impossible_data_offset_is_one_finding),
		cmocka_unit_test(test_total_length),
		cmocka_unit_test(test_udp_length_and_checksum),
		cmocka_unit_test(test_either_zero_verifies),
		cmocka_unit_test(test_missing_layer),
		cmocka_unit_test(test_data),
		cmocka_unit_test(test_bytes_of_a_long_stream),
		cmocka_unit_test(test_bytes_that_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
