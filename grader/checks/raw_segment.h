/* The TCP segment in a packet that the student built by hand. */
#ifndef GRADER_CHECKS_RAW_SEGMENT_H
#define GRADER_CHECKS_RAW_SEGMENT_H

#include "checks/raw_packet.h"

enum { FLAG_SYN = 0x02 };

/*
 * Take the frame apart as a TCP segment.  Where its data offset is impossible
 * the header counts as 20 bytes, so that every field can still be named.
 * Returns 0, or -1 if it is not IPv4 or too short for a TCP header.
 */
int read_segment(const struct frame *frame, const struct packet *wanted,
    struct packet *packet);

/*
 * After the first own frame, did the kernel answer the wanted SYN with SYN,ACK
 * and its sequence number plus one?
 */
bool
syn_was_answered(const struct own_frames *frames, const struct packet *wanted);

#endif
