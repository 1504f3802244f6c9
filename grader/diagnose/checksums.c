/*
 * A wrong checksum: every known way to get it wrong is replayed on the
 * packet's own bytes.  A sum over memory words of a little-endian machine is
 * the same number with its bytes exchanged (RFC 1071 section 2), so only
 * where carries are lost does the order of the words matter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "diagnose/table.h"
#include "packet/checksum.h"

enum { PSEUDO_LEN = 12, PSEUDO_PROTOCOL = 9, PSEUDO_LENGTH = 10 };
enum { IPV4_TOTAL_LENGTH = 2, IPV4_SOURCE = 12, IPV4_DESTINATION = 16 };
enum { MAX_SEGMENT = 65535, MAX_RESULTS = 4 };

/* What is summed, the checksum field being 0 in it. */
struct summed {
	uint8_t pseudo[PSEUDO_LEN];
	size_t pseudo_len; /* 0: this checksum has no pseudo-header */
	uint8_t segment[MAX_SEGMENT];
	size_t len;
	size_t there; /* in segment; more than len where data is not summed */
	size_t header_len;
	uint16_t wanted;
};

/* The numbers that a mistake gives, by its variants. */
struct results {
	uint16_t numbers[MAX_RESULTS];
	size_t count;
};

struct replay {
	const char *id;
	void (*play)(const struct summed *summed, struct results *results);
	const char *proof; /* what was summed, for the proof's last line */
};

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

#define PSEUDO "(RFC 9293 section 3.1)"

const struct mistake checksum_mistakes[] = {
	{ "checksum-without-pseudo-header", "checksums",
	    "the pseudo-header is left out of the sum: TCP sums 12 more bytes "
	    "that are never sent " PSEUDO },
	{ "checksum-not-complemented", "checksums",
	    "the sum is not complemented at the end: the field holds the ones' "
	    "complement of the sum (RFC 1071 section 1)" },
	{ "checksum-bytes-swapped", "checksums",
	    "the right checksum is stored with its two bytes exchanged: a "
	    "sum over words read with htons/ntohs is stored with htons, one "
	    "over words as they lie in memory as it is (RFC 1071 section 2)" },
	{ "checksum-pseudo-length-ip-total", "checksums",
	    "the pseudo-header holds the IP total length: its TCP length is "
	    "header and data, without the 20 bytes of the IP header " PSEUDO },
	{ "checksum-pseudo-length-host-order", "checksums",
	    "the TCP length in the pseudo-header is not in network byte "
	    "order " PSEUDO },
	{ "checksum-pseudo-length-zero", "checksums",
	    "the TCP length in the pseudo-header is left 0 " PSEUDO },
	{ "checksum-pseudo-length-other", "checksums",
	    "the TCP length in the pseudo-header counts the pseudo-header, "
	    "too, or the TCP header alone, or the data alone: it counts TCP "
	    "header and data " PSEUDO },
	{ "checksum-pseudo-protocol", "checksums",
	    "the protocol in the pseudo-header is not 6, TCP's " PSEUDO },
	{ "checksum-pseudo-header-only", "checksums",
	    "only the pseudo-header is summed, as a capture of the kernel's "
	    "own unfinished packets on lo shows it" },
	{ "checksum-odd-byte-dropped", "checksums",
	    "the last byte of a segment of odd length is left out: it counts "
	    "as a word with a zero byte after it (RFC 1071 section 4.1)" },
	{ "checksum-odd-byte-low-half", "checksums",
	    "the last byte of a segment of odd length is added as the low half "
	    "of a word: it is the high half, the zero byte comes after it "
	    "(RFC 1071 section 4.1)" },
	{ "checksum-carries-dropped", "checksums",
	    "carries out of the 16 bits are lost: they are added back until "
	    "none is left, and one folding can make a new one (RFC 1071 "
	    "section 4.1)" },
	{ "checksum-never-filled", "checksums",
	    "the field is never filled in: 0 stands there for the summing, "
	    "then the result takes its place (RFC 1071 section 1)" },
	{ "checksum-data-left-out", "checksums",
	    "the data is left out of the sum, or is put in only afterwards: "
	    "the sum covers header and data (RFC 9293 section 3.1)" },
	{ "checksum-header-alone", "checksums",
	    "the words of the TCP header alone are added up and not "
	    "complemented: the sum covers pseudo-header and data as well, and "
	    "its ones' complement is stored " PSEUDO },
	{ "checksum-data-summed", "checksums",
	    "the data is summed, too: the header checksum covers the header "
	    "alone (RFC 791 section 3.1)" },
	{ "checksum-made-too-early", "checksums",
	    "addresses or total length are put in after the summing: the "
	    "header checksum covers all fields, so it is made last (RFC 791 "
	    "section 3.1)" },
	{ NULL, NULL, NULL },
};

