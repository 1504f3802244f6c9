/*
 * The judges of 41 on packets made by hand: the right one passes every check,
 * each mistake fails its own check and, where it is known, names its cause.
 */
#include "test_judges.h"

#include "bytes.h"
#include "packet/checksum.h"

enum { IP_AT = 14, DATA_AT = 34 };

/* Where a test spoils the packet of every case; NULL leaves it right. */
typedef void spoil_fn(struct blob *frame, const struct values *values);

static void
fill_checksum(struct blob *frame)
{
	uint8_t *ip = frame->data + IP_AT;

	put_be16(ip + 10, 0);
	put_be16(ip + 10, (uint16_t)~checksum_fold(checksum_add(0, ip, 20)));
}

/* Total length and checksum as the kernel writes them for a raw socket. */
static void
repair(struct blob *frame)
{
	put_be16(frame->data + IP_AT + 2, (uint16_t)(frame->len - IP_AT));
	fill_checksum(frame);
}

static void
right_frame(struct blob *frame, const struct values *values)
{
	static const uint8_t start[DATA_AT] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 8, 0, 0x45, 0, 0, 0, 0x30, 0x39, 0, 0, 64 };
	const struct blob *message = values_get(values, "message");

	blob_add(frame, start, sizeof(start));
	frame->data[IP_AT + 9] = (uint8_t)values_number(values, "proto");
	values_address(values, "src", frame->data + IP_AT + 12);
	values_address(values, "dst", frame->data + IP_AT + 16);
	blob_add(frame, message->data, message->len);
	repair(frame);
}

static void
add_frame(struct evidence *evidence, const struct blob *frame)
{
	capture_add(&evidence->captures[0], frame->data, frame->len);
}

/* Protocol unreachable, which quotes what was sent (RFC 792). */
static void
add_answer(struct evidence *evidence, const struct blob *asked)
{
	static const uint8_t unreachable[8] = { 3, 2 };
	struct blob frame = { NULL, 0 };

	blob_add(&frame, asked->data, DATA_AT);
	frame.data[IP_AT] = 0x45;
	put_be16(frame.data + IP_AT + 6, 0);
	frame.data[IP_AT + 8] = LAB_TTL;
	frame.data[IP_AT + 9] = 1;
	memcpy(frame.data + IP_AT + 12, asked->data + IP_AT + 16, 4);
	memcpy(frame.data + IP_AT + 16, asked->data + IP_AT + 12, 4);
	blob_add(&frame, unreachable, sizeof(unreachable));
	blob_add(&frame, asked->data + IP_AT, asked->len - IP_AT);
	repair(&frame);
	add_frame(evidence, &frame);
	blob_release(&frame);
}

static void
play_packet(struct trial_run *trial, size_t index, spoil_fn *spoil)
{
	struct evidence *evidence = &trial->cases[index];
	struct blob sent = { NULL, 0 };
	struct run *run;

	right_frame(&sent, &trial->values[index]);
	if (spoil != NULL)
		spoil(&sent, &trial->values[index]);
	if (sent.len > 0)
		add_frame(evidence, &sent);
	if (sent.len >= DATA_AT)
		add_answer(evidence, &sent);
	run = add_run(evidence, END_EXITED, 0);
	if (strcmp(evidence->case_id, "memory") == 0)
		add_clean_log(run);
	blob_release(&sent);
}

/* All cases as a program plays them that spoils its packets so. */
static void
play(struct trial_run *trial, spoil_fn *spoil)
{
	struct blob frame = { NULL, 0 };
	const char *id;
	size_t i;

	trial_init(trial, "raw-ipv4");
	right_frame(&frame, &trial->values[0]);
	capture_add(&trial->captured, frame.data, frame.len);
	blob_release(&frame);
	trial->expected[0] = &trial->captured;
	for (i = 0; i < trial->count; i++) {
		id = trial->cases[i].case_id;
		if (strncmp(id, "args-", 5) == 0 || strncmp(id, "no-", 3) == 0)
			add_refusals(
			    &trial->cases[i], &trial->exercise->scenarios[i]);
		else
			play_packet(trial, i, spoil);
	}
}

static void
right_packet_passes(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, NULL);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

static void
set_ip(struct blob *frame, size_t at, uint8_t value)
{
	frame->data[IP_AT + at] = value;
	fill_checksum(frame);
}

#define SPOIL(name, statement) \
	static void name(struct blob *frame, const struct values *values) \
	{ \
		(void)values; \
		statement; \
	}

