/* One UDP datagram read from a frame, and its ports in a canonical capture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "guard_page.h"
#include "model/lab_facts.h"
#include "packet/canonical.h"
#include "packet/datagram.h"
#include "packet_frames.h"

static void
a_datagram_is_read(void **state)
{
	static const uint8_t home[4] = { 127, 0, 0, 1 };
	struct blob bytes = from_hex(HEX_UDP);
	struct frame frame = { .data = bytes.data, .len = bytes.len };
	struct wire_datagram datagram;

	(void)state;
	assert_int_equal(datagram_read(&frame, &datagram), 0);
	assert_memory_equal(datagram.source, home, 4);
	assert_memory_equal(datagram.destination, home, 4);
	assert_int_equal(datagram.source_port, 5000);
	assert_int_equal(datagram.destination_port, 5555);
	assert_int_equal(datagram.len, 3);
	assert_memory_equal(datagram.data, "abc", 3);
	blob_release(&bytes);
}

static void
anything_else_is_refused(void **state)
{
	static const char *const others[] = { HEX_SYN, HEX_ICMP, HEX_PROBE,
		HEX_ARP };
	struct blob bytes;
	struct frame frame = { NULL, 0, 0, 0, false };
	struct guard_page guard;
	struct wire_datagram datagram;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		bytes = from_hex(others[i]);
		frame.data = bytes.data;
		frame.len = bytes.len;
		assert_int_equal(datagram_read(&frame, &datagram), -1);
		blob_release(&bytes);
	}
	/* a datagram that is cut, wherever it is */
	bytes = from_hex(HEX_UDP);
	for (i = 0; i < bytes.len; i++) {
		guard_page_init(&guard, bytes.data, i);
		frame.data = guard.data;
		frame.len = i;
		assert_int_equal(datagram_read(&frame, &datagram), -1);
		guard_page_release(&guard);
	}
	blob_release(&bytes);
}

static void
add_frame(struct capture *capture, uint16_t from, uint16_t to)
{
	struct blob frame = from_hex(HEX_UDP);

	frame_set(&frame, LAYER_IPV4, "TTL", LAB_TTL);
	frame_set(&frame, LAYER_UDP, "source port", from);
	frame_set(&frame, LAYER_UDP, "destination port", to);
	frame_finish(&frame);
	capture_add(capture, frame.data, frame.len);
	blob_release(&frame);
}

/* Ports that the kernel chose are counted up; others stay. */
static void
chosen_ports_become_canonical(void **state)
{
	static const uint16_t ports[][4] = { { 45678, 7777, 49152, 7777 },
		{ 7777, 45678, 7777, 49152 }, { 60000, 7777, 49153, 7777 },
		{ 20001, 7777, 20001, 7777 } };
	struct capture capture = { .link = "lo" };
	struct wire_datagram datagram;
	struct packet packet;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		add_frame(&capture, ports[i][0], ports[i][1]);
	canonical_capture(&capture);
	assert_int_equal(capture.count, 4);
	for (i = 0; i < 4; i++) {
		assert_int_equal(
		    datagram_read(&capture.frames[i], &datagram), 0);
		assert_int_equal(datagram.source_port, ports[i][2]);
		assert_int_equal(datagram.destination_port, ports[i][3]);
		decode_frame(
		    capture.frames[i].data, capture.frames[i].len, &packet);
		assert_int_equal(
		    packet_get(&packet, LAYER_IPV4, "identification"), 0);
	}
	capture_release(&capture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_datagram_is_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(chosen_ports_become_canonical),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
