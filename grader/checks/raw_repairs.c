/* What the kernel mended in a header that the student built by hand. */
#include <string.h>

#include "bytes.h"
#include "checks/raw_repairs.h"
#include "packet/checksum.h"

enum { TOTAL_LENGTH_AT = 2, CHECKSUM_AT = 10 };

/* The checksum of the IPv4 header in bytes, with this total length in it. */
static uint16_t
header_checksum(const struct blob *bytes, uint16_t total_length)
{
	uint8_t header[60];
	size_t len = (size_t)(bytes->data[0] & 0xf) * 4;

	memcpy(header, bytes->data, len);
	put_be16(header + TOTAL_LENGTH_AT, total_length);
	put_be16(header + CHECKSUM_AT, 0);
	return (uint16_t)~checksum_fold(checksum_add(0, header, len));
}

/* Only what begins with a whole IPv4 header was meant as a packet. */
static bool
is_ipv4(const struct blob *bytes)
{
	size_t header_len;

	if (bytes->len < IPV4_MIN_LEN || bytes->data[0] >> 4 != 4)
		return false;
	header_len = (size_t)(bytes->data[0] & 0xf) * 4;
	return header_len >= IPV4_MIN_LEN && header_len <= bytes->len;
}

/* A number of the header that the kernel mended. */
static void
note_repair(struct verdict *verdict, const char *call, const char *field,
    unsigned got, unsigned wanted)
{
	verdict_note(verdict,
	    "the %s handed to %s was 0x%04x (%u), not 0x%04x (%u): Linux "
	    "repaired it on the way, other systems need not (raw(7))",
	    field, call, got, got, wanted, wanted);
}

void
note_repairs(const struct evidence *evidence, const struct packet *got,
    struct verdict *verdict)
{
	const struct handed *handed;
	uint16_t length, checksum, wanted;

	if (evidence->handed_count == 0 || !is_ipv4(&evidence->handed[0].bytes))
		return;
	handed = &evidence->handed[0];
	length = get_be16(handed->bytes.data + TOTAL_LENGTH_AT);
	checksum = get_be16(handed->bytes.data + CHECKSUM_AT);
	wanted = header_checksum(&handed->bytes, (uint16_t)handed->bytes.len);
	if (length != 0 && length != handed->bytes.len &&
	    length != packet_get(got, LAYER_IPV4, "total length"))
		note_repair(verdict, handed->call, "total length", length,
		    (unsigned)handed->bytes.len);
	if (checksum != 0 && checksum != wanted &&
	    checksum != header_checksum(&handed->bytes, length) &&
	    checksum != packet_get(got, LAYER_IPV4, "header checksum"))
		note_repair(
		    verdict, handed->call, "header checksum", checksum, wanted);
}
