/*
 * A wrong checksum: every known way to get it wrong is replayed on the
 * packet's own bytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/checksum_replays.h"
#include "diagnose/table.h"
#include "packet/checksum.h"

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
	{ "checksum-end-left-out", "checksums",
	    "as many bytes are summed as the segment has, the pseudo-header "
	    "among them: its 12 bytes come on top, and the last 12 of the "
	    "segment count, too " PSEUDO },
	{ NULL, NULL, NULL },
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
reproduces(const struct checksum_replay *replay, const struct summed *summed,
    uint16_t number)
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
	const struct checksum_replay *replay;

	if (summed_from(packet, kind, summed) != 0 || got == summed->wanted)
		goto out;
	if (finding != NULL)
		prove(summed, &finding->proof);
	snprintf(what, sizeof(what), "0x%04x", got);
	for (replay = checksum_replays; replay->id != NULL; replay++) {
		if (!reproduces(replay, summed, got))
			continue;
		diagnose_name(verdict, checksum_mistakes, replay->id, what);
		if (finding != NULL)
			strings_addf(&finding->proof, "%s gives 0x%04x  yours",
			    replay->proof, got);
	}
out:
	free(summed);
}
