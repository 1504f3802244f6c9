/* Unit tests of grader/packet/text. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "packet/text.h"
#include "packet_frames.h"

static char *
line_of(const struct frame *frame)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	text_line(out, frame);
	fclose(out);
	return text;
}

/* The text of the one frame, which is released. */
static char *
text_of(struct capture *capture)
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	text_capture(out, capture);
	fclose(out);
	capture_release(capture);
	return text;
}

static void
test_lines(void **state)
{
	static const struct {
		const char *hex;
		const char *line;
	} cases[] = {
		{ HEX_SYN,
		    "127.0.0.1:40000 > 127.0.0.1:7777 TCP SYN seq 1"
		    " win 64240\n" },
		{ HEX_UDP, "127.0.0.1:5000 > 127.0.0.1:5555 UDP, 3 bytes\n" },
		{ HEX_ICMP,
		    "127.0.0.1 > 127.0.0.1 ICMP type 8 code 0, 4 bytes\n" },
		{ HEX_PROBE,
		    "127.0.0.1 > 127.0.0.1 IPv4 protocol 253, 14 bytes\n" },
		{ HEX_ARP, "Ethernet type 0x0806, 28 bytes\n" },
		{ "00",
		    "a frame of 1 bytes, malformed: Ethernet header:"
		    " 1 of at least 14 bytes are there\n" },
		{ HEX_ETHERNET "4500 001c 0000 0020 4011 0000 7f000001 7f000001"
			       "6162636465666768",
		    "127.0.0.1 > 127.0.0.1 IPv4 protocol 17 fragment at byte"
		    " 256, 8 bytes\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct capture capture = { 0 };
		char *line =
		    line_of(capture_take(&capture, from_hex(cases[i].hex)));

		assert_string_equal(line, cases[i].line);
		free(line);
		capture_release(&capture);
	}
}

static void
test_acknowledgement_and_cut(void **state)
{
	struct capture capture = { 0 };
	struct frame *frame =
	    capture_take(&capture, tcp_frame(false, 0x12, 5, 6, "hello", 5));
	char *line = line_of(frame);

	(void)state;
	assert_string_equal(line,
	    "127.0.0.1:7777 > 127.0.0.1:40000 TCP SYN,ACK seq 5 ack 6"
	    " win 64240, 5 bytes\n");
	free(line);
	frame->len -= 4;
	line = line_of(frame);
	assert_string_equal(line,
	    "127.0.0.1:7777 > 127.0.0.1:40000 TCP SYN,ACK seq 5 ack 6"
	    " win 64240, 1 byte, cut: 55 of 59 bytes kept\n");
	free(line);
	capture_release(&capture);
}

static void
test_whole_text(void **state)
{
	struct capture capture = { 0 };
	char *text;

	(void)state;
	capture_take(&capture, from_hex(HEX_UDP));
	text = text_of(&capture);
	assert_string_equal(text,
	    "Frame 1: 127.0.0.1:5000 > 127.0.0.1:5555 UDP, 3 bytes\n"
	    "  Ethernet\n"
	    "    destination address     00:00:00:00:00:00\n"
	    "    source address          00:00:00:00:00:00\n"
	    "    type                    0x0800\n"
	    "  IPv4\n"
	    "    version                 4\n"
	    "    IHL                     5\n"
	    "    type of service         0x00\n"
	    "    total length            0x001f (31)\n"
	    "    identification          0x006f (111)\n"
	    "    flags                   0x0 no flags\n"
	    "    fragment offset         0x0000 (0)\n"
	    "    TTL                     123\n"
	    "    protocol                17\n"
	    "    header checksum         0x415d right\n"
	    "    source address          127.0.0.1\n"
	    "    destination address     127.0.0.1\n"
	    "  UDP\n"
	    "    source port             0x1388 (5000)\n"
	    "    destination port        0x15b3 (5555)\n"
	    "    length                  0x000b (11)\n"
	    "    checksum                0x1438 right\n"
	    "  data, 3 bytes\n"
	    "    \"abc\"\n"
	    "  bytes\n"
	    "    0000: 00 00 00 00 00 00 00 00  00 00 00 00 08 00 45 00 "
	    "  ..............E.\n"
	    "    0010: 00 1f 00 6f 00 00 7b 11  41 5d 7f 00 00 01 7f 00 "
	    "  ...o..{.A]......\n"
	    "    0020: 00 01 13 88 15 b3 00 0b  14 38 61 62 63          "
	    "  .........8abc\n");
	free(text);
}

/* The text of the UDP vector with another checksum. */
static char *
text_with_checksum(unsigned checksum, bool partial)
{
	struct capture capture = { 0 };
	struct blob frame = from_hex(HEX_UDP);

	frame_set(&frame, LAYER_UDP, "checksum", checksum);
	capture_take(&capture, frame)->partial_checksum = partial;
	return text_of(&capture);
}

static void
test_checksums_are_judged(void **state)
{
	static const struct {
		unsigned checksum;
		bool partial;
		const char *text;
	} cases[] = {
		{ 0x1438, false, "0x1438 right\n" },
		{ 0x1439, false, "0x1439 wrong: 0x1438 would be right\n" },
		{ 0x0000, false, "0x0000 none\n" },
		{ 0xfe1e, true, "0x1438 right\n" },
		{ 0xfe1e, true,
		    "(the kernel left its checksum unfinished;"
		    " it is completed here)\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text =
		    text_with_checksum(cases[i].checksum, cases[i].partial);

		if (strstr(text, cases[i].text) == NULL)
			fail_msg("no \"%s\" in:\n%s", cases[i].text, text);
		free(text);
	}
}

static void
test_options_are_shown(void **state)
{
	struct capture capture = { 0 };
	char *text;

	(void)state;
	capture_take(&capture, from_hex(HEX_OPTIONS));
	text = text_of(&capture);
	assert_non_null(strstr(
	    text, "\n    options                 02 04 ff d7 01 03 03 07\n"));
	free(text);
}

/* Any byte, any number: printable ASCII, at most 80 columns, and stable. */
static void
test_any_bytes_are_safe(void **state)
{
	uint8_t bytes[256];
	struct capture first = { 0 }, second = { 0 };
	struct blob frame;
	char *text, *again;
	size_t column = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(255 - i);
	frame =
	    tcp_frame(true, 0xff, UINT32_MAX, UINT32_MAX, bytes, sizeof(bytes));
	frame_set(&frame, LAYER_IPV4, "source address", 0xfffefdfc);
	frame_set(&frame, LAYER_IPV4, "destination address", 0xfefefefe);
	frame_set(&frame, LAYER_TCP, "data offset", 15);
	capture_add(&first, frame.data, frame.len)->time_ns = 1;
	capture_add(&second, frame.data, frame.len)->time_ns = 2;
	blob_release(&frame);
	text = text_of(&first);
	again = text_of(&second);
	assert_string_equal(text, again);
	for (const char *p = text; *p != '\0'; p++) {
		column = *p == '\n' ? 0 : column + 1;
		assert_in_range(column, 0, 80);
		assert_true(*p == '\n' || (*p >= ' ' && *p <= '~'));
	}
	free(text);
	free(again);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_acknowledgement_and_cut),
		cmocka_unit_test(test_whole_text),
		cmocka_unit_test(test_checksums_are_judged),
		cmocka_unit_test(test_options_are_shown),
		cmocka_unit_test(test_any_bytes_are_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
