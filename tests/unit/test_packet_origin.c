/* Unit tests of grader/packet/origin. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/lab_facts.h"
#include "packet/origin.h"
#include "packet_frames.h"

enum { SYN = 2, RST = 4, ACK = 16 };

static void
add(struct capture *capture, bool to_server, unsigned flags, unsigned ttl)
{
	struct blob frame = tcp_frame(to_server, flags, 1000, 0, NULL, 0);

	frame_set(&frame, LAYER_IPV4, "TTL", ttl);
	frame_finish(&frame);
	capture_take(capture, frame);
}

static void
test_syn_and_what_the_kernel_makes_of_it(void **state)
{
	struct capture capture = { 0 };

	(void)state;
	add(&capture, true, SYN, 64);
	add(&capture, false, SYN | ACK, LAB_TTL);
	add(&capture, true, RST, LAB_TTL);
	assert_false(frame_is_kernel_answer(&capture, 0));
	assert_true(frame_is_kernel_answer(&capture, 1));
	assert_true(frame_is_kernel_answer(&capture, 2));
	capture_release(&capture);
}

static void
test_closed_port(void **state)
{
	struct capture capture = { 0 };

	(void)state;
	add(&capture, true, SYN, 64);
	add(&capture, false, RST | ACK, LAB_TTL);
	assert_true(frame_is_kernel_answer(&capture, 1));
	capture_release(&capture);
}

/* A program that leaves its header to the kernel, and sends twice. */
static void
test_header_built_by_the_kernel(void **state)
{
	struct capture capture = { 0 };

	(void)state;
	add(&capture, true, SYN, LAB_TTL);
	add(&capture, false, SYN | ACK, LAB_TTL);
	add(&capture, true, RST, LAB_TTL);
	add(&capture, true, SYN, LAB_TTL);
	assert_false(frame_is_kernel_answer(&capture, 0));
	assert_true(frame_is_kernel_answer(&capture, 1));
	assert_true(frame_is_kernel_answer(&capture, 2));
	assert_false(frame_is_kernel_answer(&capture, 3));
	capture_release(&capture);
}

static void
test_not_an_answer(void **state)
{
	struct capture capture = { 0 };
	struct blob frame;

	(void)state;
	add(&capture, false, SYN | ACK, LAB_TTL); /* to nothing */
	add(&capture, false, RST | ACK, LAB_TTL); /* the same way */
	add(&capture, true, RST, 64);		  /* another's TTL */
	frame = tcp_frame(true, RST, 1, 0, NULL, 0);
	frame_set(&frame, LAYER_IPV4, "TTL", LAB_TTL);
	frame_set(&frame, LAYER_TCP, "source port", 40001);
	capture_take(&capture, frame);
	for (size_t i = 0; i < capture.count; i++)
		assert_false(frame_is_kernel_answer(&capture, i));
	capture_release(&capture);
}

/* An ICMP message of that type with len bytes of quoted's packet. */
static void
add_icmp(struct capture *capture, unsigned type, const char *quoted, size_t len)
{
	struct blob frame = from_hex(HEX_ICMP);
	struct blob original = from_hex(quoted);

	frame_set(&frame, LAYER_IPV4, "TTL", LAB_TTL);
	frame_set(&frame, LAYER_ICMP, "type", type);
	frame_set_data(&frame, original.data + ETHERNET_LEN, len);
	frame_finish(&frame);
	capture_take(capture, frame);
	blob_release(&original);
}

static void
test_icmp_error(void **state)
{
	struct capture capture = { 0 };

	(void)state;
	capture_take(&capture, from_hex(HEX_PROBE));
	capture_take(&capture, from_hex(HEX_UDP));
	add_icmp(&capture, 3, HEX_PROBE, 34);
	add_icmp(&capture, 3, HEX_UDP, 28);
	add_icmp(&capture, 3, HEX_SYN, 28);   /* never sent */
	add_icmp(&capture, 8, HEX_PROBE, 34); /* an echo request */
	add_icmp(&capture, 3, HEX_PROBE, 20); /* too little to tell */
	assert_true(frame_is_kernel_answer(&capture, 2));
	assert_true(frame_is_kernel_answer(&capture, 3));
	assert_false(frame_is_kernel_answer(&capture, 4));
	assert_false(frame_is_kernel_answer(&capture, 5));
	assert_false(frame_is_kernel_answer(&capture, 6));
	capture_release(&capture);
}

/* A packet of less than the quoted ports has nothing more to be compared. */
static void
test_icmp_error_about_an_empty_packet(void **state)
{
	static const char empty[] =
	    HEX_ETHERNET "4500 0014 3039 0000 40fd 4bb2 7f000001 7f000001";
	struct capture capture = { 0 };

	(void)state;
	capture_take(&capture, from_hex(empty));
	add_icmp(&capture, 3, empty, 20);
	assert_true(frame_is_kernel_answer(&capture, 1));
	capture_release(&capture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_syn_and_what_the_kernel_makes_of_it),
		cmocka_unit_test(test_closed_port),
		cmocka_unit_test(test_header_built_by_the_kernel),
		cmocka_unit_test(test_not_an_answer),
		cmocka_unit_test(test_icmp_error),
		cmocka_unit_test(test_icmp_error_about_an_empty_packet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
