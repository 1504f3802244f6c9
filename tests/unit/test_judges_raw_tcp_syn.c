/*
 * The judges of 51 on packets made by hand: the right one passes every check,
 * each wrong field fails its own check and, where it is known, names its cause.
 */
#include "syn_trial.h"

static void
right_packet_passes(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, NULL, true);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

static void
set_tcp(struct blob *frame, size_t at, uint8_t high, uint8_t low)
{
	frame->data[TCP_AT + at] = high;
	frame->data[TCP_AT + at + 1] = low;
	fill_checksums(frame);
}

static void
set_ip(struct blob *frame, size_t at, uint8_t value)
{
	frame->data[IP_AT + at] = value;
	fill_checksums(frame);
}

#define SPOIL(name, statement) \
	static void name(struct blob *frame, const struct values *values) \
	{ \
		(void)values; \
		statement; \
	}

SPOIL(type_of_service, set_ip(frame, 1, 16))
SPOIL(identification_zero, set_ip(frame, 4, 0); set_ip(frame, 5, 0))
SPOIL(identification_swapped, set_ip(frame, 4, 0x39); set_ip(frame, 5, 0x30))
SPOIL(dont_fragment, set_ip(frame, 6, 0x40))
SPOIL(time_to_live, set_ip(frame, 8, 255))
SPOIL(protocol, set_ip(frame, 9, 17))
SPOIL(acknowledgement, set_tcp(frame, 10, 0, 1))
SPOIL(offset_forgotten, set_tcp(frame, 12, 0x00, 0x02))
SPOIL(offset_in_bytes, set_tcp(frame, 12, 0x14, 0x02))
SPOIL(offset_cut, set_tcp(frame, 12, 0x40, 0x02))
SPOIL(syn_and_ack, set_tcp(frame, 12, 0x50, 0x12))
SPOIL(window_zero, set_tcp(frame, 14, 0, 0))
SPOIL(urgent_pointer, set_tcp(frame, 18, 0, 1))
SPOIL(nothing_sent, frame->len = 0)
SPOIL(no_ethernet_payload, frame->len = 14)
SPOIL(total_zero, put_be16(frame->data + IP_AT + 2, 0); fill_checksums(frame))
SPOIL(checksum_zero, put_be16(frame->data + TCP_AT + 16, 0))

static void
sequence_swapped(struct blob *frame, const struct values *values)
{
	uint32_t seq = values_number(values, "seq");

	put_be32(frame->data + TCP_AT + 4, __builtin_bswap32(seq));
	fill_checksums(frame);
}

static void
ports_exchanged(struct blob *frame, const struct values *values)
{
	put_be16(
	    frame->data + TCP_AT, (uint16_t)values_number(values, "dport"));
	put_be16(
	    frame->data + TCP_AT + 2, (uint16_t)values_number(values, "sport"));
	fill_checksums(frame);
}

static void
addresses_exchanged(struct blob *frame, const struct values *values)
{
	values_address(values, "dst", frame->data + IP_AT + 12);
	values_address(values, "src", frame->data + IP_AT + 16);
	fill_checksums(frame);
}

static void
nul_appended(struct blob *frame, const struct values *values)
{
	uint8_t nul = 0;

	(void)values;
	blob_add(frame, &nul, 1);
	put_be16(frame->data + IP_AT + 2, (uint16_t)(frame->len - IP_AT));
	fill_checksums(frame);
}

static void
without_pseudo_header(struct blob *frame, const struct values *values)
{
	uint8_t *tcp = frame->data + TCP_AT;
	uint64_t sum;

	(void)values;
	put_be16(tcp + 16, 0);
	sum = checksum_add(0, tcp, frame->len - TCP_AT);
	put_be16(tcp + 16, (uint16_t)~checksum_fold(sum));
}

/* With one byte of data this is also "data left out": other cases decide. */
static void
odd_byte_dropped(struct blob *frame, const struct values *values)
{
	uint8_t *last = frame->data + frame->len - 1, kept = *last;

	(void)values;
	if ((frame->len - TCP_AT) % 2 == 0)
		return;
	*last = 0;
	fill_checksums(frame);
	*last = kept;
}

static void
data_left_out(struct blob *frame, const struct values *values)
{
	struct blob empty = { NULL, 0 };

	(void)values;
	blob_add(&empty, frame->data, DATA_AT);
	put_be16(empty.data + IP_AT + 2, 40);
	fill_checksums(&empty);
	memcpy(frame->data + TCP_AT + 16, empty.data + TCP_AT + 16, 2);
	blob_release(&empty);
}

/* Two mistakes at once: each field's own is named. */
static void
swapped_and_forgotten(struct blob *frame, const struct values *values)
{
	identification_swapped(frame, values);
	set_ip(frame, 8, 0);
}

/* As a packet socket sends it: the length of the segment alone. */
static void
total_of_segment(struct blob *frame, const struct values *values)
{
	(void)values;
	put_be16(frame->data + IP_AT + 2, (uint16_t)(frame->len - TCP_AT));
	fill_checksums(frame);
}

static void
kernel_built_it(struct blob *frame, const struct values *values)
{
	(void)values;
	set_ip(frame, 8, LAB_TTL);
	set_ip(frame, 6, 0x40);
}

