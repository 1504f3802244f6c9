/*
 * Unit tests of grader/packet/decode.  Every case is also decoded at each
 * shorter length, and so are random bytes, by all that reads frames.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "guard_page.h"
#include "packet/checksum.h"
#include "packet/compare.h"
#include "packet/decode.h"
#include "packet/origin.h"
#include "packet/stream.h"
#include "packet/text.h"
#include "packet_frames.h"

/* Layers are written as the first letters of their names, data as "d". */
static const struct {
	const char *why;
	const char *hex;
	const char *layers;
	const char *fault;
} cases[] = {
	{ "TCP without data", HEX_SYN, "EIT", "" },
	{ "UDP", HEX_UDP, "EIUd", "" },
	{ "ICMP", HEX_ICMP, "EICd", "" },
	{ "a protocol without a table", HEX_PROBE, "EId", "" },
	{ "no IPv4", HEX_ARP, "Ed", "" },
	{ "padding is no data", HEX_SYN "000000000000", "EIT", "" },
	{ "not even Ethernet", "0000", "",
	    "Ethernet header: 2 of at least 14 bytes are there" },
	{ "half an IPv4 header", HEX_ETHERNET "4500 0028", "E",
	    "IPv4 header: 4 of at least 20 bytes are there" },
	{ "version 6",
	    HEX_ETHERNET "6500 0014 0000 0000 4006 0000 7f000001 7f000001",
	    "EI", "IPv4 version is 6" },
	{ "IHL in bytes",
	    HEX_ETHERNET "4400 0014 0000 0000 40fd 0000 7f000001 7f000001",
	    "EI", "IPv4 IHL is 4, which is below 5" },
	{ "IHL beyond the frame",
	    HEX_ETHERNET "4f00 0016 0000 0000 40fd 0000 7f000001 7f000001 1122",
	    "EId", "IPv4 IHL is 15: 60 bytes, but 22 are there" },
	{ "IPv4 options",
	    HEX_ETHERNET "4600 001a 0000 0000 40fd 0000 7f000001 7f000001 "
			 "01010101 1122",
	    "EId", "" },
	{ "total length swapped",
	    HEX_ETHERNET "4500 2800 3039 0000 4006 0000 7f000001 7f000001 "
			 "9c40 1e61 00000001 00000000 5002 faf0 fc4c 0000",
	    "EIT", "IPv4 total length is 10240, but 40 bytes are there" },
	{ "total length of the data only",
	    HEX_ETHERNET "4500 0002 0000 0000 40fd 0000 7f000001 7f000001 1122",
	    "EId", "IPv4 total length is 2, below its header's 20" },
	{ "total length that cuts the TCP header",
	    HEX_ETHERNET "4500 0019 0000 0000 4006 0000 7f000001 7f000001 "
			 "9c40 1e61 00000001 00000000 5002 faf0 fc4c 0000",
	    "EI", "TCP header: 5 of at least 20 bytes are there" },
	{ "data offset 0",
	    HEX_ETHERNET "4500 0029 0000 0000 4006 0000 7f000001 7f000001 "
			 "9c40 1e61 00000001 00000000 0502 faf0 fc4c 0000 61",
	    "EITd", "TCP data offset is 0, which is below 5" },
	{ "data offset 15",
	    HEX_ETHERNET "4500 0029 0000 0000 4006 0000 7f000001 7f000001 "
			 "9c40 1e61 00000001 00000000 f002 faf0 fc4c 0000 61",
	    "EITd", "TCP data offset is 15: 60 bytes, but 21 are there" },
	{ "UDP length below its header",
	    HEX_ETHERNET "4500 001d 0000 0000 4011 0000 7f000001 7f000001 "
			 "1388 15b3 0007 0000 61",
	    "EIUd", "UDP length is 7, but 9 bytes are there" },
	{ "UDP length beyond the packet",
	    HEX_ETHERNET "4500 001d 0000 0000 4011 0000 7f000001 7f000001 "
			 "1388 15b3 0063 0000 61",
	    "EIUd", "UDP length is 99, but 9 bytes are there" },
	{ "first fragment of a long datagram",
	    HEX_ETHERNET "4500 0024 0000 2000 4011 0000 7f000001 7f000001 "
			 "1388 15b3 0063 0000 6162636465666768",
	    "EIUd", "" },
	{ "second fragment: no header in it",
	    HEX_ETHERNET "4500 001c 0000 0001 4011 0000 7f000001 7f000001 "
			 "6162636465666768",
	    "EId", "" },
};
enum { CASE_COUNT = sizeof(cases) / sizeof(cases[0]) };

static void
layer_letters(const struct packet *packet, char letters[MAX_LAYERS + 1])
{
	static const char of_kind[] = { [LAYER_ETHERNET] = 'E',
		[LAYER_IPV4] = 'I',
		[LAYER_TCP] = 'T',
		[LAYER_UDP] = 'U',
		[LAYER_ICMP] = 'C',
		[LAYER_DATA] = 'd' };

	for (size_t i = 0; i < packet->count; i++)
		letters[i] = of_kind[packet->layers[i].kind];
	letters[packet->count] = '\0';
}

