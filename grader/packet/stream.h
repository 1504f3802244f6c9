/*
 * The TCP conversations of a capture: streams put together again, so that
 * how they were cut into segments, sent twice or out of order is gone.
 */
#ifndef GRADER_PACKET_STREAM_H
#define GRADER_PACKET_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/blob.h"
#include "model/evidence.h"

struct stream { /* one direction */
	struct blob bytes;
	bool gap; /* bytes are missing: bytes ends before them */
	bool fin, reset;
	size_t segments; /* with data */
	size_t heard;	 /* bytes of the other one before its first came */
	uint32_t first_sequence;
};

struct conversation {
	uint8_t client_address[4], server_address[4];
	uint16_t client_port, server_port;
	bool established; /* the three-way handshake was seen */
	bool refused;	  /* SYN answered by RST */
	struct stream to_server, to_client;
};

struct conversations {
	struct conversation *items;
	size_t count;
};

/* All IPv4 TCP conversations of the capture, in the order of their SYNs. */
void streams_collect(
    const struct capture *capture, struct conversations *conversations);
void streams_release(struct conversations *conversations);

#endif
