/* The table of packet fields, and the bits that a row stands for. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/blob.h"
#include "packet/field.h"

static const struct field ethernet_fields[] = { { "destination address", 0, 48,
						    COMPARE_EXACT, BASE_ADDRESS,
						    "RFC 894" },
	{ "source address", 48, 48, COMPARE_EXACT, BASE_ADDRESS, "RFC 894" },
	{ "type", 96, 16, COMPARE_EXACT, BASE_HEX, "RFC 894" },
	{ NULL, 0, 0, COMPARE_EXACT, BASE_HEX, NULL } };

/*
 *  0      4      8                16  19                            31
 * |version| IHL  | type of service |         total length            |
 * |        identification          |flags|     fragment offset       |
 * |     TTL      |    protocol     |        header checksum          |
 * |                          source address                          |
 * |                       destination address                        |
 */
#define RFC_IPV4 "RFC 791 section 3.1"
static const struct field ipv4_fields[] = { { "version", 0, 4, COMPARE_EXACT,
						BASE_DECIMAL, RFC_IPV4 },
	{ "IHL", 4, 4, COMPARE_EXACT, BASE_DECIMAL, RFC_IPV4 },
	{ "type of service", 8, 8, COMPARE_EXACT, BASE_HEX, RFC_IPV4 },
	{ "total length", 16, 16, COMPARE_LENGTH, BASE_DECIMAL, RFC_IPV4 },
	{ "identification", 32, 16, COMPARE_EXACT, BASE_DECIMAL, RFC_IPV4 },
	{ "flags", 48, 3, COMPARE_EXACT, BASE_IPV4_FLAGS, RFC_IPV4 },
	{ "fragment offset", 51, 13, COMPARE_EXACT, BASE_DECIMAL, RFC_IPV4 },
	{ "TTL", 64, 8, COMPARE_EXACT, BASE_DECIMAL, RFC_IPV4 },
	{ "protocol", 72, 8, COMPARE_EXACT, BASE_DECIMAL, RFC_IPV4 },
	{ "header checksum", 80, 16, COMPARE_CHECKSUM, BASE_HEX, RFC_IPV4 },
	{ "source address", 96, 32, COMPARE_EXACT, BASE_ADDRESS, RFC_IPV4 },
	{ "destination address", 128, 32, COMPARE_EXACT, BASE_ADDRESS,
	    RFC_IPV4 },
	{ NULL, 0, 0, COMPARE_EXACT, BASE_HEX, NULL } };

/*
 *  0             4        8               16                         31
 * |          source port                  |     destination port      |
 * |                        sequence number                            |
 * |                     acknowledgement number                        |
 * | data offset | reserved |    flags     |          window           |
 * |           checksum                    |      urgent pointer       |
 */
#define RFC_TCP "RFC 9293 section 3.1"
static const struct field tcp_fields[] = {
	{ "source port", 0, 16, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ "destination port", 16, 16, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ "sequence number", 32, 32, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ "acknowledgement number", 64, 32, COMPARE_EXACT, BASE_DECIMAL,
	    RFC_TCP },
	{ "data offset", 96, 4, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ "reserved", 100, 4, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ "flags", 104, 8, COMPARE_EXACT, BASE_FLAGS, RFC_TCP },
	{ "window", 112, 16, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ "checksum", 128, 16, COMPARE_CHECKSUM, BASE_HEX, RFC_TCP },
	{ "urgent pointer", 144, 16, COMPARE_EXACT, BASE_DECIMAL, RFC_TCP },
	{ NULL, 0, 0, COMPARE_EXACT, BASE_HEX, NULL }
};

/*
 *  0                                     16                         31
 * |          source port                  |     destination port      |
 * |            length                     |         checksum          |
 */
static const struct field udp_fields[] = {
	{ "source port", 0, 16, COMPARE_EXACT, BASE_DECIMAL, "RFC 768" },
	{ "destination port", 16, 16, COMPARE_EXACT, BASE_DECIMAL, "RFC 768" },
	{ "length", 32, 16, COMPARE_LENGTH, BASE_DECIMAL, "RFC 768" },
	{ "checksum", 48, 16, COMPARE_CHECKSUM, BASE_HEX, "RFC 768" },
	{ NULL, 0, 0, COMPARE_EXACT, BASE_HEX, NULL }
};

/* The last four bytes mean something else in each type of message. */
static const struct field icmp_fields[] = { { "type", 0, 8, COMPARE_EXACT,
						BASE_DECIMAL, "RFC 792" },
	{ "code", 8, 8, COMPARE_EXACT, BASE_DECIMAL, "RFC 792" },
	{ "checksum", 16, 16, COMPARE_CHECKSUM, BASE_HEX, "RFC 792" },
	{ "rest of header", 32, 32, COMPARE_EXACT, BASE_HEX, "RFC 792" },
	{ NULL, 0, 0, COMPARE_EXACT, BASE_HEX, NULL } };

