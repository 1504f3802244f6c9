/*
 * Mistakes in a checksum.  A sum over memory words of a little-endian machine
 * is the same number with its bytes exchanged (RFC 1071 section 2), so only
 * where carries are lost does the order of the words matter.
 */
#include "diagnose/checksum_replays.h"

#include <stdbool.h>
#include <string.h>

#include "bytes.h"
#include "packet/checksum.h"

enum { PSEUDO_PROTOCOL = 9, PSEUDO_LENGTH = 10 };
enum { IPV4_TOTAL_LENGTH = 2, IPV4_SOURCE = 12, IPV4_DESTINATION = 16 };

static uint16_t
swap16(uint16_t number)
{
	return (uint16_t)(number << 8 | number >> 8);
}

static void
add_result(struct results *results, uint16_t number)
{
	results->numbers[results->count++] = number;
}

/* The checksum with these bytes as pseudo-header and as segment. */
static uint16_t
checksum_of(const struct summed *summed, const uint8_t pseudo[PSEUDO_LEN],
    const uint8_t *segment, size_t len)
{
	uint64_t sum = checksum_add(0, pseudo, summed->pseudo_len);

	return (uint16_t)~checksum_fold(checksum_add(sum, segment, len));
}

/* The checksum with one 16-bit word of the pseudo-header changed. */
static void
add_with_pseudo(const struct summed *summed, size_t offset, uint16_t word,
    struct results *results)
{
	uint8_t pseudo[PSEUDO_LEN];

	memcpy(pseudo, summed->pseudo, sizeof(pseudo));
	put_be16(pseudo + offset, word);
	add_result(
	    results, checksum_of(summed, pseudo, summed->segment, summed->len));
}

static void
play_without_pseudo_header(const struct summed *summed, struct results *results)
{
	uint64_t sum = checksum_add(0, summed->segment, summed->len);

	if (summed->pseudo_len > 0)
		add_result(results, (uint16_t)~checksum_fold(sum));
}

static void
play_not_complemented(const struct summed *summed, struct results *results)
{
	add_result(results, (uint16_t)~summed->wanted);
}

static void
play_bytes_swapped(const struct summed *summed, struct results *results)
{
	add_result(results, swap16(summed->wanted));
}

static void
play_length_ip_total(const struct summed *summed, struct results *results)
{
	uint16_t length = get_be16(summed->pseudo + PSEUDO_LENGTH);

	if (summed->pseudo_len > 0)
		add_with_pseudo(summed, PSEUDO_LENGTH,
		    (uint16_t)(length + IPV4_MIN_LEN), results);
}

static void
play_length_host_order(const struct summed *summed, struct results *results)
{
	uint16_t length = get_be16(summed->pseudo + PSEUDO_LENGTH);

	if (summed->pseudo_len > 0)
		add_with_pseudo(summed, PSEUDO_LENGTH, swap16(length), results);
}

static void
play_length_zero(const struct summed *summed, struct results *results)
{
	if (summed->pseudo_len > 0)
		add_with_pseudo(summed, PSEUDO_LENGTH, 0, results);
}

/* What else could be taken for the length of header and data. */
static void
play_length_other(const struct summed *summed, struct results *results)
{
	const size_t lengths[] = { summed->len + PSEUDO_LEN, summed->header_len,
		summed->len - summed->header_len };
	size_t i;

	if (summed->pseudo_len == 0)
		return;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		add_with_pseudo(
		    summed, PSEUDO_LENGTH, (uint16_t)lengths[i], results);
}

/* UDP's number, IPPROTO_RAW's, and none at all. */
static void
play_protocol(const struct summed *summed, struct results *results)
{
	static const uint8_t protocols[] = { 17, 255, 0 };
	size_t i;

	if (summed->pseudo_len == 0)
		return;
	for (i = 0; i < sizeof(protocols); i++)
		if (protocols[i] != summed->pseudo[PSEUDO_PROTOCOL])
			add_with_pseudo(
			    summed, PSEUDO_PROTOCOL - 1, protocols[i], results);
}

static void
play_pseudo_header_only(const struct summed *summed, struct results *results)
{
	uint16_t sum;

	if (summed->pseudo_len == 0)
		return;
	sum = checksum_fold(checksum_add(0, summed->pseudo, PSEUDO_LEN));
	add_result(results, sum);
	add_result(results, (uint16_t)~sum);
}

static void
play_odd_byte_dropped(const struct summed *summed, struct results *results)
{
	if (summed->len % 2 == 1)
		add_result(results,
		    checksum_of(summed, summed->pseudo, summed->segment,
			summed->len - 1));
}

static void
play_odd_byte_low_half(const struct summed *summed, struct results *results)
{
	uint64_t sum;

	if (summed->len % 2 == 0)
		return;
	sum = checksum_add(0, summed->pseudo, summed->pseudo_len);
	sum = checksum_add(sum, summed->segment, summed->len - 1);
	sum += summed->segment[summed->len - 1];
	add_result(results, (uint16_t)~checksum_fold(sum));
}

