/*
 * The judges of 51 on packets made by hand: the right one passes every check,
 * each wrong field fails its own check and, where it is known, names its cause.
 */
#include "test_judges.h"

#include "bytes.h"
#include "packet/checksum.h"

enum { IP_AT = 14, TCP_AT = 34, DATA_AT = 54 };

/* Where a test spoils the packet of every case; NULL leaves it right. */
typedef void spoil_fn(struct blob *frame, const struct values *values);

static void
frame_header(struct blob *frame, const struct values *values, size_t data_len)
{
	static const uint8_t start[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8,
		0, 0x45, 0, 0, 0, 0x30, 0x39, 0, 0, 64, 6, 0, 0 };
	uint8_t rest[28] = { 0 };

	values_address(values, "src", rest);
	values_address(values, "dst", rest + 4);
	put_be16(rest + 8, (uint16_t)values_number(values, "sport"));
	put_be16(rest + 10, (uint16_t)values_number(values, "dport"));
	put_be32(rest + 12, values_number(values, "seq"));
	rest[20] = 0x50;
	rest[21] = 0x02;
	put_be16(rest + 22, 65535);
	blob_add(frame, start, sizeof(start));
	blob_add(frame, rest, sizeof(rest));
	put_be16(frame->data + IP_AT + 2, (uint16_t)(40 + data_len));
}

/* Both checksums over the frame as it is. */
static void
fill_checksums(struct blob *frame)
{
	uint8_t *ip = frame->data + IP_AT, *tcp = frame->data + TCP_AT;
	size_t len = frame->len - TCP_AT;
	uint8_t pseudo[12] = { 0 };
	uint64_t sum;

	put_be16(ip + 10, 0);
	put_be16(ip + 10, (uint16_t)~checksum_fold(checksum_add(0, ip, 20)));
	memcpy(pseudo, ip + 12, 8);
	pseudo[9] = 6;
	put_be16(pseudo + 10, (uint16_t)len);
	put_be16(tcp + 16, 0);
	sum = checksum_add(checksum_add(0, pseudo, 12), tcp, len);
	put_be16(tcp + 16, (uint16_t)~checksum_fold(sum));
}

static void
right_frame(struct blob *frame, const struct values *values)
{
	const struct blob *message = values_get(values, "message");

	frame_header(frame, values, message->len);
	blob_add(frame, message->data, message->len);
	fill_checksums(frame);
}

static void
add_frame(struct evidence *evidence, const struct blob *frame)
{
	capture_add(&evidence->captures[0], frame->data, frame->len);
}

/* What the kernel says to a right SYN, and its own RST after that. */
static void
add_answer(struct evidence *evidence, const struct blob *asked, bool listens)
{
	struct blob frame = { NULL, 0 };
	uint8_t *ip, *tcp;
	const uint8_t *from;

	blob_add(&frame, asked->data, DATA_AT);
	ip = frame.data + IP_AT;
	tcp = frame.data + TCP_AT;
	from = asked->data + IP_AT;
	memcpy(ip + 12, from + 16, 4);
	memcpy(ip + 16, from + 12, 4);
	memcpy(tcp, from + 22, 2);
	memcpy(tcp + 2, from + 20, 2);
	put_be16(ip + 2, 40);
	ip[8] = LAB_TTL;
	put_be32(tcp + 4, 0x11223344);
	put_be32(tcp + 8, get_be32(from + 24) + 1);
	tcp[13] = listens ? 0x12 : 0x14;
	fill_checksums(&frame);
	add_frame(evidence, &frame);
	blob_release(&frame);
}

static void
play_packet(
    struct trial_run *trial, size_t index, spoil_fn *spoil, bool answered)
{
	struct evidence *evidence = &trial->cases[index];
	const struct values *values = &trial->values[index];
	bool listens = strcmp(evidence->case_id, "closed") != 0;
	struct blob right = { NULL, 0 }, sent = { NULL, 0 };

	right_frame(&right, values);
	right_frame(&sent, values);
	if (spoil != NULL)
		spoil(&sent, values);
	if (sent.len > 0)
		add_frame(evidence, &sent);
	if (answered || blob_equal(&right, &sent))
		add_answer(evidence, &right, listens);
	if (strcmp(evidence->case_id, "memory") == 0)
		add_clean_log(add_run(evidence, END_EXITED, 0));
	else
		add_run(evidence, END_EXITED, 0);
	blob_release(&right);
	blob_release(&sent);
}

