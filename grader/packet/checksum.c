/*
 * The Internet checksum (RFC 1071): the complement of the one's complement sum
 * of all 16-bit words.
 */

#include <string.h>

#include "bytes.h"
#include "packet/checksum.h"

enum { PSEUDO_HEADER_LEN = 12, IPV4_SOURCE = 12 };

uint64_t
checksum_add(uint64_t sum, const uint8_t *data, size_t len)
{
	size_t even = len - len % 2;

	for (size_t i = 0; i < even; i += 2)
		sum += get_be16(data + i);
	if (len % 2 == 1)
		sum += (uint64_t)data[even] << 8;
	return sum;
}

uint16_t
checksum_fold(uint64_t sum)
{
	while (sum > 0xffff)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)sum;
}

/*
 *  0              8              16                             31
 * |                        source address                         |
 * |                      destination address                      |
 * |     zero      |   protocol    |         segment length        |
 */
void
checksum_pseudo_header(
    const struct packet *packet, uint16_t segment_len, uint8_t pseudo[12])
{
	const struct layer *ip = packet_layer(packet, LAYER_IPV4);

	memset(pseudo, 0, PSEUDO_HEADER_LEN);
	if (ip == NULL)
		return;
	memcpy(pseudo, packet->bytes + ip->offset + IPV4_SOURCE, 8);
	pseudo[9] = (uint8_t)packet_get(packet, LAYER_IPV4, "protocol");
	put_be16(pseudo + 10, segment_len);
}

/* How many bytes the layer's checksum covers, from its header on. */
static size_t
covered_len(const struct packet *packet, const struct layer *layer)
{
	size_t data_len;

	switch (layer->kind) {
	case LAYER_ETHERNET:
	case LAYER_DATA:
		break;
	case LAYER_IPV4:
		return layer->len;
	case LAYER_UDP:
		/* By its own length: what follows that is not UDP's. */
		packet_data(packet, &data_len);
		return layer->len + data_len;
	case LAYER_TCP:
	case LAYER_ICMP:
		return packet->len - layer->offset;
	}
	return 0;
}

int
checksum_wanted(
    const struct packet *packet, enum layer_kind kind, uint16_t *wanted)
{
	const struct layer *layer = packet_layer(packet, kind);
	const struct field *field = field_checksum(kind);
	uint8_t pseudo[PSEUDO_HEADER_LEN];
	const uint8_t *bytes;
	uint64_t sum = 0;
	size_t len, after;

	if (layer == NULL || field == NULL)
		return -1;
	bytes = packet->bytes + layer->offset;
	len = covered_len(packet, layer);
	if (kind == LAYER_TCP || kind == LAYER_UDP) {
		checksum_pseudo_header(packet, (uint16_t)len, pseudo);
		sum = checksum_add(sum, pseudo, sizeof(pseudo));
	}
	after = field_byte(field) + field_byte_len(field);
	sum = checksum_add(sum, bytes, field_byte(field));
	sum = checksum_add(sum, bytes + after, len - after);
	*wanted = (uint16_t)~checksum_fold(sum);
	/* RFC 768: zero means that there is none, so a sum of zero is ones. */
	if (kind == LAYER_UDP && *wanted == 0)
		*wanted = 0xffff;
	return 0;
}
