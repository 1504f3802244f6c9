/*
 * Command-line arguments, checked before they are used.
 *
 * Neither function prints or exits: what to say about a bad argument is the
 * program's business.
 */
#ifndef COMMON_ARGS_H
#define COMMON_ARGS_H

#include <stdint.h>

/*
 * Read text as a decimal number in low..high (both included) into *value.
 * Returns 0, or -1 (and *value untouched) if text is empty, holds anything
 * but digits, or lies outside the range, however many digits it has.
 */
int
parse_number(const char *text, uint32_t low, uint32_t high, uint32_t *value);

/*
 * Read text as an IPv4 address in dotted decimal ("192.0.2.1") into
 * address[0..3], in the order in which it is written and sent.
 * Returns 0, or -1 (and address untouched) if it is anything else.
 */
int parse_address(const char *text, uint8_t address[4]);

#endif
