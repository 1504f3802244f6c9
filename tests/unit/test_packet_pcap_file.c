/* Unit tests of grader/packet/pcap_file. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "packet/pcap_file.h"
#include "packet_frames.h"

enum { FILE_HEADER_LEN = 24, FRAME_HEADER_LEN = 16 };

static void
fill(struct capture *capture)
{
	struct frame *frame = capture_take(capture, from_hex(HEX_SYN));

	frame->time_ns = UINT64_C(1700000000123456789);
	frame = capture_take(capture, from_hex(HEX_UDP));
	frame->time_ns = UINT64_C(1700000001000000001);
	frame->len -= 2;
}

static void
assert_same_frames(const struct capture *a, const struct capture *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		assert_int_equal(a->frames[i].len, b->frames[i].len);
		assert_int_equal(a->frames[i].wire_len, b->frames[i].wire_len);
		assert_true(a->frames[i].time_ns == b->frames[i].time_ns);
		assert_memory_equal(
		    a->frames[i].data, b->frames[i].data, a->frames[i].len);
	}
}

static void
test_there_and_back(void **state)
{
	struct capture written = { 0 }, read = { 0 };
	char error[ERR_LEN];
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fill(&written);
	assert_int_equal(pcap_file_write(file, &written, error), 0);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), 0);
	assert_same_frames(&written, &read);
	assert_int_equal(read.dropped, 0);
	/* The stream is still ours. */
	assert_int_equal(fclose(file), 0);
	capture_release(&written);
	capture_release(&read);
}

static void
test_largest_frame_of_lo(void **state)
{
	enum { LEN = 65536 + 14 };
	static uint8_t bytes[LEN];
	struct capture written = { 0 }, read = { 0 };
	char error[ERR_LEN];
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	memset(bytes, 0xa5, sizeof(bytes));
	capture_add(&written, bytes, sizeof(bytes));
	assert_int_equal(pcap_file_write(file, &written, error), 0);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), 0);
	assert_same_frames(&written, &read);
	fclose(file);
	capture_release(&written);
	capture_release(&read);
}

static void
test_unfinished_checksum_is_finished(void **state)
{
	struct capture written = { 0 }, read = { 0 };
	struct blob frame = from_hex(HEX_SYN);
	char error[ERR_LEN];
	FILE *file = tmpfile();
	struct packet packet;

	(void)state;
	assert_non_null(file);
	frame_set(&frame, LAYER_TCP, "checksum", 0xfe30);
	capture_take(&written, frame)->partial_checksum = true;
	assert_int_equal(pcap_file_write(file, &written, error), 0);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), 0);
	assert_int_equal(read.count, 1);
	decode_frame(read.frames[0].data, read.frames[0].len, &packet);
	assert_int_equal(packet_get(&packet, LAYER_TCP, "checksum"), 0xfc4c);
	/* What was captured stays as it was. */
	decode_frame(written.frames[0].data, written.frames[0].len, &packet);
	assert_int_equal(packet_get(&packet, LAYER_TCP, "checksum"), 0xfe30);
	fclose(file);
	capture_release(&written);
	capture_release(&read);
}

static void
test_no_frames(void **state)
{
	struct capture written = { 0 }, read = { 0 };
	char error[ERR_LEN];
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	assert_int_equal(pcap_file_write(file, &written, error), 0);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), 0);
	assert_int_equal(read.count, 0);
	fclose(file);
	capture_release(&read);
}

static void
test_no_room_is_told(void **state)
{
	struct capture capture = { 0 };
	char error[ERR_LEN] = "";
	FILE *full = fopen("/dev/full", "w");

	(void)state;
	assert_non_null(full);
	fill(&capture);
	assert_int_equal(pcap_file_write(full, &capture, error), -1);
	assert_non_null(strstr(error, "capture file: "));
	fclose(full);
	capture_release(&capture);
}