SPOIL(version, set_ip(frame, 0, 0x65))
SPOIL(length_in_bytes, set_ip(frame, 0, 0x44))
SPOIL(type_of_service, set_ip(frame, 1, 16))
SPOIL(identification_zero, set_ip(frame, 4, 0); set_ip(frame, 5, 0))
SPOIL(identification_swapped, set_ip(frame, 4, 0x39); set_ip(frame, 5, 0x30))
SPOIL(dont_fragment, set_ip(frame, 6, 0x40))
SPOIL(fragment_offset, set_ip(frame, 7, 1))
SPOIL(time_to_live, set_ip(frame, 8, 65))
SPOIL(protocol_tcp, set_ip(frame, 9, 6))
SPOIL(protocol_raw, set_ip(frame, 9, 255))
SPOIL(to_another_machine, frame->data[0] = 2)
SPOIL(from_another_machine, frame->data[11] = 1)
SPOIL(no_payload, frame->len = IP_AT)
SPOIL(nothing_sent, frame->len = 0)
SPOIL(checksum_zero, put_be16(frame->data + IP_AT + 10, 0))
SPOIL(total_zero, put_be16(frame->data + IP_AT + 2, 0); fill_checksum(frame))
SPOIL(total_of_header, put_be16(frame->data + IP_AT + 2, 20);
      fill_checksum(frame))
SPOIL(nul_appended, blob_add(frame, "", 1); repair(frame))

static void
total_swapped(struct blob *frame, const struct values *values)
{
	uint16_t total = get_be16(frame->data + IP_AT + 2);

	(void)values;
	put_be16(frame->data + IP_AT + 2, __builtin_bswap16(total));
	fill_checksum(frame);
}

static void
addresses_exchanged(struct blob *frame, const struct values *values)
{
	values_address(values, "dst", frame->data + IP_AT + 12);
	values_address(values, "src", frame->data + IP_AT + 16);
	fill_checksum(frame);
}

static void
high_bits_cleared(struct blob *frame, const struct values *values)
{
	size_t i;

	(void)values;
	for (i = DATA_AT; i < frame->len; i++)
		frame->data[i] &= 0x7f;
}

static void
nothing_when_empty(struct blob *frame, const struct values *values)
{
	if (values_get(values, "message")->len == 0)
		frame->len = 0;
}

static const struct wrong {
	spoil_fn *spoil;
	const char *check, *cause; /* cause NULL: none is claimed */
} wrongs[] = {
	{ version, "ipv4-fields", NULL },
	{ length_in_bytes, "ipv4-fields", "header-length-in-bytes" },
	{ type_of_service, "ipv4-fields", NULL },
	{ identification_zero, "ipv4-fields", "constant-forgotten" },
	{ identification_swapped, "ipv4-fields", "byte-order-16" },
	{ dont_fragment, "ipv4-fields", NULL },
	{ fragment_offset, "ipv4-fields", NULL },
	{ time_to_live, "ipv4-fields", NULL },
	{ checksum_zero, "length-checksum", "checksum-never-filled" },
	{ total_zero, "length-checksum", "total-length-left-zero" },
	{ total_of_header, "length-checksum", "total-length-of-header" },
	{ total_swapped, "length-checksum", "byte-order-16" },
	{ protocol_tcp, "one-packet", NULL },
	{ protocol_raw, "one-packet", NULL },
	{ addresses_exchanged, "one-packet", "addresses-exchanged" },
	{ to_another_machine, "ipv4-fields", NULL },
	{ from_another_machine, "ipv4-fields", NULL },
	{ high_bits_cleared, "messages", NULL },
	{ nothing_when_empty, "messages", NULL },
};

static void
each_mistake_fails_its_check(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		play(&trial, wrongs[i].spoil);
		trial_judge(&trial);
		if (wrongs[i].cause == NULL)
			assert_int_equal(trial_check(&trial, wrongs[i].check)
					     ->verdict.causes.count,
			    0);
		else
			assert_cause(&trial, wrongs[i].check, wrongs[i].cause);
		assert_only_failed(&trial, wrongs[i].check);
		trial_release(&trial);
	}
}

static void
assert_failed(const struct trial_run *trial, const char *id)
{
	assert_int_equal(trial_check(trial, id)->verdict.status, STATUS_FAILED);
}

/* What is wrong with every packet fails the heart and the other messages. */
static void
wrong_data_fails_everywhere(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, nul_appended);
	trial_judge(&trial);
	assert_cause(&trial, "one-packet", "nul-sent");
	assert_cause(&trial, "messages", "nul-sent");
	assert_int_equal(trial_check(&trial, "length-checksum")->verdict.status,
	    STATUS_PASSED);
	trial_release(&trial);
}

/* The kernel's header in front of the program's own. */
static void
doubled_header(struct blob *frame, const struct values *values)
{
	struct blob whole = { NULL, 0 };

	(void)values;
	blob_add(&whole, frame->data, DATA_AT);
	blob_add(&whole, frame->data + IP_AT, frame->len - IP_AT);
	blob_release(frame);
	*frame = whole;
	frame->data[IP_AT + 8] = LAB_TTL;
	repair(frame);
}

static void
a_header_of_the_kernel_is_named(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, doubled_header);
	trial_judge(&trial);
	assert_cause(&trial, "one-packet", "kernel-built-header");
	assert_cause(&trial, "ipv4-fields", "kernel-built-header");
	trial_release(&trial);
}