/* The capture that is kept for the first case. */
static void
keep_expected(struct trial_run *trial)
{
	struct blob frame = { NULL, 0 };

	right_frame(&frame, &trial->values[0]);
	capture_add(&trial->captured, frame.data, frame.len);
	blob_release(&frame);
	trial->expected[0] = &trial->captured;
}

/* All cases as a program plays them that spoils its packets so. */
static void
play(struct trial_run *trial, spoil_fn *spoil, bool answered)
{
	const char *id;
	size_t i;

	trial_init(trial, "raw-tcp-syn");
	keep_expected(trial);
	for (i = 0; i < trial->count; i++) {
		id = trial->cases[i].case_id;
		if (strncmp(id, "args-", 5) == 0 ||
		    strcmp(id, "no-permission") == 0)
			add_refusals(
			    &trial->cases[i], &trial->exercise->scenarios[i]);
		else
			play_packet(trial, i, spoil, answered);
	}
}

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
two_wrong_fields_have_two_causes(void **state)
{
	struct trial_run trial;
	const struct verdict *verdict;

	(void)state;
	play(&trial, swapped_and_forgotten, false);
	trial_judge(&trial);
	assert_only_failed(&trial, "ipv4-fields");
	verdict = &trial_check(&trial, "ipv4-fields")->verdict;
	assert_int_equal(verdict->causes.count, 2);
	assert_string_equal(verdict->causes.items[0].id, "byte-order-16");
	assert_string_equal(verdict->causes.items[1].id, "constant-forgotten");
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

/* A program that does nothing, then one that only exits with an error. */
static void
doing_nothing_earns_nothing(void **state)
{
	struct trial_run trial;
	size_t i, kind;

	(void)state;
	for (kind = 0; kind < 2; kind++) {
		trial_init(&trial, "raw-tcp-syn");
		keep_expected(&trial);
		for (i = 0; i < trial.count; i++) {
			if (kind == 0)
				add_run(&trial.cases[i], END_EXITED, 0);
			else
				add_refusals(&trial.cases[i],
				    &trial.exercise->scenarios[i]);
		}
		trial_judge(&trial);
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(trial.result.unchecked, 0);
		assert_int_equal(trial.result.status, EXERCISE_FAILED);
		trial_release(&trial);
	}
}

static void
a_second_packet_fails_one_packet_alone(void **state)
{
	struct trial_run trial;
	struct frame first;
	size_t i;

	(void)state;
	play(&trial, NULL, true);
	i = trial_case(&trial, "fresh-2");
	first = trial.cases[i].captures[0].frames[0];
	capture_add(&trial.cases[i].captures[0], first.data, first.len);
	trial_judge(&trial);
	assert_only_failed(&trial, "one-packet");
	assert_string_equal(
	    trial_check(&trial, "one-packet")->case_id, "fresh-2");
	/* the duties are lost with the heart, and nothing else is */
	assert_int_equal(trial.result.score, 20 - 3 - 2 - 1 - 1);
	trial_release(&trial);
}

static void
exit_status_and_output_are_told_apart(void **state)
{
	struct trial_run trial;
	struct run *run;

	(void)state;
	play(&trial, NULL, true);
	run = &trial.cases[0].runs[0];
	run->end = END_SIGNALLED;
	run->status = 11;
	blob_printf(&run->out, "sent!\n");
	trial_judge(&trial);
	assert_only_failed(&trial, "one-packet");
	assert_non_null(strstr(
	    trial_check(&trial, "one-packet")->verdict.message, "signal 11"));
	assert_int_equal(
	    trial_check(&trial, "one-packet")->verdict.finding_count, 2);
	trial_release(&trial);
}

static void
a_missing_answer_is_a_failure_of_its_own(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, NULL, true);
	trial.cases[0].captures[0].count = 1;
	trial_judge(&trial);
	assert_only_failed(&trial, "kernel-answer");
	trial.cases[0].captures[0].count = 2;
	trial_release(&trial);
}