static void
test_layers_and_faults(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASE_COUNT; i++) {
		struct blob frame = from_hex(cases[i].hex);
		char letters[MAX_LAYERS + 1];
		struct packet packet;
		int rc = decode_frame(frame.data, frame.len, &packet);

		layer_letters(&packet, letters);
		if (strcmp(letters, cases[i].layers) != 0 ||
		    strcmp(packet.fault, cases[i].fault) != 0)
			fail_msg("%s: layers %s, fault \"%s\"", cases[i].why,
			    letters, packet.fault);
		assert_int_equal(rc, cases[i].fault[0] == '\0' ? 0 : -1);
		blob_release(&frame);
	}
}

/* The layers lie one behind the other, inside the frame. */
static void
check_bounds(const struct packet *packet, size_t len)
{
	size_t end = 0;

	assert_in_range(packet->len, 0, len);
	assert_int_equal(packet->frame_len, len);
	for (size_t i = 0; i < packet->count; i++) {
		assert_int_equal(packet->layers[i].offset, end);
		end += packet->layers[i].len;
	}
	assert_in_range(end, 0, packet->len);
}

/* All that reads a frame, on one that ends at the guard page. */
static void
read_by_all(const uint8_t *data, size_t len, size_t wire_len, FILE *null)
{
	struct conversations conversations;
	struct verdict verdict = { 0 };
	struct capture capture = { 0 };
	struct frame frames[2];
	struct guard_page guard;
	struct packet packet;
	uint16_t wanted;

	guard_page_init(&guard, data, len);
	decode_frame(guard.data, len, &packet);
	check_bounds(&packet, len);
	for (int kind = LAYER_ETHERNET; kind <= LAYER_DATA; kind++) {
		checksum_wanted(&packet, (enum layer_kind)kind, &wanted);
		compare_layer(
		    &packet, &packet, (enum layer_kind)kind, NULL, &verdict);
	}
	assert_int_equal(compare_data(&packet, &packet, &verdict), 0);
	verdict_release(&verdict);
	frames[0] = (struct frame){
		.data = guard.data, .len = len, .wire_len = wire_len
	};
	frames[1] = frames[0];
	capture.frames = frames;
	capture.count = 2;
	streams_collect(&capture, &conversations);
	streams_release(&conversations);
	assert_false(frame_is_kernel_answer(&capture, 0));
	frame_is_kernel_answer(&capture, 1);
	text_capture(null, &capture);
	frames[0].partial_checksum = true;
	text_line(null, &frames[0]);
	text_frame(null, 1, &frames[0]);
	guard_page_release(&guard);
}

static void
test_truncated_twins(void **state)
{
	FILE *null = fopen("/dev/null", "w");

	(void)state;
	assert_non_null(null);
	for (size_t i = 0; i < CASE_COUNT; i++) {
		struct blob frame = from_hex(cases[i].hex);

		for (size_t len = 0; len <= frame.len; len++) {
			read_by_all(frame.data, len, len, null);
			read_by_all(frame.data, len, frame.len, null);
		}
		blob_release(&frame);
	}
	fclose(null);
}

/* xorshift: the same numbers in every run. */
static uint32_t
next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

/* Random bytes alone would hardly ever get beyond the EtherType. */
static void
test_random_bytes(void **state)
{
	FILE *null = fopen("/dev/null", "w");
	uint32_t seed = 20260101;

	(void)state;
	assert_non_null(null);
	for (int round = 0; round < 4000; round++) {
		size_t which = next_random(&seed) % CASE_COUNT;
		struct blob frame = from_hex(cases[which].hex);
		size_t changes = next_random(&seed) % (2 * frame.len);

		for (size_t i = 0; i < changes; i++) {
			size_t at = next_random(&seed) % frame.len;

			/* Mostly behind the EtherType. */
			if (at >= ETHERNET_LEN || round % 16 == 0)
				frame.data[at] = (uint8_t)next_random(&seed);
		}
		read_by_all(frame.data, frame.len, frame.len, null);
		read_by_all(frame.data, frame.len, frame.len + 100, null);
		blob_release(&frame);
	}
	fclose(null);
}

static void
test_values(void **state)
{
	struct blob frame = from_hex(HEX_UDP "0000");
	struct packet packet;
	const uint8_t *data;
	size_t len;

	(void)state;
	assert_int_equal(decode_frame(frame.data, frame.len, &packet), 0);
	assert_int_equal(packet.len, frame.len - 2);
	assert_int_equal(packet_get(&packet, LAYER_UDP, "source port"), 5000);
	assert_int_equal(packet_get(&packet, LAYER_IPV4, "TTL"), 123);
	assert_int_equal(packet_get(&packet, LAYER_TCP, "source port"), 0);
	assert_int_equal(packet_get(&packet, LAYER_UDP, "no such field"), 0);
	assert_null(packet_layer(&packet, LAYER_TCP));
	data = packet_data(&packet, &len);
	assert_int_equal(len, 3);
	assert_memory_equal(data, "abc", 3);
	blob_release(&frame);
}

static void
test_options_are_no_data(void **state)
{
	struct blob frame = from_hex(HEX_OPTIONS);
	struct packet packet;
	const uint8_t *data;
	size_t len;

	(void)state;
	frame_finish(&frame);
	assert_int_equal(decode_frame(frame.data, frame.len, &packet), 0);
	assert_int_equal(packet_layer(&packet, LAYER_TCP)->len, 28);
	data = packet_data(&packet, &len);
	assert_int_equal(len, 2);
	assert_memory_equal(data, "hi", 2);
	blob_release(&frame);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layers_and_faults),
		cmocka_unit_test(test_truncated_twins),
		cmocka_unit_test(test_random_bytes),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_options_are_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
