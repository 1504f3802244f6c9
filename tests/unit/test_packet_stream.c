/* Unit tests of grader/packet/stream. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "packet/stream.h"
#include "packet_frames.h"

enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };
enum { TO_CLIENT, TO_SERVER };

/* One segment of a script; at counts from the direction's first byte. */
struct line {
	bool to_server;
	unsigned flags;
	int at;
	const char *data;
};

/* Both initial sequence numbers are near 2^32, so that every script wraps. */
static const uint32_t client_isn = 0xfffffffd, server_isn = 0xffffffff;

static struct frame *
add_segment(struct capture *capture, const struct line *line)
{
	uint32_t isn = line->to_server ? client_isn : server_isn;
	uint32_t other = line->to_server ? server_isn : client_isn;
	uint32_t first = line->flags & SYN ? isn : isn + 1;
	const char *data = line->data == NULL ? "" : line->data;

	return capture_take(capture,
	    tcp_frame(line->to_server, line->flags, first + (uint32_t)line->at,
		other + 1, data, strlen(data)));
}

static void
add_handshake(struct capture *capture)
{
	static const struct line handshake[] = {
		{ TO_SERVER, SYN, 0, NULL },
		{ TO_CLIENT, SYN | ACK, 0, NULL },
		{ TO_SERVER, ACK, 0, NULL },
	};

	for (size_t i = 0; i < 3; i++)
		add_segment(capture, &handshake[i]);
}

static bool
holds(const struct stream *stream, const char *text)
{
	size_t len = strlen(text);

	return stream->bytes.len == len &&
	    (len == 0 || memcmp(stream->bytes.data, text, len) == 0);
}

/* What is sent after the handshake, and what becomes of it. */
static const struct script {
	const char *why;
	struct line lines[6];
	const char *to_server, *to_client;
	size_t segments; /* to the server */
	bool gap;
} scripts[] = {
	{ "one line and an answer",
	    { { TO_SERVER, ACK, 0, "hello\n" }, { TO_CLIENT, ACK, 0, "hi" },
		{ TO_CLIENT, ACK | FIN, 2, "!" },
		{ TO_SERVER, ACK | FIN, 6, NULL },
		{ TO_CLIENT, ACK, 4, NULL } },
	    "hello\n", "hi!", 1, false },
	{ "sent twice",
	    { { TO_SERVER, ACK, 0, "hello" }, { TO_SERVER, ACK, 0, "hello" },
		{ TO_SERVER, ACK, 5, "!" } },
	    "hello!", "", 3, false },
	{ "sent again with more",
	    { { TO_SERVER, ACK, 0, "hel" }, { TO_SERVER, ACK, 0, "hello" } },
	    "hello", "", 2, false },
	{ "overlapping",
	    { { TO_SERVER, ACK, 0, "hello" },
		{ TO_SERVER, ACK, 3, "lo, wire" } },
	    "hello, wire", "", 2, false },
	{ "out of order",
	    { { TO_SERVER, ACK, 4, "wire" }, { TO_SERVER, ACK, 2, ", " },
		{ TO_SERVER, ACK, 0, "hi" } },
	    "hi, wire", "", 3, false },
	{ "the end before its data",
	    { { TO_SERVER, ACK | FIN, 2, NULL }, { TO_SERVER, ACK, 0, "hi" } },
	    "hi", "", 1, false },
	{ "a keep-alive of one old byte",
	    { { TO_SERVER, ACK, 0, "hi" }, { TO_SERVER, ACK, 1, "?" },
		{ TO_SERVER, ACK, -1, "?" } },
	    "hi", "", 3, false },
	{ "a hole in the middle",
	    { { TO_SERVER, ACK, 0, "hi" }, { TO_SERVER, ACK, 3, "wire" } },
	    "hi", "", 2, true },
	{ "a hole before the end",
	    { { TO_SERVER, ACK, 0, "hi" }, { TO_SERVER, ACK | FIN, 4, NULL } },
	    "hi", "", 1, true },
	{ "data on the SYN comes again",
	    { { TO_SERVER, SYN, 0, "hi" }, { TO_SERVER, ACK, 0, "hi" } }, "hi",
	    "", 2, false },
	{ "what a reset carries is no data", { { TO_SERVER, RST, 0, "sorry" } },
	    "", "", 0, false },
};

