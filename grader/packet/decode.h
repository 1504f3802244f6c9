/* A frame taken apart into its layers.  No byte beyond len is ever read. */
#ifndef GRADER_PACKET_DECODE_H
#define GRADER_PACKET_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "packet/field.h"

enum {
	MAX_LAYERS = 8,
	ETHERNET_LEN = 14,
	IPV4_MIN_LEN = 20,
	TCP_MIN_LEN = 20,
	UDP_LEN = 8,
	ICMP_LEN = 8
};

struct layer {
	enum layer_kind kind;
	size_t offset; /* from the first byte of the frame */
	size_t len;    /* header with options; data: all of it */
};

struct packet {
	const uint8_t *bytes;
	size_t len;	  /* padding after the IP total length left out */
	size_t frame_len; /* with it */
	struct layer layers[MAX_LAYERS];
	size_t count;
	char fault[96]; /* what is malformed, or "" */
};

/*
 * Take apart the frame (Ethernet header first).  packet->bytes is frame itself.
 * Returns 0, or -1 if it is malformed: then fault says where first, and the
 * layers before the fault stand.  So does a header whose fixed part is there
 * but one of whose fields cannot be true: it is read on as if that field had
 * told of no options and of all the bytes there are, so that one wrong field
 * hides no other.  A protocol that has no table, and every fragment but the
 * first of a packet, becomes LAYER_DATA.
 */
int decode_frame(const uint8_t *frame, size_t len, struct packet *packet);

/* The first layer of that kind, or NULL. */
const struct layer *
packet_layer(const struct packet *packet, enum layer_kind kind);

/* The named field of the first such layer; 0 when there is none. */
uint64_t packet_get(
    const struct packet *packet, enum layer_kind kind, const char *field);

/*
 * The data that the last layer carries; *len 0 when there is none.  Never NULL,
 * so that it can be handed to memcmp().
 */
const uint8_t *packet_data(const struct packet *packet, size_t *len);

#endif
