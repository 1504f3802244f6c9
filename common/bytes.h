/*
 * Numbers in network byte order, one byte at a time.
 *
 * On the wire the most significant byte comes first.  Bytes live in buffers,
 * host-order integers live in variables; these four are the only way between
 * them, so a value in a variable is never in the wrong order.  They need no
 * alignment and give the same answer on every machine.
 */
#ifndef COMMON_BYTES_H
#define COMMON_BYTES_H

#include <stdint.h>

/* The 16-bit number whose first byte is p[0]. */
uint16_t get_be16(const uint8_t *p);

/* The 32-bit number whose first byte is p[0]. */
uint32_t get_be32(const uint8_t *p);

/* Write value at p[0], p[1], most significant byte first. */
void put_be16(uint8_t *p, uint16_t value);

/* Write value at p[0] .. p[3], most significant byte first. */
void put_be32(uint8_t *p, uint32_t value);

#endif
