/* Unit tests of grader/packet/checksum. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "packet/checksum.h"
#include "packet_frames.h"

static void
test_rfc_1071_section_3(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5,
		0xf6, 0xf7 };
	uint64_t sum = checksum_add(0, bytes, sizeof(bytes));

	(void)state;
	assert_int_equal(sum, 0x2ddf0);
	assert_int_equal(checksum_fold(sum), 0xddf2);
}

static void
test_odd_byte_is_the_high_one(void **state)
{
	static const uint8_t bytes[] = { 0x12, 0x34, 0x56 };

	(void)state;
	assert_int_equal(checksum_add(1, bytes, 3), 1 + 0x1234 + 0x5600);
	assert_int_equal(checksum_add(1, bytes, 1), 1 + 0x1200);
	assert_int_equal(checksum_add(1, NULL, 0), 1);
}

static void
test_fold_until_it_fits(void **state)
{
	(void)state;
	assert_int_equal(checksum_fold(0), 0);
	assert_int_equal(checksum_fold(0xffff), 0xffff);
	assert_int_equal(checksum_fold(0x1fffe), 0xffff);
	/* One fold gives 0x10000, so another is needed. */
	assert_int_equal(checksum_fold(0x1ffff), 1);
	assert_int_equal(checksum_fold(UINT64_MAX), 0xffff);
}

static void
test_wanted(void **state)
{
	static const struct {
		const char *hex;
		enum layer_kind kind;
		unsigned wanted;
	} cases[] = {
		{ HEX_SYN, LAYER_TCP, 0xfc4c },
		{ HEX_SYN, LAYER_IPV4, 0x4c95 },
		{ HEX_UDP, LAYER_UDP, 0x1438 },
		{ HEX_ICMP, LAYER_ICMP, 0x06fa },
		{ HEX_PROBE, LAYER_IPV4, 0x29a9 },
		{ HEX_SYN "ffffffff", LAYER_TCP, 0xfc4c }, /* padding */
		/* RFC 791 appendix A, example 1 */
		{ HEX_ETHERNET
		    "4500 0015 006f 0000 7b01 0000 7f000001 7f000001 00",
		    LAYER_IPV4, 0x4177 },
		{ HEX_ETHERNET "4500 0073 0000 4000 4011 b861 c0a80001 c0a800c7"
			       "0000 0000 0008 0000",
		    LAYER_IPV4, 0xb861 },
		/* echo with an odd number of bytes */
		{ HEX_ETHERNET "4500 001f 006f 0000 7b01 0000 7f000001 7f000001"
			       "0800 0000 1234 0001 6f6464",
		    LAYER_ICMP, 0x1266 },
		/* a sum of zero is sent as ones (RFC 768) */
		{ HEX_ETHERNET "4500 001e 006f 0000 7b11 0000 7f000001 7f000001"
			       "1388 15b3 000a 0000 d89c",
		    LAYER_UDP, 0xffff },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct blob frame = from_hex(cases[i].hex);
		struct packet packet;
		uint16_t wanted;

		decode_frame(frame.data, frame.len, &packet);
		assert_int_equal(
		    checksum_wanted(&packet, cases[i].kind, &wanted), 0);
		assert_int_equal(wanted, cases[i].wanted);
		blob_release(&frame);
	}
}

static void
test_no_such_layer(void **state)
{
	struct blob frame = from_hex(HEX_SYN);
	struct packet packet;
	uint16_t wanted;

	(void)state;
	decode_frame(frame.data, frame.len, &packet);
	assert_int_equal(checksum_wanted(&packet, LAYER_UDP, &wanted), -1);
	assert_int_equal(checksum_wanted(&packet, LAYER_ETHERNET, &wanted), -1);
	blob_release(&frame);
}

static void
test_pseudo_header(void **state)
{
	static const uint8_t wanted[12] = { 127, 0, 0, 1, 127, 0, 0, 1, 0, 6, 0,
		20 };
	struct blob frame = from_hex(HEX_SYN);
	struct packet packet;
	uint8_t pseudo[12];

	(void)state;
	decode_frame(frame.data, frame.len, &packet);
	checksum_pseudo_header(&packet, 20, pseudo);
	assert_memory_equal(pseudo, wanted, sizeof(wanted));
	blob_release(&frame);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc_1071_section_3),
		cmocka_unit_test(test_odd_byte_is_the_high_one),
		cmocka_unit_test(test_fold_until_it_fits),
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_no_such_layer),
		cmocka_unit_test(test_pseudo_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
