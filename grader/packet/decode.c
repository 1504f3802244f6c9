/* A frame taken apart, header by header: see decode.h. */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "packet/decode.h"

enum {
	ETHERTYPE_IPV4 = 0x0800, /* RFC 894 */
	PROTOCOL_ICMP = 1,	 /* RFC 790, "assigned numbers" */
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17,
	MORE_FRAGMENTS = 1 /* lowest bit of the IPv4 flags */
};

/* Note what is malformed.  The first fault is the one that counts. */
static void __attribute__((format(printf, 2, 3)))
fault(struct packet *packet, const char *format, ...)
{
	va_list args;

	if (packet->fault[0] != '\0')
		return;
	va_start(args, format);
	vsnprintf(packet->fault, sizeof(packet->fault), format, args);
	va_end(args);
}

static void
add_layer(
    struct packet *packet, enum layer_kind kind, size_t offset, size_t len)
{
	if (packet->count < MAX_LAYERS)
		packet->layers[packet->count++] =
		    (struct layer){ kind, offset, len };
}

/*
 * Add a header of at least min_len bytes at offset.
 * Returns 0, or -1 and a fault if the packet ends before.
 */
static int
add_header(
    struct packet *packet, enum layer_kind kind, size_t offset, size_t min_len)
{
	if (packet->len - offset < min_len) {
		fault(packet, "%s header: %zu of at least %zu bytes are there",
		    layer_name(kind), packet->len - offset, min_len);
		return -1;
	}
	add_layer(packet, kind, offset, min_len);
	return 0;
}

/* Make the header just added as long as its length field says. */
static void
take_options(struct packet *packet, const char *field)
{
	struct layer *layer = &packet->layers[packet->count - 1];
	uint64_t words = packet_get(packet, layer->kind, field);
	size_t left = packet->len - layer->offset;

	if (words * 4 < layer->len)
		fault(packet, "%s %s is %u, which is below 5",
		    layer_name(layer->kind), field, (unsigned)words);
	else if (words * 4 > left)
		fault(packet, "%s %s is %u: %u bytes, but %zu are there",
		    layer_name(layer->kind), field, (unsigned)words,
		    (unsigned)words * 4, left);
	else
		layer->len = words * 4;
}

/* What the last header carries. */
static void
add_data(struct packet *packet, size_t len)
{
	const struct layer *last = &packet->layers[packet->count - 1];

	if (len > 0)
		add_layer(packet, LAYER_DATA, last->offset + last->len, len);
}

static void
decode_tcp(struct packet *packet, size_t offset)
{
	const struct layer *tcp = &packet->layers[packet->count];

	if (add_header(packet, LAYER_TCP, offset, TCP_MIN_LEN) == -1)
		return;
	take_options(packet, "data offset");
	add_data(packet, packet->len - offset - tcp->len);
}

static void
decode_udp(struct packet *packet, size_t offset)
{
	size_t left = packet->len - offset;
	uint64_t length;

	if (add_header(packet, LAYER_UDP, offset, UDP_LEN) == -1)
		return;
	length = packet_get(packet, LAYER_UDP, "length");
	/* The first fragment of a datagram tells the length of all of it. */
	if (packet_get(packet, LAYER_IPV4, "flags") & MORE_FRAGMENTS)
		length = left;
	if (length < UDP_LEN || length > left) {
		fault(packet, "UDP length is %u, but %zu bytes are there",
		    (unsigned)length, left);
		length = left;
	}
	add_data(packet, length - UDP_LEN);
}

static void
decode_icmp(struct packet *packet, size_t offset)
{
	if (add_header(packet, LAYER_ICMP, offset, ICMP_LEN) == 0)
		add_data(packet, packet->len - offset - ICMP_LEN);
}

/* Cut the packet at its total length: what follows is padding. */
static void
take_total_length(struct packet *packet, const struct layer *ip)
{
	uint64_t total = packet_get(packet, LAYER_IPV4, "total length");
	size_t left = packet->len - ip->offset;

	if (total < ip->len)
		fault(packet, "IPv4 total length is %u, below its header's %zu",
		    (unsigned)total, ip->len);
	else if (total > left)
		fault(packet,
		    "IPv4 total length is %u, but %zu bytes are there",
		    (unsigned)total, left);
	else
		packet->len = ip->offset + total;
}

static void
decode_ipv4(struct packet *packet, size_t offset)
{
	const struct layer *ip = &packet->layers[packet->count];
	uint64_t protocol;

	if (add_header(packet, LAYER_IPV4, offset, IPV4_MIN_LEN) == -1)
		return;
	if (packet_get(packet, LAYER_IPV4, "version") != 4)
		fault(packet, "IPv4 version is %u",
		    (unsigned)packet_get(packet, LAYER_IPV4, "version"));
	take_options(packet, "IHL");
	take_total_length(packet, ip);
	protocol = packet_get(packet, LAYER_IPV4, "protocol");
	offset += ip->len;
	if (packet_get(packet, LAYER_IPV4, "fragment offset") != 0)
		add_data(packet, packet->len - offset);
	else if (protocol == PROTOCOL_TCP)
		decode_tcp(packet, offset);
	else if (protocol == PROTOCOL_UDP)
		decode_udp(packet, offset);
	else if (protocol == PROTOCOL_ICMP)
		decode_icmp(packet, offset);
	else
		add_data(packet, packet->len - offset);
}

int
decode_frame(const uint8_t *frame, size_t len, struct packet *packet)
{
	*packet =
	    (struct packet){ .bytes = frame, .len = len, .frame_len = len };
	if (add_header(packet, LAYER_ETHERNET, 0, ETHERNET_LEN) == -1)
		return -1;
	if (packet_get(packet, LAYER_ETHERNET, "type") == ETHERTYPE_IPV4)
		decode_ipv4(packet, ETHERNET_LEN);
	else
		add_data(packet, len - ETHERNET_LEN);
	return packet->fault[0] == '\0' ? 0 : -1;
}

const struct layer *
packet_layer(const struct packet *packet, enum layer_kind kind)
{
	for (size_t i = 0; i < packet->count; i++) {
		if (packet->layers[i].kind == kind)
			return &packet->layers[i];
	}
	return NULL;
}

uint64_t
packet_get(const struct packet *packet, enum layer_kind kind, const char *name)
{
	const struct layer *layer = packet_layer(packet, kind);
	const struct field *field = field_find(kind, name);

	if (layer == NULL || field == NULL)
		return 0;
	return field_get(field, packet->bytes + layer->offset);
}

const uint8_t *
packet_data(const struct packet *packet, size_t *len)
{
	const struct layer *data = packet_layer(packet, LAYER_DATA);

	*len = data == NULL ? 0 : data->len;
	return data == NULL ? (const uint8_t *)""
			    : packet->bytes + data->offset;
}
