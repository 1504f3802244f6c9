/* Unit tests of grader/packet/build. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "packet_frames.h"

static void
assert_frame(const struct blob *frame, const char *hex)
{
	struct blob wanted = from_hex(hex);

	assert_int_equal(frame->len, wanted.len);
	assert_memory_equal(frame->data, wanted.data, wanted.len);
	blob_release(&wanted);
}

static void
test_finish_gives_the_vectors(void **state)
{
	static const char *const vectors[] = { HEX_SYN, HEX_UDP, HEX_ICMP,
		HEX_PROBE };

	(void)state;
	for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		struct blob frame = from_hex(vectors[i]);

		frame_set(&frame, LAYER_IPV4, "total length", 9999);
		frame_set(&frame, LAYER_IPV4, "header checksum", 0xdead);
		frame_set(&frame, LAYER_TCP, "checksum", 0xdead);
		frame_set(&frame, LAYER_UDP, "checksum", 0xdead);
		frame_set(&frame, LAYER_UDP, "length", 0);
		frame_set(&frame, LAYER_ICMP, "checksum", 0xdead);
		frame_finish(&frame);
		assert_frame(&frame, vectors[i]);
		blob_release(&frame);
	}
}

static void
test_set_writes_one_field(void **state)
{
	struct blob frame = from_hex(HEX_SYN);

	(void)state;
	frame_set(&frame, LAYER_TCP, "sequence number", 0xfedcba98);
	frame_set(&frame, LAYER_IPV4, "source address", 0xc0000201);
	frame_set(&frame, LAYER_UDP, "length", 1);
	frame_set(&frame, LAYER_TCP, "no such field", 1);
	assert_frame(&frame,
	    HEX_ETHERNET "4500 0028 3039 0000 4006 4c95 c0000201 7f000001"
			 "9c40 1e61 fedcba98 00000000 5002 faf0 fc4c 0000");
	blob_release(&frame);
}

static void
test_data_shorter_longer_and_none(void **state)
{
	static const char *const texts[] = { "a much longer datagram", "", "x",
		"abc" };
	struct blob frame = from_hex(HEX_UDP);
	struct packet packet;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		size_t len = strlen(texts[i]), got_len;
		const uint8_t *got;

		frame_set_data(&frame, texts[i], len);
		frame_finish(&frame);
		assert_int_equal(
		    decode_frame(frame.data, frame.len, &packet), 0);
		assert_int_equal(
		    packet_get(&packet, LAYER_UDP, "length"), 8 + len);
		got = packet_data(&packet, &got_len);
		assert_int_equal(got_len, len);
		assert_memory_equal(got, texts[i], len);
	}
	assert_frame(&frame, HEX_UDP);
	blob_release(&frame);
}

static void
test_data_takes_the_place_of_padding(void **state)
{
	struct blob frame = from_hex(HEX_UDP "000000000000");

	(void)state;
	frame_set_data(&frame, "abc", 3);
	frame_finish(&frame);
	assert_frame(&frame, HEX_UDP);
	blob_release(&frame);
}

static void
test_nothing_to_build_on(void **state)
{
	struct blob frame = { 0 };

	(void)state;
	frame_set(&frame, LAYER_TCP, "flags", 2);
	frame_set_data(&frame, "abc", 3);
	frame_finish(&frame);
	assert_int_equal(frame.len, 0);
	assert_int_equal(frame_finish_partial(frame.data, frame.len), -1);
}

static void
test_partial_checksum(void **state)
{
	struct blob frame = from_hex(HEX_SYN);

	(void)state;
	frame_set(&frame, LAYER_TCP, "checksum", 0xfe30);
	assert_int_equal(frame_finish_partial(frame.data, frame.len), 0);
	assert_frame(&frame, HEX_SYN);
	/* Of a cut frame it cannot be known. */
	frame_set(&frame, LAYER_TCP, "checksum", 0xfe30);
	assert_int_equal(frame_finish_partial(frame.data, frame.len - 1), -1);
	frame_set(&frame, LAYER_TCP, "checksum", 0xfc4c);
	assert_frame(&frame, HEX_SYN);
	blob_release(&frame);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finish_gives_the_vectors),
		cmocka_unit_test(test_set_writes_one_field),
		cmocka_unit_test(test_data_shorter_longer_and_none),
		cmocka_unit_test(test_data_takes_the_place_of_padding),
		cmocka_unit_test(test_nothing_to_build_on),
		cmocka_unit_test(test_partial_checksum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