static void
check_script(const struct script *script)
{
	const struct line *line = script->lines;
	struct conversations found;
	struct capture capture = { 0 };
	const struct stream *to_server;

	add_handshake(&capture);
	for (; line->flags != 0; line++)
		add_segment(&capture, line);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 1);
	assert_true(found.items[0].established);
	assert_false(found.items[0].refused);
	to_server = &found.items[0].to_server;
	if (!holds(to_server, script->to_server) ||
	    !holds(&found.items[0].to_client, script->to_client) ||
	    to_server->segments != script->segments ||
	    to_server->gap != script->gap)
		fail_msg("%s: %zu bytes in %zu segments", script->why,
		    to_server->bytes.len, to_server->segments);
	streams_release(&found);
	capture_release(&capture);
}

static void
test_scripts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		check_script(&scripts[i]);
}

/* What the client sends again, or later, was not heard twice, or before. */
static void
test_heard(void **state)
{
	static const struct line lines[] = {
		{ TO_SERVER, ACK, 0, "hel" },
		{ TO_SERVER, ACK, 0, "hel" },
		{ TO_CLIENT, ACK, 0, NULL },
		{ TO_CLIENT, ACK, 0, "h" },
		{ TO_SERVER, ACK, 3, "lo\n" },
		{ TO_CLIENT, ACK, 1, "i" },
	};
	struct conversations found;
	struct capture capture = { .count = 0 };

	(void)state;
	add_handshake(&capture);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		add_segment(&capture, &lines[i]);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.items[0].to_client.heard, 3);
	assert_int_equal(found.items[0].to_server.heard, 0);
	assert_int_equal(found.items[0].to_client.segments, 2);
	streams_release(&found);
	capture_release(&capture);
}

static void
test_ends_and_names(void **state)
{
	static const struct line fin = { TO_SERVER, ACK | FIN, 0, NULL };
	static const struct line rst = { TO_CLIENT, RST, 0, NULL };
	static const uint8_t localhost[4] = { 127, 0, 0, 1 };
	struct conversations found;
	struct capture capture = { 0 };
	const struct conversation *conversation;

	(void)state;
	add_handshake(&capture);
	add_segment(&capture, &fin);
	add_segment(&capture, &rst);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 1);
	conversation = &found.items[0];
	assert_memory_equal(conversation->client_address, localhost, 4);
	assert_memory_equal(conversation->server_address, localhost, 4);
	assert_int_equal(conversation->client_port, 40000);
	assert_int_equal(conversation->server_port, 7777);
	assert_int_equal(conversation->to_server.first_sequence, client_isn);
	assert_int_equal(conversation->to_client.first_sequence, server_isn);
	assert_true(conversation->to_server.fin);
	assert_false(conversation->to_client.fin);
	assert_false(conversation->to_server.reset);
	assert_true(conversation->to_client.reset);
	streams_release(&found);
	capture_release(&capture);
}

static void
test_refused(void **state)
{
	static const struct line lines[] = {
		{ TO_SERVER, SYN, 0, "data" },
		{ TO_CLIENT, RST | ACK, 0, NULL },
	};
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	add_segment(&capture, &lines[0]);
	add_segment(&capture, &lines[1]);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 1);
	assert_true(found.items[0].refused);
	assert_false(found.items[0].established);
	assert_true(holds(&found.items[0].to_server, "data"));
	streams_release(&found);
	capture_release(&capture);
}

/* A raw SYN, answered, and reset by the kernel that knows nothing of it. */
static void
test_reset_after_syn_ack_is_not_refused(void **state)
{
	static const struct line lines[] = {
		{ TO_SERVER, SYN, 0, NULL },
		{ TO_CLIENT, SYN | ACK, 0, NULL },
		{ TO_SERVER, RST, 0, NULL },
		{ TO_CLIENT, RST, 0, NULL },
	};
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	for (size_t i = 0; i < 4; i++)
		add_segment(&capture, &lines[i]);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 1);
	assert_false(found.items[0].refused);
	assert_false(found.items[0].established);
	assert_true(found.items[0].to_server.reset);
	streams_release(&found);
	capture_release(&capture);
}

static void
test_port_used_again(void **state)
{
	static const struct line first[] = {
		{ TO_SERVER, ACK | FIN, 0, "one" },
		{ TO_CLIENT, ACK | FIN, 0, NULL },
		{ TO_SERVER, ACK, 4, NULL },
	};
	static const struct line second = { TO_SERVER, ACK, 0, "two" };
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	add_handshake(&capture);
	for (size_t i = 0; i < 3; i++)
		add_segment(&capture, &first[i]);
	add_handshake(&capture);
	add_segment(&capture, &second);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 2);
	assert_true(holds(&found.items[0].to_server, "one"));
	assert_true(holds(&found.items[1].to_server, "two"));
	assert_false(found.items[0].to_server.gap);
	assert_true(found.items[0].to_server.fin);
	assert_false(found.items[1].to_server.fin);
	streams_release(&found);
	capture_release(&capture);
}

