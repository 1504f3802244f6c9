/* One TCP segment of a capture, whole or cut. */
#ifndef GRADER_PACKET_SEGMENT_H
#define GRADER_PACKET_SEGMENT_H

#include <stddef.h>
#include <stdint.h>

#include "model/evidence.h"

/* Bits of the flags field (RFC 9293 section 3.1). */
enum { FLAG_FIN = 0x01, FLAG_SYN = 0x02, FLAG_RST = 0x04, FLAG_ACK = 0x10 };

struct segment {
	const uint8_t *source, *destination; /* addresses, in the frame */
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledgement;
	unsigned flags;
	const uint8_t *data;
	size_t kept; /* bytes of data that are in the frame */
	size_t len;  /* bytes of data that it had */
};

/*
 * Read the frame into *segment, which points into it.  A frame that the capture
 * cut is read too, as long as its headers are whole.
 * Returns 0, or -1 if it is no sound TCP segment.
 */
int segment_read(const struct frame *frame, struct segment *segment);

#endif
