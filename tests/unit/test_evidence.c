/* Unit tests of grader/model/evidence and its JSON. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "evidence_sample.h"

static void
assert_same_runs(const struct run *a, const struct run *b)
{
	assert_int_equal(a->argv.count, b->argv.count);
	for (size_t i = 0; i < a->argv.count; i++)
		assert_string_equal(a->argv.items[i], b->argv.items[i]);
	assert_int_equal(a->end, b->end);
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->out_cut, b->out_cut);
	assert_int_equal(a->err_cut, b->err_cut);
	assert_int_equal(a->outlived, b->outlived);
	assert_true(blob_equal(&a->tool_log, &b->tool_log));
	assert_int_equal(a->tool_log_garbled, b->tool_log_garbled);
	assert_true(a->begin_ns == b->begin_ns && a->end_ns == b->end_ns);
}

static void
assert_same_steps(const struct evidence *a, const struct evidence *b)
{
	assert_int_equal(a->step_count, b->step_count);
	for (size_t i = 0; i < a->step_count; i++) {
		assert_string_equal(a->steps[i].text, b->steps[i].text);
		assert_int_equal(a->steps[i].done, b->steps[i].done);
		assert_true(a->steps[i].time_ns == b->steps[i].time_ns);
	}
	assert_int_equal(a->stop, b->stop);
	assert_int_equal(a->stop_step, b->stop_step);
	assert_int_equal(a->stop_kind, b->stop_kind);
}

static void
assert_same_datagrams(const struct peer_log *a, const struct peer_log *b)
{
	assert_int_equal(a->datagram_count, b->datagram_count);
	for (size_t i = 0; i < a->datagram_count; i++) {
		const struct datagram *left = &a->datagrams[i];
		const struct datagram *right = &b->datagrams[i];

		assert_true(blob_equal(&left->bytes, &right->bytes));
		assert_string_equal(left->from, right->from);
		assert_int_equal(left->from_port, right->from_port);
	}
}

static void
assert_same_peers(const struct evidence *a, const struct evidence *b)
{
	assert_int_equal(a->peer_count, b->peer_count);
	for (size_t i = 0; i < a->peer_count; i++) {
		const struct peer_log *left = &a->peers[i];
		const struct peer_log *right = &b->peers[i];

		assert_int_equal(left->connected, right->connected);
		assert_true(blob_equal(&left->received, &right->received));
		assert_int_equal(left->end, right->end);
		assert_string_equal(left->address, right->address);
		assert_int_equal(left->port, right->port);
		assert_same_datagrams(left, right);
	}
}

static void
test_there_and_back(void **state)
{
	struct evidence a, b;
	char err[ERR_LEN] = "";
	char *text;

	(void)state;
	sample_fill(&a);
	text = evidence_to_json(&a);
	assert_int_equal(evidence_from_json(text, &b, err), 0);
	assert_string_equal(a.slug, b.slug);
	assert_string_equal(a.case_id, b.case_id);
	assert_true(a.seed == b.seed);
	assert_true(b.played);
	assert_string_equal(a.trouble, b.trouble);
	assert_string_equal(b.skipped, "");
	assert_null(b.level);
	assert_same_steps(&a, &b);
	assert_int_equal(b.run_count, 2);
	assert_same_runs(&a.runs[0], &b.runs[0]);
	assert_same_runs(&a.runs[1], &b.runs[1]);
	assert_string_equal(a.runs[0].blocked, b.runs[0].blocked);
	assert_null(b.runs[1].blocked);
	assert_int_equal(b.capture_count, 2);
	assert_string_equal(b.captures[0].link, "lo");
	assert_true(b.captures[0].dropped == SIZE_MAX);
	assert_string_equal(b.captures[1].link, "a link of fifte");
	assert_same_peers(&a, &b);
	assert_int_equal(b.handed_count, 1);
	assert_string_equal(b.handed[0].call, "sendto");
	assert_true(blob_equal(&a.handed[0].bytes, &b.handed[0].bytes));
	assert_memory_equal(&a.counters, &b.counters, sizeof(a.counters));
	free(text);
	evidence_release(&a);
	evidence_release(&b);
}

static void
test_files_beside_it_are_left_out(void **state)
{
	struct evidence evidence;
	char err[ERR_LEN] = "";
	char *text = sample_document();

	(void)state;
	assert_int_equal(evidence_from_json(text, &evidence, err), 0);
	assert_int_equal(evidence.runs[0].out.len, 0);
	assert_int_equal(evidence.runs[0].err.len, 0);
	assert_int_equal(evidence.captures[0].count, 0);
	free(text);
	evidence_release(&evidence);
}

/* Of one evidence there is one document, of plain ASCII. */
static void
test_document(void **state)
{
	struct evidence evidence;
	char err[ERR_LEN] = "";
	char *first = sample_document(), *second;

	(void)state;
	for (const char *p = first; *p != '\0'; p++)
		assert_true(*p == '\n' || (*p >= 0x20 && *p <= 0x7e));
	assert_int_equal(first[strlen(first) - 1], '\n');
	assert_non_null(strstr(first, "\"seed\": \"18446744073709551615\""));
	assert_non_null(strstr(first, "\"time_ns\": \"9007199254740993\""));
	assert_non_null(strstr(first, "\"end\": \"hung\""));
	assert_int_equal(evidence_from_json(first, &evidence, err), 0);
	second = evidence_to_json(&evidence);
	assert_string_equal(first, second);
	free(first);
	free(second);
	evidence_release(&evidence);
}

