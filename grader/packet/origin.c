/* The kernel's answers told from the program's packets: see origin.h. */

#include <string.h>

#include "model/lab_facts.h"
#include "packet/decode.h"
#include "packet/origin.h"
#include "packet/segment.h"

/* What of the quoted segment is compared. */
enum { QUOTED_PORTS_LEN = 4 };

static bool
is_icmp_error(const struct packet *packet)
{
	/* RFC 792; the other types quote nothing. */
	switch (packet_get(packet, LAYER_ICMP, "type")) {
	case 3:	 /* destination unreachable */
	case 4:	 /* source quench */
	case 5:	 /* redirect */
	case 11: /* time exceeded */
	case 12: /* parameter problem */
		return packet_layer(packet, LAYER_ICMP) != NULL;
	default:
		return false;
	}
}

/*
 * A segment that opens a connection is nobody's answer, so a program that lets
 * the kernel build its header twice is not taken for one.
 */
static bool
can_answer(const struct packet *packet)
{
	return packet_layer(packet, LAYER_TCP) != NULL &&
	    packet_get(packet, LAYER_TCP, "flags") & (FLAG_RST | FLAG_ACK);
}

static bool
crosses(const struct packet *a, const struct packet *b, enum layer_kind kind,
    const char *source, const char *destination)
{
	return packet_get(a, kind, source) ==
	    packet_get(b, kind, destination) &&
	    packet_get(a, kind, destination) == packet_get(b, kind, source);
}

/* True if answer goes back the way that the segment asked came. */
static bool
turns_around(const struct packet *answer, const struct packet *asked)
{
	return packet_layer(asked, LAYER_TCP) != NULL &&
	    crosses(answer, asked, LAYER_IPV4, "source address",
		"destination address") &&
	    crosses(
		answer, asked, LAYER_TCP, "source port", "destination port");
}

/* True if the ICMP message error carries the beginning of asked. */
static bool
quotes(const struct packet *error, const struct packet *asked)
{
	const struct layer *ip = packet_layer(asked, LAYER_IPV4);
	size_t quoted_len, len;
	const uint8_t *quoted = packet_data(error, &quoted_len);

	if (ip == NULL)
		return false;
	/* Up to the ports only: a UDP checksum may still change on its way. */
	len = ip->len + QUOTED_PORTS_LEN;
	if (len > asked->len - ip->offset)
		len = asked->len - ip->offset;
	return quoted_len >= len &&
	    memcmp(quoted, asked->bytes + ip->offset, len) == 0;
}

bool
frame_is_kernel_answer(const struct capture *capture, size_t index)
{
	const struct frame *frame = &capture->frames[index];
	struct packet packet, earlier;
	bool is_error;

	decode_frame(frame->data, frame->len, &packet);
	is_error = is_icmp_error(&packet);
	if (packet_get(&packet, LAYER_IPV4, "TTL") != LAB_TTL ||
	    (!is_error && !can_answer(&packet)))
		return false;
	/* Backwards: what is answered mostly stands just before. */
	while (index-- > 0) {
		frame = &capture->frames[index];
		decode_frame(frame->data, frame->len, &earlier);
		if (is_error ? quotes(&packet, &earlier)
			     : turns_around(&packet, &earlier))
			return true;
	}
	return false;
}