static const struct wrong {
	spoil_fn *spoil;
	const char *check, *cause; /* cause NULL: none is claimed */
} wrongs[] = {
	{ type_of_service, "ipv4-fields", NULL },
	{ identification_zero, "ipv4-fields", "constant-forgotten" },
	{ identification_swapped, "ipv4-fields", "byte-order-16" },
	{ dont_fragment, "ipv4-fields", NULL },
	{ time_to_live, "ipv4-fields", NULL },
	{ total_zero, "ipv4-fields", "total-length-left-zero" },
	{ total_of_segment, "ipv4-fields", "total-length-without-header" },
	{ kernel_built_it, "ipv4-fields", "kernel-built-header" },
	{ acknowledgement, "tcp-fields", NULL },
	{ sequence_swapped, "tcp-fields", "byte-order-32" },
	{ offset_forgotten, "tcp-fields", "constant-forgotten" },
	{ offset_in_bytes, "tcp-fields", "header-length-in-bytes" },
	{ offset_cut, "tcp-fields", "header-length-in-bytes" },
	{ syn_and_ack, "tcp-fields", NULL },
	{ window_zero, "tcp-fields", "constant-forgotten" },
	{ urgent_pointer, "tcp-fields", NULL },
	{ nul_appended, "data", "nul-sent" },
	{ checksum_zero, "checksum", "checksum-never-filled" },
	{ without_pseudo_header, "checksum", "checksum-without-pseudo-header" },
	{ odd_byte_dropped, "checksum", "checksum-odd-byte-dropped" },
	{ data_left_out, "checksum", "checksum-data-left-out" },
	{ protocol, "one-packet", NULL },
	{ ports_exchanged, "one-packet", "ports-exchanged" },
	{ addresses_exchanged, "one-packet", "addresses-exchanged" },
	{ nothing_sent, "one-packet", NULL },
	{ no_ethernet_payload, "one-packet", NULL },
};

static void
each_wrong_field_fails_its_check(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrongs) / sizeof(wrongs[0]); i++) {
		play(&trial, wrongs[i].spoil, wrongs[i].spoil == nul_appended);
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
wrong_fields_have_a_cause_each(void **state)
{
	struct trial_run trial;
	const struct verdict *verdict;

	(void)state;
	play(&trial, swapped_and_forgotten, false);
	trial_judge(&trial);
	assert_only_failed(&trial, "ipv4-fields");
	verdict = &trial_check(&trial, "ipv4-fields")->verdict;
	assert_int_equal(verdict->causes.count, 3);
	assert_string_equal(verdict->causes.items[0].id, "byte-order-16");
	assert_string_equal(verdict->causes.items[1].id, "constant-forgotten");
	assert_string_equal(verdict->causes.items[2].id, "htons-of-a-byte");
	trial_release(&trial);
}

/* A field that is wrong in another way elsewhere refutes the cause. */
static void
a_refuted_cause_is_not_named(void **state)
{
	struct trial_run trial;
	struct frame *frame;
	size_t i;

	(void)state;
	play(&trial, identification_swapped, false);
	i = trial_case(&trial, "far");
	frame = &trial.cases[i].captures[0].frames[0];
	frame->data[IP_AT + 4] = 0x77;
	trial_judge(&trial);
	assert_int_equal(
	    trial_check(&trial, "ipv4-fields")->verdict.causes.count, 0);
	trial_release(&trial);
}

static void
impossible_data_offset_is_named(void **state)
{
	struct trial_run trial;
	const struct finding *finding;

	(void)state;
	play(&trial, offset_forgotten, false);
	trial_judge(&trial);
	finding = trial_check(&trial, "tcp-fields")->verdict.findings;
	assert_string_equal(finding->field, "data offset");
	assert_non_null(strstr(finding->expected, "5"));
	assert_non_null(strstr(finding->got, "0"));
	assert_string_equal(finding->link, "lo");
	assert_int_equal(finding->frame, 1);
	assert_string_equal(finding->case_id, "syn");
	assert_int_equal(trial_check(&trial, "kernel-answer")->verdict.status,
	    STATUS_SKIPPED);
	trial_release(&trial);
}

static void
broadcast(struct blob *frame, const struct values *values)
{
	(void)values;
	memset(frame->data, 0xff, 6);
}

/* A right segment in a frame for somebody else: why nobody answers is told. */
static void
unanswered_frame_is_named(void **state)
{
	struct trial_run trial;
	const struct verdict *verdict;

	(void)state;
	play(&trial, broadcast, false);
	trial_judge(&trial);
	verdict = &trial_check(&trial, "kernel-answer")->verdict;
	assert_int_equal(verdict->status, STATUS_FAILED);
	assert_non_null(strstr(verdict->message, "ff:ff:ff:ff:ff:ff"));
	assert_string_equal(verdict->findings[0].field, "destination address");
	assert_int_equal(verdict->findings[0].frame, 1);
	trial_release(&trial);
	/* what is answered all the same is right */
	play(&trial, broadcast, true);
	trial_judge(&trial);
	assert_int_equal(trial_check(&trial, "kernel-answer")->verdict.status,
	    STATUS_PASSED);
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_packet_passes),
		cmocka_unit_test(each_wrong_field_fails_its_check),
		cmocka_unit_test(wrong_fields_have_a_cause_each),
		cmocka_unit_test(a_refuted_cause_is_not_named),
		cmocka_unit_test(impossible_data_offset_is_named),
		cmocka_unit_test(unanswered_frame_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