/* The plain sum of the words, read as big-endian ones or the other way. */
static uint64_t
plain_sum(const struct summed *summed, bool swapped)
{
	uint8_t word[2];
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < summed->pseudo_len; i += 2)
		sum += swapped ? swap16(get_be16(summed->pseudo + i))
			       : get_be16(summed->pseudo + i);
	for (i = 0; i < summed->len; i += 2) {
		word[0] = summed->segment[i];
		word[1] = i + 1 < summed->len ? summed->segment[i + 1] : 0;
		sum += swapped ? swap16(get_be16(word)) : get_be16(word);
	}
	return sum;
}

/* No carry is added back, or only those of the first folding. */
static void
play_carries_dropped(const struct summed *summed, struct results *results)
{
	uint64_t sum = plain_sum(summed, false);
	uint64_t swapped = plain_sum(summed, true);

	add_result(results, (uint16_t)~sum);
	add_result(results, (uint16_t) ~((sum & 0xffff) + (sum >> 16)));
	add_result(results, swap16((uint16_t)~swapped));
	add_result(results,
	    swap16((uint16_t) ~((swapped & 0xffff) + (swapped >> 16))));
}

static void
play_never_filled(const struct summed *summed, struct results *results)
{
	(void)summed;
	add_result(results, 0);
}

/* The header alone, with the length of all or with the header's own. */
static void
play_data_left_out(const struct summed *summed, struct results *results)
{
	uint8_t pseudo[PSEUDO_LEN];

	if (summed->pseudo_len == 0 || summed->len == summed->header_len)
		return;
	memcpy(pseudo, summed->pseudo, sizeof(pseudo));
	add_result(results,
	    checksum_of(summed, pseudo, summed->segment, summed->header_len));
	put_be16(pseudo + PSEUDO_LENGTH, (uint16_t)summed->header_len);
	add_result(results,
	    checksum_of(summed, pseudo, summed->segment, summed->header_len));
}

/* With the carries, or what lies in the low 16 bits. */
static void
play_header_alone(const struct summed *summed, struct results *results)
{
	uint64_t sum = checksum_add(0, summed->segment, summed->header_len);

	if (summed->pseudo_len == 0)
		return;
	add_result(results, checksum_fold(sum));
	add_result(results, (uint16_t)sum);
}

/* A header's checksum, with the data that follows it summed as well. */
static void
play_data_summed(const struct summed *summed, struct results *results)
{
	if (summed->pseudo_len == 0 && summed->there > summed->len)
		add_result(results,
		    checksum_of(summed, summed->pseudo, summed->segment,
			summed->there));
}

/* A header's, before its addresses, DST alone, or its length were put in. */
static void
play_too_early(const struct summed *summed, struct results *results)
{
	static const size_t until[] = { IPV4_SOURCE, IPV4_DESTINATION };
	uint8_t header[IPV4_MIN_LEN];
	size_t i;

	if (summed->pseudo_len > 0 || summed->len != IPV4_MIN_LEN)
		return;
	for (i = 0; i < sizeof(until) / sizeof(until[0]); i++)
		add_result(results,
		    checksum_of(
			summed, summed->pseudo, summed->segment, until[i]));
	memcpy(header, summed->segment, sizeof(header));
	put_be16(header + IPV4_TOTAL_LENGTH, 0);
	add_result(results,
	    checksum_of(summed, summed->pseudo, header, sizeof(header)));
}

/* The length of the segment is taken for that of all that is summed. */
static void
play_end_left_out(const struct summed *summed, struct results *results)
{
	if (summed->pseudo_len > 0 && summed->len >= PSEUDO_LEN)
		add_result(results,
		    checksum_of(summed, summed->pseudo, summed->segment,
			summed->len - PSEUDO_LEN));
}

const struct checksum_replay checksum_replays[] = {
	{ "checksum-without-pseudo-header", play_without_pseudo_header,
	    "the segment alone" },
	{ "checksum-not-complemented", play_not_complemented,
	    "the sum, not complemented" },
	{ "checksum-bytes-swapped", play_bytes_swapped,
	    "the right number, its bytes exchanged" },
	{ "checksum-pseudo-length-ip-total", play_length_ip_total,
	    "with the IP total length in the pseudo-header" },
	{ "checksum-pseudo-length-host-order", play_length_host_order,
	    "with the length's bytes exchanged" },
	{ "checksum-pseudo-length-zero", play_length_zero,
	    "with length 0 in the pseudo-header" },
	{ "checksum-pseudo-length-other", play_length_other,
	    "with another length in the pseudo-header" },
	{ "checksum-pseudo-protocol", play_protocol,
	    "with another protocol in the pseudo-header" },
	{ "checksum-pseudo-header-only", play_pseudo_header_only,
	    "the pseudo-header alone" },
	{ "checksum-odd-byte-dropped", play_odd_byte_dropped,
	    "without the last byte" },
	{ "checksum-odd-byte-low-half", play_odd_byte_low_half,
	    "with the last byte as a low half" },
	{ "checksum-carries-dropped", play_carries_dropped,
	    "with carries lost" },
	{ "checksum-never-filled", play_never_filled, "nothing was summed" },
	{ "checksum-data-left-out", play_data_left_out,
	    "the header without the data" },
	{ "checksum-header-alone", play_header_alone,
	    "the header alone, not complemented" },
	{ "checksum-data-summed", play_data_summed, "header and data" },
	{ "checksum-made-too-early", play_too_early,
	    "the header before it was complete" },
	{ "checksum-end-left-out", play_end_left_out,
	    "without the last 12 bytes" },
	{ NULL, NULL, NULL },
};