static void
sending_nothing_earns_nothing(void **state)
{
	static spoil_fn *const spoils[] = { nothing_sent, no_payload };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial, spoils[i]);
		trial_judge(&trial);
		assert_failed(&trial, "one-packet");
		assert_failed(&trial, "messages");
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(trial.result.unchecked, 0);
		trial_release(&trial);
	}
}

static void
a_second_packet_fails_one_packet_alone(void **state)
{
	struct trial_run trial;
	struct capture *capture;
	size_t i;

	(void)state;
	play(&trial, NULL);
	i = trial_case(&trial, "fresh-2");
	capture = &trial.cases[i].captures[0];
	capture_add(capture, capture->frames[0].data, capture->frames[0].len);
	trial_judge(&trial);
	assert_only_failed(&trial, "one-packet");
	assert_string_equal(
	    trial_check(&trial, "one-packet")->case_id, "fresh-2");
	trial_release(&trial);
}

/* Ethernet pads short frames; only the total length says what is data. */
static void
padding_is_no_data(void **state)
{
	static const uint8_t zeros[60] = { 0 };
	struct trial_run trial;
	struct frame *frame;
	struct blob padded = { NULL, 0 };
	size_t i;

	(void)state;
	play(&trial, NULL);
	i = trial_case(&trial, "empty");
	frame = &trial.cases[i].captures[0].frames[0];
	blob_add(&padded, frame->data, frame->len);
	blob_add(&padded, zeros, sizeof(zeros) - frame->len);
	free(frame->data);
	frame->data = padded.data;
	frame->len = frame->wire_len = padded.len;
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

/* What was handed over wrong and repaired costs nothing, but is told. */
static void
repairs_are_notes(void **state)
{
	struct trial_run trial;
	struct handed *handed;
	const struct verdict *verdict;

	(void)state;
	play(&trial, NULL);
	handed = evidence_add_handed(&trial.cases[0]);
	handed->call = xstrdup("sendto");
	blob_add(&handed->bytes, trial.captured.frames[0].data + IP_AT,
	    trial.captured.frames[0].len - IP_AT);
	put_be16(handed->bytes.data + 2, 0x2000);
	put_be16(handed->bytes.data + 10, 0xdead);
	trial_judge(&trial);
	assert_all_passed(&trial);
	verdict = &trial_check(&trial, "length-checksum")->verdict;
	assert_int_equal(verdict->notes.count, 2);
	assert_non_null(strstr(verdict->notes.items[0], "0x2000"));
	trial_release(&trial);
}

/* A packet socket repairs nothing: what is wrong on the wire is no note. */
static void
what_is_on_the_wire_is_no_repair(void **state)
{
	struct trial_run trial;
	const struct frame *frame;
	struct handed *handed;

	(void)state;
	play(&trial, total_swapped);
	frame = &trial.cases[0].captures[0].frames[0];
	handed = evidence_add_handed(&trial.cases[0]);
	handed->call = xstrdup("sendto");
	blob_add(&handed->bytes, frame->data + IP_AT, frame->len - IP_AT);
	trial_judge(&trial);
	assert_only_failed(&trial, "length-checksum");
	assert_int_equal(
	    trial_check(&trial, "length-checksum")->verdict.notes.count, 0);
	trial_release(&trial);
}

/* The sum over the header's words with one folding. */
static uint64_t
folded_once(const uint8_t *ip, bool swapped)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < 20; i += 2)
		sum += swapped ? __builtin_bswap16(get_be16(ip + i))
			       : get_be16(ip + i);
	return (sum & 0xffff) + (sum >> 16);
}

static void
one_fold_is_not_enough(void **state)
{
	static const char *const ids[] = { "two-folds", "two-folds-swapped" };
	struct trial_run trial;
	struct blob frame = { NULL, 0 };
	size_t i, at;

	(void)state;
	trial_init(&trial, "raw-ipv4");
	for (i = 0; i < 2; i++) {
		at = trial_case(&trial, ids[i]);
		right_frame(&frame, &trial.values[at]);
		put_be16(frame.data + IP_AT + 10, 0);
		assert_true(folded_once(frame.data + IP_AT, i == 1) > 0xffff);
		blob_release(&frame);
	}
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_packet_passes),
		cmocka_unit_test(each_mistake_fails_its_check),
		cmocka_unit_test(wrong_data_fails_everywhere),
		cmocka_unit_test(a_header_of_the_kernel_is_named),
		cmocka_unit_test(sending_nothing_earns_nothing),
		cmocka_unit_test(a_second_packet_fails_one_packet_alone),
		cmocka_unit_test(padding_is_no_data),
		cmocka_unit_test(repairs_are_notes),
		cmocka_unit_test(what_is_on_the_wire_is_no_repair),
		cmocka_unit_test(one_fold_is_not_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