/* A repeated SYN is the same conversation; one with another number is not. */
static void
test_second_syn(void **state)
{
	static const struct line syn = { TO_SERVER, SYN, 0, NULL };
	static const struct line other = { TO_SERVER, SYN, 1000, NULL };
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	add_segment(&capture, &syn);
	add_segment(&capture, &syn);
	add_segment(&capture, &other);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 2);
	assert_int_equal(found.items[0].to_server.first_sequence, client_isn);
	assert_int_equal(
	    found.items[1].to_server.first_sequence, client_isn + 1000);
	streams_release(&found);
	capture_release(&capture);
}

static void
test_conversations_side_by_side(void **state)
{
	enum { CLIENTS = 300 };
	static const struct line syn = { TO_SERVER, SYN, 0, NULL };
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	for (unsigned round = 0; round < 2 * CLIENTS; round++) {
		struct blob frame = tcp_frame(true, round < CLIENTS ? SYN : ACK,
		    client_isn + (round >= CLIENTS), 0, "x", round >= CLIENTS);

		frame_set(
		    &frame, LAYER_TCP, "source port", 50000 + round % CLIENTS);
		capture_take(&capture, frame);
	}
	add_segment(&capture, &syn);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, CLIENTS + 1);
	for (unsigned i = 0; i < CLIENTS; i++) {
		assert_int_equal(found.items[i].client_port, 50000 + i);
		assert_true(holds(&found.items[i].to_server, "x"));
	}
	streams_release(&found);
	capture_release(&capture);
}

/* A ring keeps only the beginning of each frame: missing, but no fault. */
static void
test_cut_frames(void **state)
{
	static const struct line lines[] = {
		{ TO_SERVER, ACK, 0, "hello, " },
		{ TO_SERVER, ACK, 7, "wire" },
		{ TO_SERVER, ACK | FIN, 11, NULL },
	};
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	add_handshake(&capture);
	for (size_t i = 0; i < 3; i++)
		add_segment(&capture, &lines[i]);
	capture.frames[3].len -= 3;
	streams_collect(&capture, &found);
	assert_true(holds(&found.items[0].to_server, "hell"));
	assert_true(found.items[0].to_server.gap);
	assert_true(found.items[0].to_server.fin);
	assert_int_equal(found.items[0].to_server.segments, 2);
	streams_release(&found);
	/* It comes again, whole. */
	add_segment(&capture, &lines[0]);
	streams_collect(&capture, &found);
	assert_true(holds(&found.items[0].to_server, "hello, wire"));
	assert_false(found.items[0].to_server.gap);
	streams_release(&found);
	/* Short without having been cut: malformed, so not counted. */
	capture.frames[3].wire_len = capture.frames[3].len;
	capture.count--;
	streams_collect(&capture, &found);
	assert_true(holds(&found.items[0].to_server, ""));
	assert_int_equal(found.items[0].to_server.segments, 1);
	streams_release(&found);
	capture.count++;
	capture_release(&capture);
}

static void
test_wild_sequence_numbers_cost_nothing(void **state)
{
	static const struct line far = { TO_SERVER, ACK, 0x7ffffff0, "far" };
	static const struct line near = { TO_SERVER, ACK, 0, "near" };
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	add_handshake(&capture);
	add_segment(&capture, &far);
	add_segment(&capture, &near);
	streams_collect(&capture, &found);
	assert_true(holds(&found.items[0].to_server, "near"));
	assert_true(found.items[0].to_server.gap);
	streams_release(&found);
	capture_release(&capture);
}

static void
test_other_frames_are_passed_over(void **state)
{
	static const struct line ack = { TO_SERVER, ACK, 0, "no SYN" };
	struct conversations found;
	struct capture capture = { 0 };

	(void)state;
	capture_take(&capture, from_hex(HEX_UDP));
	capture_take(&capture, from_hex(HEX_ARP));
	capture_take(&capture, from_hex("00"));
	add_segment(&capture, &ack);
	streams_collect(&capture, &found);
	assert_int_equal(found.count, 0);
	streams_release(&found);
	capture_release(&capture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_heard),
		cmocka_unit_test(test_ends_and_names),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_reset_after_syn_ack_is_not_refused),
		cmocka_unit_test(test_port_used_again),
		cmocka_unit_test(test_second_syn),
		cmocka_unit_test(test_conversations_side_by_side),
		cmocka_unit_test(test_cut_frames),
		cmocka_unit_test(test_wild_sequence_numbers_cost_nothing),
		cmocka_unit_test(test_other_frames_are_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
