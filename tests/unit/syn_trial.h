/*
 * Evidence of 51 made by hand: for every case the packet that a right program
 * sends and the kernel's answer, spoiled where a test wants it spoiled.
 */
#ifndef TESTS_UNIT_SYN_TRIAL_H
#define TESTS_UNIT_SYN_TRIAL_H

#include "test_judges.h"

#include "bytes.h"
#include "packet/checksum.h"

enum { IP_AT = 14, TCP_AT = 34, DATA_AT = 54 };

/* Where a test spoils the packet of every case; NULL leaves it right. */
typedef void spoil_fn(struct blob *frame, const struct values *values);

static inline void
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
static inline void
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

static inline void
right_frame(struct blob *frame, const struct values *values)
{
	const struct blob *message = values_get(values, "message");

	frame_header(frame, values, message->len);
	blob_add(frame, message->data, message->len);
	fill_checksums(frame);
}

static inline void
add_frame(struct evidence *evidence, const struct blob *frame)
{
	capture_add(&evidence->captures[0], frame->data, frame->len);
}

/* What the kernel says to a right SYN, and its own RST after that. */
static inline void
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

static inline void
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
static inline void
keep_expected(struct trial_run *trial)
{
	struct blob frame = { NULL, 0 };

	right_frame(&frame, &trial->values[0]);
	capture_add(&trial->captured, frame.data, frame.len);
	blob_release(&frame);
	trial->expected[0] = &trial->captured;
}

/* All cases as a program plays them that spoils its packets so. */
static inline void
play(struct trial_run *trial, spoil_fn *spoil, bool answered)
{
	const char *id;
	size_t i;

	trial_init(trial, "raw-tcp-syn");
	keep_expected(trial);
	for (i = 0; i < trial->count; i++) {
		id = trial->cases[i].case_id;
		if (strncmp(id, "args-", 5) == 0 || strncmp(id, "no-", 3) == 0)
			add_refusals(
			    &trial->cases[i], &trial->exercise->scenarios[i]);
		else
			play_packet(trial, i, spoil, answered);
	}
}

#endif
