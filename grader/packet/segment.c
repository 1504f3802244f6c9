/* One TCP segment of a capture: see segment.h. */

#include "packet/segment.h"
#include "bytes.h"
#include "packet/decode.h"

/*
 * The length of the data that a cut frame had, by its headers.
 * Returns 0, or -1 if they cannot be true.
 */
static int
length_before_cut(const struct frame *frame, const struct packet *packet,
    const struct layer *ip, const struct layer *tcp, size_t *len)
{
	size_t total = packet_get(packet, LAYER_IPV4, "total length");
	size_t headers = ip->len + tcp->len;

	if (packet_get(packet, LAYER_TCP, "data offset") * 4 != tcp->len ||
	    total < headers || total > frame->wire_len - ip->offset)
		return -1;
	*len = total - headers;
	return 0;
}

int
segment_read(const struct frame *frame, struct segment *segment)
{
	struct packet packet;
	int rc = decode_frame(frame->data, frame->len, &packet);
	const struct layer *ip = packet_layer(&packet, LAYER_IPV4);
	const struct layer *tcp = packet_layer(&packet, LAYER_TCP);

	if (tcp == NULL)
		return -1;
	segment->data = packet_data(&packet, &segment->kept);
	segment->len = segment->kept;
	/* That a cut frame ends early is no fault of its. */
	if (rc == -1 && frame->len < frame->wire_len)
		rc = length_before_cut(frame, &packet, ip, tcp, &segment->len);
	segment->source = frame->data + ip->offset + 12;
	segment->destination = frame->data + ip->offset + 16;
	segment->source_port = get_be16(frame->data + tcp->offset);
	segment->destination_port = get_be16(frame->data + tcp->offset + 2);
	segment->sequence = get_be32(frame->data + tcp->offset + 4);
	segment->acknowledgement = get_be32(frame->data + tcp->offset + 8);
	segment->flags = (unsigned)packet_get(&packet, LAYER_TCP, "flags");
	return rc;
}
