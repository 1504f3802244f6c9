/*
 * A hex dump, with some of its bytes marked.
 *
 *   0000: 45 00 00 28 30 39 00 00  40 06 4c c4 7f 00 00 01   E..(09..@.L.....
 *   0010: 7f 00 00 01 9c 40 1e 61  00 00 00 01 00 00 00 00   .....@.a........
 *   0020: 50 02 ff ff[f7 3d]00 00                            P....=..
 */
#ifndef COMMON_HEXDUMP_H
#define COMMON_HEXDUMP_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Print len bytes at data to out, 16 a line, each line begun by indent.  The
 * mark_len bytes from offset mark are put in brackets; mark_len 0 marks none.
 * Bytes outside 0x20..0x7e are shown as dots, so the dump is safe to print.
 */
void hexdump(FILE *out, const char *indent, const uint8_t *data, size_t len,
    size_t mark, size_t mark_len);

#endif
