/* One UDP datagram of a capture. */
#ifndef GRADER_PACKET_DATAGRAM_H
#define GRADER_PACKET_DATAGRAM_H

#include <stddef.h>
#include <stdint.h>

#include "model/evidence.h"

struct wire_datagram {
	const uint8_t *source, *destination; /* addresses, in the frame */
	uint16_t source_port, destination_port;
	const uint8_t *data; /* never NULL */
	size_t len;
};

/*
 * Read the frame into *datagram, which points into it.
 * Returns 0, or -1 if it is no sound UDP datagram, or not whole.
 */
int datagram_read(const struct frame *frame, struct wire_datagram *datagram);

#endif