static void
without_expectation_nothing_is_claimed(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, NULL, true);
	trial.expected[0] = NULL;
	trial_judge(&trial);
	assert_int_equal(trial.result.status, EXERCISE_COULD_NOT_CHECK);
	assert_int_equal(trial.result.score, 0);
	assert_int_equal(trial.result.unchecked, 20);
	trial_release(&trial);
}

/* A bad argument that is taken: the run and its words are named. */
static void
a_taken_argument_is_named(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	const struct check_result *check;

	(void)state;
	play(&trial, NULL, true);
	evidence = &trial.cases[trial_case(&trial, "args-sport")];
	strings_add(&evidence->runs[3].argv, "80x");
	evidence->runs[3].status = 0;
	trial_judge(&trial);
	assert_only_failed(&trial, "arguments");
	check = trial_check(&trial, "arguments");
	assert_non_null(strstr(check->verdict.message, "run 4"));
	assert_non_null(strstr(check->verdict.message, "80x"));
	assert_int_equal(check->verdict.findings[0].run, 4);
	assert_int_equal(check->story.count, 8);
	trial_release(&trial);
}

static void
a_packet_in_spite_of_bad_arguments_fails(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	play(&trial, NULL, true);
	i = trial_case(&trial, "args-seq");
	capture_add(&trial.cases[i].captures[0], trial.captured.frames[0].data,
	    trial.captured.frames[0].len);
	trial_judge(&trial);
	assert_only_failed(&trial, "arguments");
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
	play(&trial, NULL, true);
	handed = evidence_add_handed(&trial.cases[0]);
	handed->call = xstrdup("sendto");
	blob_add(&handed->bytes, trial.captured.frames[0].data + IP_AT,
	    trial.captured.frames[0].len - IP_AT);
	put_be16(handed->bytes.data + 2, 0x3400);
	put_be16(handed->bytes.data + 10, 0xdead);
	trial_judge(&trial);
	assert_all_passed(&trial);
	verdict = &trial_check(&trial, "ipv4-fields")->verdict;
	assert_int_equal(verdict->notes.count, 2);
	assert_non_null(strstr(verdict->notes.items[0], "0x3400"));
	trial_release(&trial);
}

/* The sum of the words, one folding, and what is left over of it. */
static uint64_t
folded_once(const uint8_t *tcp, size_t len, const uint8_t *ip, bool swapped)
{
	uint64_t sum = 6 + len;
	size_t i;

	if (swapped)
		sum = (uint64_t)__builtin_bswap16(6) +
		    __builtin_bswap16((uint16_t)len);
	for (i = 12; i < 20; i += 2)
		sum += swapped ? __builtin_bswap16(get_be16(ip + i))
			       : get_be16(ip + i);
	for (i = 0; i + 1 < len; i += 2)
		sum += swapped ? __builtin_bswap16(get_be16(tcp + i))
			       : get_be16(tcp + i);
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
	trial_init(&trial, "raw-tcp-syn");
	for (i = 0; i < 2; i++) {
		at = trial_case(&trial, ids[i]);
		right_frame(&frame, &trial.values[at]);
		put_be16(frame.data + TCP_AT + 16, 0);
		assert_true(folded_once(frame.data + TCP_AT, frame.len - TCP_AT,
				frame.data + IP_AT, i == 1) > 0xffff);
		blob_release(&frame);
	}
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_packet_passes),
		cmocka_unit_test(each_wrong_field_fails_its_check),
		cmocka_unit_test(two_wrong_fields_have_two_causes),
		cmocka_unit_test(a_refuted_cause_is_not_named),
		cmocka_unit_test(impossible_data_offset_is_named),
		cmocka_unit_test(doing_nothing_earns_nothing),
		cmocka_unit_test(a_second_packet_fails_one_packet_alone),
		cmocka_unit_test(exit_status_and_output_are_told_apart),
		cmocka_unit_test(a_missing_answer_is_a_failure_of_its_own),
		cmocka_unit_test(without_expectation_nothing_is_claimed),
		cmocka_unit_test(a_taken_argument_is_named),
		cmocka_unit_test(a_packet_in_spite_of_bad_arguments_fails),
		cmocka_unit_test(repairs_are_notes),
		cmocka_unit_test(one_fold_is_not_enough),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
