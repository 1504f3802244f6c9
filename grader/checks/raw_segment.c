/* The TCP segment in a packet that the student built by hand. */
#include "checks/raw_segment.h"
#include "packet/origin.h"

enum { FLAG_ACK = 0x10 };

/* Lay a TCP header of 20 bytes over what the IPv4 header carries. */
static int
lay_segment(struct packet *packet)
{
	const struct layer *ipv4 = packet_layer(packet, LAYER_IPV4);
	size_t from;

	if (ipv4 == NULL)
		return -1;
	from = ipv4->offset + ipv4->len;
	if (from > packet->len || packet->len - from < TCP_MIN_LEN)
		return -1;
	packet->count = (size_t)(ipv4 - packet->layers) + 1;
	packet->layers[packet->count++] =
	    (struct layer){ LAYER_TCP, from, TCP_MIN_LEN };
	from += TCP_MIN_LEN;
	packet->layers[packet->count++] =
	    (struct layer){ LAYER_DATA, from, packet->len - from };
	return 0;
}

int
read_segment(const struct frame *frame, const struct packet *wanted,
    struct packet *packet)
{
	decode_frame(frame->data, frame->len, packet);
	if (packet_layer(packet, LAYER_IPV4) == NULL)
		return -1;
	if (!look_past_total_length(wanted, packet) &&
	    packet_layer(packet, LAYER_TCP) != NULL)
		return 0;
	return lay_segment(packet);
}

static bool
mirrored(const struct packet *a, const struct packet *b, enum layer_kind kind,
    const char *source, const char *destination)
{
	return packet_get(a, kind, source) ==
	    packet_get(b, kind, destination) &&
	    packet_get(a, kind, destination) == packet_get(b, kind, source);
}

/* A SYN,ACK that turns the wanted packet around. */
static bool
is_answer(const struct packet *wanted, const struct packet *packet)
{
	uint64_t seq = packet_get(wanted, LAYER_TCP, "sequence number");

	return packet_get(packet, LAYER_TCP, "flags") ==
	    (FLAG_SYN | FLAG_ACK) &&
	    mirrored(wanted, packet, LAYER_IPV4, "source address",
		"destination address") &&
	    mirrored(
		wanted, packet, LAYER_TCP, "source port", "destination port") &&
	    packet_get(packet, LAYER_TCP, "acknowledgement number") ==
	    (uint32_t)(seq + 1);
}

bool
syn_was_answered(const struct own_frames *frames, const struct packet *wanted)
{
	const struct capture *capture = frames->capture;
	struct packet packet;
	size_t i;

	for (i = frames->indices[0]; i < capture->count; i++)
		if (decode_frame(capture->frames[i].data,
			capture->frames[i].len, &packet) == 0 &&
		    is_answer(wanted, &packet) &&
		    frame_is_kernel_answer(capture, i))
			return true;
	return false;
}
