/* One UDP datagram of a capture: see datagram.h. */

#include "packet/datagram.h"
#include "bytes.h"
#include "packet/decode.h"

int
datagram_read(const struct frame *frame, struct wire_datagram *datagram)
{
	struct packet packet;
	const struct layer *ip, *udp;

	if (decode_frame(frame->data, frame->len, &packet) == -1)
		return -1;
	ip = packet_layer(&packet, LAYER_IPV4);
	udp = packet_layer(&packet, LAYER_UDP);
	if (udp == NULL)
		return -1;
	datagram->source = frame->data + ip->offset + 12;
	datagram->destination = frame->data + ip->offset + 16;
	datagram->source_port = get_be16(frame->data + udp->offset);
	datagram->destination_port = get_be16(frame->data + udp->offset + 2);
	datagram->data = packet_data(&packet, &datagram->len);
	return 0;
}