/* A copy of the first len bytes of file. */
static FILE *
beginning_of(FILE *file, size_t len)
{
	FILE *copy = tmpfile();
	char bytes[1024];

	assert_non_null(copy);
	assert_in_range(len, 0, sizeof(bytes));
	rewind(file);
	assert_int_equal(fread(bytes, 1, len, file), len);
	assert_int_equal(fwrite(bytes, 1, len, copy), len);
	rewind(copy);
	return copy;
}

/* A file is whole or an error, except where it ends between two frames. */
static void
test_truncated_files(void **state)
{
	struct capture written = { 0 };
	char error[ERR_LEN];
	FILE *file = tmpfile();
	size_t first_end, len;

	(void)state;
	assert_non_null(file);
	fill(&written);
	assert_int_equal(pcap_file_write(file, &written, error), 0);
	first_end = FILE_HEADER_LEN + FRAME_HEADER_LEN + written.frames[0].len;
	len = first_end + FRAME_HEADER_LEN + written.frames[1].len;
	for (size_t cut = 0; cut <= len; cut++) {
		bool whole =
		    cut == FILE_HEADER_LEN || cut == first_end || cut == len;
		FILE *copy = beginning_of(file, cut);
		struct capture read = { 0 };

		error[0] = '\0';
		assert_int_equal(
		    pcap_file_read(copy, &read, error), whole ? 0 : -1);
		assert_int_equal(error[0] == '\0', whole);
		assert_int_equal(read.count, (cut >= first_end) + (cut >= len));
		capture_release(&read);
		fclose(copy);
	}
	fclose(file);
	capture_release(&written);
}

static void
test_not_a_capture(void **state)
{
	static const char text[] = "This is no capture but a letter.";
	/* LINKTYPE_RAW, 101, little-endian */
	static const uint8_t raw[FILE_HEADER_LEN] = { 0xd4, 0xc3, 0xb2, 0xa1, 2,
		0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0 };
	struct capture read = { 0 };
	char error[ERR_LEN] = "";
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fwrite(text, 1, sizeof(text), file);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), -1);
	rewind(file);
	fwrite(raw, 1, sizeof(raw), file);
	fflush(file);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), -1);
	assert_non_null(strstr(error, "not Ethernet"));
	assert_int_equal(read.count, 0);
	fclose(file);
}

/* Older files count microseconds. */
static void
test_microseconds(void **state)
{
	static const uint8_t bytes[] = { 0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0,
		0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0, /* one frame */
		2, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0, 60, 0, 0, 0, 0xaa };
	struct capture read = { 0 };
	char error[ERR_LEN] = "";
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fwrite(bytes, 1, sizeof(bytes), file);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), 0);
	assert_int_equal(read.count, 1);
	assert_true(read.frames[0].time_ns == UINT64_C(2000005000));
	assert_int_equal(read.frames[0].len, 1);
	assert_int_equal(read.frames[0].wire_len, 60);
	fclose(file);
	capture_release(&read);
}

/* More than is read at most: the rest is counted, not kept. */
static void
test_limit(void **state)
{
	enum { FRAMES = 1030, LEN = 65536 };
	static uint8_t bytes[LEN];
	struct capture written = { 0 }, read = { 0 };
	struct frame frames[FRAMES];
	char error[ERR_LEN];
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	for (size_t i = 0; i < FRAMES; i++)
		frames[i] = (struct frame){
			.data = bytes, .len = LEN, .wire_len = LEN
		};
	written.frames = frames;
	written.count = FRAMES;
	assert_int_equal(pcap_file_write(file, &written, error), 0);
	rewind(file);
	assert_int_equal(pcap_file_read(file, &read, error), 0);
	assert_int_equal(read.count, (64 << 20) / (LEN + 64));
	assert_int_equal(read.count + read.dropped, FRAMES);
	fclose(file);
	capture_release(&read);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_largest_frame_of_lo),
		cmocka_unit_test(test_unfinished_checksum_is_finished),
		cmocka_unit_test(test_no_frames),
		cmocka_unit_test(test_no_room_is_told),
		cmocka_unit_test(test_truncated_files),
		cmocka_unit_test(test_not_a_capture),
		cmocka_unit_test(test_microseconds),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
