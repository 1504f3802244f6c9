/* Canonical captures. */
#include "packet/canonical.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "model/lab_facts.h"
#include "packet/build.h"
#include "packet/decode.h"

enum { FIN = 0x01, SYN = 0x02, RST = 0x04, ACK = 0x10 };
enum { OPTION_END = 0, OPTION_PAD = 1, OPTION_TIMES = 8, TIMES_LEN = 10 };

/* What the kernel's own choices are replaced by. */
enum {
	CLIENT_PORT = 49152, /* and on, in the order of the SYNs */
	FIRST_SEQUENCE = 1000000,
	WINDOW = 65535,
	MOST_FLOWS = 32,
	FIRST_EPHEMERAL = 32768 /* ip(7), ip_local_port_range */
};

/* 2000-01-01; frames are a millisecond apart. */
static const uint64_t first_time_ns = 946684800ULL * 1000000000;
static const uint64_t time_apart_ns = 1000000;

/* One direction of a connection, as its SYN began it. */
struct flow {
	uint32_t source, destination;
	uint16_t source_port, destination_port;
	uint32_t sequence_shift;
	uint16_t new_port; /* of the source; 0: it stays */
};

struct flows {
	struct flow items[MOST_FLOWS];
	size_t count;
	uint16_t next_port;
};

/* UDP ports of the kernel's choice, in the order in which they are seen. */
struct ports {
	uint16_t items[MOST_FLOWS];
	size_t count;
};

struct segment {
	struct packet packet;
	const struct layer *ip, *tcp;
	bool kernel; /* made by the lab's kernel */
	uint8_t flags;
	size_t data_len;
};

static bool
read_segment(const struct frame *frame, struct segment *segment)
{
	decode_frame(frame->data, frame->len, &segment->packet);
	segment->ip = packet_layer(&segment->packet, LAYER_IPV4);
	segment->tcp = packet_layer(&segment->packet, LAYER_TCP);
	if (segment->ip == NULL || segment->tcp == NULL)
		return false;
	segment->kernel =
	    packet_get(&segment->packet, LAYER_IPV4, "TTL") == LAB_TTL;
	segment->flags =
	    (uint8_t)packet_get(&segment->packet, LAYER_TCP, "flags");
	packet_data(&segment->packet, &segment->data_len);
	return true;
}

static uint32_t
get(const struct segment *segment, enum layer_kind kind, const char *field)
{
	return (uint32_t)packet_get(&segment->packet, kind, field);
}

/* The flow that the segment belongs to, or the one against it; or NULL. */
static struct flow *
find_flow(struct flows *flows, const struct segment *s, bool against)
{
	const uint32_t from = get(s, LAYER_IPV4, "source address");
	const uint32_t to = get(s, LAYER_IPV4, "destination address");
	const uint32_t from_port = get(s, LAYER_TCP, "source port");
	const uint32_t to_port = get(s, LAYER_TCP, "destination port");

	for (size_t i = flows->count; i-- > 0;) {
		struct flow *f = &flows->items[i];

		if (against ? f->source == to && f->destination == from &&
			    f->source_port == to_port &&
			    f->destination_port == from_port
			    : f->source == from && f->destination == to &&
			    f->source_port == from_port &&
			    f->destination_port == to_port)
			return f;
	}
	return NULL;
}

/* A SYN begins a flow; its first number is the kernel's choice or is not. */
static void
add_flow(struct flows *flows, const struct segment *s)
{
	struct flow *flow;

	if ((s->flags & SYN) == 0 || flows->count == MOST_FLOWS)
		return;
	flow = &flows->items[flows->count++];
	memset(flow, 0, sizeof(*flow));
	flow->source = get(s, LAYER_IPV4, "source address");
	flow->destination = get(s, LAYER_IPV4, "destination address");
	flow->source_port = (uint16_t)get(s, LAYER_TCP, "source port");
	flow->destination_port =
	    (uint16_t)get(s, LAYER_TCP, "destination port");
	if (!s->kernel)
		return;
	flow->sequence_shift = FIRST_SEQUENCE * (uint32_t)flows->count -
	    get(s, LAYER_TCP, "sequence number");
	if ((s->flags & ACK) == 0)
		flow->new_port = CLIENT_PORT + flows->next_port++;
}

/* Time stamps (RFC 7323 section 3.2) become 1 and, where there is one, 1. */
static void
clear_times(uint8_t *tcp, size_t header_len)
{
	size_t at = TCP_MIN_LEN;

	while (at < header_len && tcp[at] != OPTION_END) {
		size_t len = 1;

		if (tcp[at] != OPTION_PAD) {
			if (header_len - at < 2 || tcp[at + 1] < 2)
				return;
			len = tcp[at + 1];
		}
		if (len > header_len - at)
			return;
		if (tcp[at] == OPTION_TIMES && len == TIMES_LEN) {
			put_be32(tcp + at + 2, 1);
			put_be32(tcp + at + 6, get_be32(tcp + at + 6) != 0);
		}
		at += len;
	}
}