static const struct field no_fields[] = { { NULL, 0, 0, COMPARE_EXACT, BASE_HEX,
    NULL } };

/* From the lowest bit up, which gives the usual "SYN,ACK" and "RST,ACK". */
static const char *const tcp_flags[] = { "FIN", "SYN", "RST", "PSH", "ACK",
	"URG", "ECE", "CWR", NULL };
static const char *const ipv4_flags[] = { "MF", "DF", "reserved", NULL };

const char *
layer_name(enum layer_kind kind)
{
	switch (kind) {
	case LAYER_ETHERNET:
		return "Ethernet";
	case LAYER_IPV4:
		return "IPv4";
	case LAYER_TCP:
		return "TCP";
	case LAYER_UDP:
		return "UDP";
	case LAYER_ICMP:
		return "ICMP";
	case LAYER_DATA:
		return "data";
	}
	return "";
}

const struct field *
layer_fields(enum layer_kind kind)
{
	switch (kind) {
	case LAYER_ETHERNET:
		return ethernet_fields;
	case LAYER_IPV4:
		return ipv4_fields;
	case LAYER_TCP:
		return tcp_fields;
	case LAYER_UDP:
		return udp_fields;
	case LAYER_ICMP:
		return icmp_fields;
	case LAYER_DATA:
		return no_fields;
	}
	return no_fields;
}

const struct field *
field_find(enum layer_kind kind, const char *name)
{
	const struct field *field = layer_fields(kind);

	for (; field->name != NULL; field++) {
		if (strcmp(field->name, name) == 0)
			return field;
	}
	return NULL;
}

const struct field *
field_checksum(enum layer_kind kind)
{
	const struct field *field = layer_fields(kind);

	for (; field->name != NULL; field++) {
		if (field->mode == COMPARE_CHECKSUM)
			return field;
	}
	return NULL;
}

size_t
field_byte(const struct field *field)
{
	return field->bit / 8;
}

size_t
field_byte_len(const struct field *field)
{
	return (field->bit + field->width + 7) / 8 - field_byte(field);
}

/* How far the field's lowest bit stands above that of its last byte. */
static unsigned
field_shift(const struct field *field)
{
	return (8 - (field->bit + field->width) % 8) % 8;
}

static uint64_t
field_mask(const struct field *field)
{
	return (UINT64_C(1) << field->width) - 1;
}

uint64_t
field_get(const struct field *field, const uint8_t *layer)
{
	const uint8_t *p = layer + field_byte(field);
	uint64_t value = 0;

	for (size_t i = 0; i < field_byte_len(field); i++)
		value = value << 8 | p[i];
	return value >> field_shift(field) & field_mask(field);
}

void
field_set(const struct field *field, uint8_t *layer, uint64_t value)
{
	uint64_t mask = field_mask(field) << field_shift(field);
	uint64_t bits = value << field_shift(field) & mask;
	uint8_t *p = layer + field_byte(field);

	for (size_t i = field_byte_len(field); i-- > 0;) {
		p[i] = (uint8_t)((p[i] & ~mask) | bits);
		mask >>= 8;
		bits >>= 8;
	}
}

static char *
address_text(const struct field *field, uint64_t value)
{
	struct blob text = { 0 };
	unsigned bit = field->width;

	while (bit > 0) {
		bit -= 8;
		if (field->width == 32)
			blob_printf(
			    &text, "%u", (unsigned)(value >> bit & 0xff));
		else
			blob_printf(
			    &text, "%02x", (unsigned)(value >> bit & 0xff));
		if (bit > 0)
			blob_add(&text, field->width == 32 ? "." : ":", 1);
	}
	return (char *)text.data;
}

static char *
flags_text(const char *const *names, int digits, uint64_t value)
{
	struct blob text = { 0 };
	const char *between = " ";

	blob_printf(&text, "0x%0*llx", digits, (unsigned long long)value);
	for (unsigned i = 0; names[i] != NULL; i++) {
		if ((value >> i & 1) == 0)
			continue;
		blob_printf(&text, "%s%s", between, names[i]);
		between = ",";
	}
	if (value == 0)
		blob_printf(&text, " no flags");
	return (char *)text.data;
}

char *
field_text(const struct field *field, uint64_t value)
{
	unsigned long long number = value;
	int digits = (field->width + 3) / 4;

	switch (field->base) {
	case BASE_DECIMAL:
		if (field->width <= 8)
			return xprintf("%llu", number);
		return xprintf("0x%0*llx (%llu)", digits, number, number);
	case BASE_HEX:
		break;
	case BASE_ADDRESS:
		return address_text(field, value);
	case BASE_FLAGS:
		return flags_text(tcp_flags, digits, value);
	case BASE_IPV4_FLAGS:
		return flags_text(ipv4_flags, digits, value);
	}
	return xprintf("0x%0*llx", digits, number);
}