static const struct replay replays[] = {
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
};

/* Returns 0, or -1 if packet has no such layer or it cannot be summed. */
static int
summed_from(
    const struct packet *packet, enum layer_kind kind, struct summed *summed)
{
	const struct layer *layer = packet_layer(packet, kind);
	const char *name = kind == LAYER_IPV4 ? "header checksum" : "checksum";
	const struct field *field = field_find(kind, name);

	if (layer == NULL || field == NULL || layer->offset > packet->len)
		return -1;
	summed->there = summed->len = packet->len - layer->offset;
	if (kind == LAYER_IPV4)
		summed->len = layer->len;
	if (summed->there > MAX_SEGMENT || summed->len > summed->there ||
	    layer->len > summed->len)
		return -1;
	memcpy(summed->segment, packet->bytes + layer->offset, summed->there);
	field_set(field, summed->segment, 0);
	summed->header_len = layer->len;
	if (kind == LAYER_TCP || kind == LAYER_UDP) {
		summed->pseudo_len = PSEUDO_LEN;
		checksum_pseudo_header(
		    packet, (uint16_t)summed->len, summed->pseudo);
	}
	return checksum_wanted(packet, kind, &summed->wanted);
}

/* The lines of wanted's arithmetic, so that it can be done by hand. */
static void
prove(const struct summed *summed, struct strings *proof)
{
	const uint8_t *p = summed->pseudo;
	uint16_t pseudo, segment;

	pseudo = checksum_fold(checksum_add(0, p, summed->pseudo_len));
	segment = checksum_fold(checksum_add(0, summed->segment, summed->len));
	if (summed->pseudo_len > 0) {
		strings_addf(proof,
		    "pseudo-header: %02x %02x %02x %02x | %02x %02x %02x %02x "
		    "| %02x | %02x | %02x %02x",
		    p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9],
		    p[10], p[11]);
		strings_add(proof,
		    "  (source, destination, zero, protocol, "
		    "length of TCP header and data)");
		strings_addf(proof, "sum(pseudo-header)  = 0x%04x", pseudo);
		strings_addf(proof, "sum(segment)        = 0x%04x", segment);
	}
	strings_addf(proof, "sum of all, folded  = 0x%04x, ~ 0x%04x  wanted",
	    (uint16_t)~summed->wanted, summed->wanted);
}

static bool
reproduces(
    const struct replay *replay, const struct summed *summed, uint16_t number)
{
	struct results results = { .count = 0 };
	size_t i;

	replay->play(summed, &results);
	for (i = 0; i < results.count; i++)
		if (results.numbers[i] == number)
			return true;
	return false;
}

void
diagnose_checksum(const struct packet *packet, enum layer_kind kind,
    struct verdict *verdict, struct finding *finding)
{
	const char *name = kind == LAYER_IPV4 ? "header checksum" : "checksum";
	uint16_t got = (uint16_t)packet_get(packet, kind, name);
	struct summed *summed = xcalloc(1, sizeof(*summed));
	char what[16];
	size_t i;

	if (summed_from(packet, kind, summed) != 0 || got == summed->wanted)
		goto out;
	if (finding != NULL)
		prove(summed, &finding->proof);
	snprintf(what, sizeof(what), "0x%04x", got);
	for (i = 0; i < sizeof(replays) / sizeof(replays[0]); i++) {
		if (!reproduces(&replays[i], summed, got))
			continue;
		diagnose_name(verdict, checksum_mistakes, replays[i].id, what);
		if (finding != NULL)
			strings_addf(&finding->proof, "%s gives 0x%04x  yours",
			    replays[i].proof, got);
	}
out:
	free(summed);
}
