/*
 * The one table of packet fields: decoder, comparer, text and documents walk
 * it.  Bits are counted from the first bit of the layer, as the RFCs draw it.
 */
#ifndef GRADER_PACKET_FIELD_H
#define GRADER_PACKET_FIELD_H

#include <stddef.h>
#include <stdint.h>

enum layer_kind {
	LAYER_ETHERNET,
	LAYER_IPV4,
	LAYER_TCP,
	LAYER_UDP,
	LAYER_ICMP,
	LAYER_DATA /* what the layers above it carry */
};

enum compare_mode {
	COMPARE_EXACT,
	COMPARE_CHECKSUM, /* judged against the packet's own bytes */
	COMPARE_LENGTH,	  /* derived: judged against the packet's own bytes */
	COMPARE_KERNEL	  /* the kernel's own business: never compared */
};

/* How people write the number. */
enum base {
	BASE_DECIMAL,
	BASE_HEX,
	BASE_ADDRESS, /* of 32 bits: IPv4; of 48: Ethernet */
	BASE_FLAGS,   /* TCP's */
	BASE_IPV4_FLAGS
};

struct field {
	const char *name;	/* the RFC's, "total length" */
	uint16_t bit, width;	/* width at most 48 */
	enum compare_mode mode; /* of a packet that the student builds */
	enum base base;
	const char *rfc;
};

/* "TCP" */
const char *layer_name(enum layer_kind kind);

/* The fields of a layer in wire order, ended by a name of NULL. */
const struct field *layer_fields(enum layer_kind kind);

/* The field of that name, or NULL. */
const struct field *field_find(enum layer_kind kind, const char *name);

/* The checksum field of a layer, or NULL. */
const struct field *field_checksum(enum layer_kind kind);

/* Read and write a field of the layer that begins at layer[0]. */
uint64_t field_get(const struct field *field, const uint8_t *layer);
void field_set(const struct field *field, uint8_t *layer, uint64_t value);

/* The first byte of the field, and how many bytes it touches. */
size_t field_byte(const struct field *field);
size_t field_byte_len(const struct field *field);

/*
 * "0x1e61 (7777)", "127.0.0.1", "0x02 SYN": a string to be freed.  A decimal
 * field of at most 8 bits is just "64": it has no byte order to be seen.
 */
char *field_text(const struct field *field, uint64_t value);

#endif