static void
set(struct frame *frame, enum layer_kind kind, const struct layer *layer,
    const char *name, uint64_t value)
{
	field_set(field_find(kind, name), frame->data + layer->offset, value);
}

/* What one side chose for itself, and what the other says of it. */
static void
rewrite(struct frame *frame, const struct segment *s, struct flows *flows)
{
	const struct flow *own = find_flow(flows, s, false);
	const struct flow *other = find_flow(flows, s, true);

	if (own != NULL) {
		set(frame, LAYER_TCP, s->tcp, "sequence number",
		    get(s, LAYER_TCP, "sequence number") + own->sequence_shift);
		if (own->new_port != 0)
			set(frame, LAYER_TCP, s->tcp, "source port",
			    own->new_port);
	}
	if (other != NULL) {
		if ((s->flags & ACK) != 0)
			set(frame, LAYER_TCP, s->tcp, "acknowledgement number",
			    get(s, LAYER_TCP, "acknowledgement number") +
				other->sequence_shift);
		if (other->new_port != 0)
			set(frame, LAYER_TCP, s->tcp, "destination port",
			    other->new_port);
	}
	set(frame, LAYER_IPV4, s->ip, "identification", 0);
	if ((s->flags & RST) == 0)
		set(frame, LAYER_TCP, s->tcp, "window", WINDOW);
	clear_times(frame->data + s->tcp->offset, s->tcp->len);
}

static void
finish(struct frame *frame)
{
	struct blob bytes = { frame->data, frame->len };

	frame_finish(&bytes);
	frame->data = bytes.data;
	frame->partial_checksum = false;
}

/*
 * An acknowledgement alone comes from a timer, unless it ends a handshake or
 * is the last of all.
 */
static bool
is_timer_ack(
    const struct capture *capture, size_t index, const struct segment *s)
{
	struct segment before;

	if (!s->kernel || s->flags != ACK || s->data_len > 0 ||
	    index + 1 == capture->count)
		return false;
	return index == 0 ||
	    !read_segment(&capture->frames[index - 1], &before) ||
	    before.flags != (SYN | ACK);
}

static void
remove_timer_acks(struct capture *capture)
{
	size_t kept = 0;

	for (size_t i = 0; i < capture->count; i++) {
		struct segment s;
		const bool remove = read_segment(&capture->frames[i], &s) &&
		    is_timer_ack(capture, i, &s);

		if (remove)
			free(capture->frames[i].data);
		capture->frames[kept] = capture->frames[i];
		kept += !remove;
	}
	capture->count = kept;
}

/* A datagram has no handshake to tell who chose: the number itself does. */
static uint16_t
canonical_port(struct ports *ports, uint16_t port)
{
	size_t i = 0;

	if (port < FIRST_EPHEMERAL)
		return port;
	while (i < ports->count && ports->items[i] != port)
		i++;
	if (i == MOST_FLOWS)
		return port;
	if (i == ports->count)
		ports->items[ports->count++] = port;
	return (uint16_t)(CLIENT_PORT + i);
}

/* What the kernel made besides TCP: a datagram, an ICMP error. */
static void
rewrite_datagram(struct frame *frame, struct ports *ports)
{
	static const char *const names[] = { "source port",
		"destination port" };
	struct packet packet;
	const struct layer *udp;

	decode_frame(frame->data, frame->len, &packet);
	udp = packet_layer(&packet, LAYER_UDP);
	if (packet_get(&packet, LAYER_IPV4, "TTL") != LAB_TTL)
		return;
	for (size_t i = 0; udp != NULL && i < 2; i++)
		set(frame, LAYER_UDP, udp, names[i],
		    canonical_port(ports,
			(uint16_t)packet_get(&packet, LAYER_UDP, names[i])));
	set(frame, LAYER_IPV4, packet_layer(&packet, LAYER_IPV4),
	    "identification", 0);
	finish(frame);
}

void
canonical_capture(struct capture *capture)
{
	struct flows flows = { .count = 0 };
	struct ports ports = { .count = 0 };

	remove_timer_acks(capture);
	for (size_t i = 0; i < capture->count; i++) {
		struct frame *frame = &capture->frames[i];
		struct segment s;

		frame->time_ns = first_time_ns + i * time_apart_ns;
		if (!read_segment(frame, &s)) {
			rewrite_datagram(frame, &ports);
			continue;
		}
		add_flow(&flows, &s);
		if (s.kernel) {
			rewrite(frame, &s, &flows);
			finish(frame);
		}
	}
}