static void
test_empty_evidence(void **state)
{
	struct evidence empty = { 0 }, back;
	char err[ERR_LEN] = "";
	char *text = evidence_to_json(&empty);

	(void)state;
	assert_int_equal(evidence_from_json(text, &back, err), 0);
	assert_string_equal(back.slug, "");
	assert_string_equal(back.case_id, "");
	assert_false(back.played);
	assert_null(back.trouble);
	assert_int_equal(back.stop_step, -1);
	assert_int_equal(back.run_count, 0);
	free(text);
	evidence_release(&back);
	evidence_release(&empty);
}

static void
test_every_word(void **state)
{
	struct evidence evidence, back;
	char err[ERR_LEN] = "";

	(void)state;
	sample_fill(&evidence);
	for (int i = 0; i <= STEP_PAUSE; i++) {
		char *text;

		evidence.runs[0].end = (enum end)(i % (END_STOPPED + 1));
		evidence.peers[0].end = (enum peer_end)(i % (PEER_RESET + 1));
		evidence.stop = (enum stop)(i % STOP_OVERTIME + 1);
		evidence.stop_kind = (enum step_kind)i;
		text = evidence_to_json(&evidence);
		assert_int_equal(evidence_from_json(text, &back, err), 0);
		assert_int_equal(back.runs[0].end, evidence.runs[0].end);
		assert_same_steps(&evidence, &back);
		assert_same_peers(&evidence, &back);
		free(text);
		evidence_release(&back);
	}
	evidence_release(&evidence);
}

static void
test_stops_nowhere_unless_stopped(void **state)
{
	struct evidence evidence, back;
	char err[ERR_LEN] = "";
	char *text;

	(void)state;
	sample_fill(&evidence);
	evidence.stop = STOP_NOT;
	evidence.stop_step = 1000;
	text = evidence_to_json(&evidence);
	assert_int_equal(evidence_from_json(text, &back, err), 0);
	assert_int_equal(back.stop_step, -1);
	free(text);
	evidence_release(&evidence);
	evidence_release(&back);
}

static void
test_capture_copies_frames(void **state)
{
	struct evidence evidence = { 0 };
	struct capture *capture = evidence_add_capture(&evidence, "lo");
	uint8_t data[] = "abc";

	(void)state;
	for (int i = 0; i < 100; i++) {
		struct frame *frame = capture_add(capture, data, 3);

		data[0]++;
		assert_int_equal(frame->len, 3);
		assert_int_equal(frame->wire_len, 3);
		assert_false(frame->partial_checksum);
	}
	assert_non_null(capture_add(capture, NULL, 0)->data);
	assert_int_equal(capture->count, 101);
	assert_memory_equal(capture->frames[0].data, "abc", 3);
	assert_memory_equal(capture->frames[9].data, "jbc", 3);
	capture_release(capture);
	assert_int_equal(capture->count, 0);
	evidence_release(&evidence);
	assert_int_equal(evidence.capture_count, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_there_and_back),
		cmocka_unit_test(test_files_beside_it_are_left_out),
		cmocka_unit_test(test_document),
		cmocka_unit_test(test_empty_evidence),
		cmocka_unit_test(test_every_word),
		cmocka_unit_test(test_stops_nowhere_unless_stopped),
		cmocka_unit_test(test_capture_copies_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
