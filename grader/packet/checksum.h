/* The Internet checksum, RFC 1071. */
#ifndef GRADER_PACKET_CHECKSUM_H
#define GRADER_PACKET_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

#include "packet/decode.h"

/* Add the bytes to sum as big-endian words; an odd last one is padded. */
uint64_t checksum_add(uint64_t sum, const uint8_t *data, size_t len);

/* Fold the carries in until the sum has 16 bits.  Not complemented. */
uint16_t checksum_fold(uint64_t sum);

/* The 12 bytes of the pseudo-header of RFC 9293 section 3.1. */
void checksum_pseudo_header(
    const struct packet *packet, uint16_t segment_len, uint8_t pseudo[12]);

/*
 * What the checksum of that layer (IPv4, TCP, UDP or ICMP) has to be for the
 * packet's other bytes as they are; the field itself counts as 0.
 * Returns 0, or -1 if the packet has no such layer.
 */
int checksum_wanted(
    const struct packet *packet, enum layer_kind kind, uint16_t *wanted);

#endif
