/* A wrong number in a field of a packet that the student built. */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "diagnose/table.h"
#include "model/lab_facts.h"

/* A field of got that differs from wanted's, and its layer in both. */
struct wrong_field {
	const struct packet *wanted_packet, *got_packet;
	enum layer_kind kind;
	const struct field *field;
	const uint8_t *wanted, *got; /* the layers' first bytes */
	uint64_t wanted_number, got_number;
};

struct replay {
	const char *id;
	bool (*fits)(const struct wrong_field *wrong);
};

/* The whole 16-bit word that the field lies in has its bytes exchanged. */
static bool
fits_byte_order_16(const struct wrong_field *wrong)
{
	size_t word = field_byte(wrong->field) & ~(size_t)1;
	const uint8_t *wanted = wrong->wanted + word, *got = wrong->got + word;

	if (wrong->field->width > 16)
		return false;
	return wanted[0] == got[1] && wanted[1] == got[0];
}

static bool
fits_byte_order_32(const struct wrong_field *wrong)
{
	size_t byte = field_byte(wrong->field), i;

	if (wrong->field->width != 32)
		return false;
	for (i = 0; i < 4; i++)
		if (wrong->wanted[byte + i] != wrong->got[byte + 3 - i])
			return false;
	return true;
}

/* All bytes that a constant field touches were left 0. */
static bool
fits_constant_forgotten(const struct wrong_field *wrong)
{
	static const char *const constants[] = { "version", "IHL",
		"identification", "TTL", "protocol", "data offset", "flags",
		"window" };
	size_t byte = field_byte(wrong->field), i;

	for (i = 0; i < field_byte_len(wrong->field); i++)
		if (wrong->got[byte + i] != 0)
			return false;
	for (i = 0; i < sizeof(constants) / sizeof(constants[0]); i++)
		if (strcmp(wrong->field->name, constants[i]) == 0)
			return true;
	return false;
}

/* 20 instead of 5: in the whole byte, or cut to the four bits there are. */
static bool
fits_header_length_in_bytes(const struct wrong_field *wrong)
{
	uint64_t bytes = wrong->wanted_number * 4;

	if (strcmp(wrong->field->name, "IHL") != 0 &&
	    strcmp(wrong->field->name, "data offset") != 0)
		return false;
	return wrong->got_number == (bytes & 0xf) ||
	    wrong->got[field_byte(wrong->field)] == bytes;
}

/* Both fields of the pair hold what the other one should. */
static bool
exchanged(const struct wrong_field *wrong, const char *one, const char *other)
{
	const struct packet *wanted = wrong->wanted_packet;
	const struct packet *got = wrong->got_packet;
	const char *name = wrong->field->name;

	if (strcmp(name, one) != 0 && strcmp(name, other) != 0)
		return false;
	return packet_get(wanted, wrong->kind, one) ==
	    packet_get(got, wrong->kind, other) &&
	    packet_get(wanted, wrong->kind, other) ==
	    packet_get(got, wrong->kind, one);
}

static bool
fits_addresses_exchanged(const struct wrong_field *wrong)
{
	return exchanged(wrong, "source address", "destination address");
}

static bool
fits_ports_exchanged(const struct wrong_field *wrong)
{
	return exchanged(wrong, "source port", "destination port");
}

const struct mistake field_mistakes[] = {
	{ "byte-order-16", "fields",
	    "a 16-bit number is stored as this machine keeps it: on the wire "
	    "the high byte comes first (htons, put_be16; RFC 791 appendix B)" },
	{ "byte-order-32", "fields",
	    "a 32-bit number is stored as this machine keeps it: on the wire "
	    "the high byte comes first (htonl, put_be32; RFC 791 appendix B)" },
	{ "constant-forgotten", "fields",
	    "the field is never set, and keeps the 0 that the buffer began "
	    "with" },
	{ "header-length-in-bytes", "fields",
	    "the header's length is given in bytes: it counts words of four "
	    "bytes, so 20 bytes are 5, in the upper or lower half of its byte "
	    "(RFC 791 and RFC 9293, section 3.1)" },
	{ "addresses-exchanged", "fields",
	    "source and destination address have changed places (RFC 791 "
	    "section 3.1: the source comes first)" },
	{ "ports-exchanged", "fields",
	    "source and destination port have changed places (RFC 9293 "
	    "section 3.1: the source comes first)" },
	{ "kernel-built-header", "fields",
	    "the kernel builds the IP header: the socket lacks IP_HDRINCL, or "
	    "is no raw one (raw(7))" },
	{ NULL, NULL, NULL },
};

static const struct replay replays[] = {
	{ "byte-order-16", fits_byte_order_16 },
	{ "byte-order-32", fits_byte_order_32 },
	{ "constant-forgotten", fits_constant_forgotten },
	{ "header-length-in-bytes", fits_header_length_in_bytes },
	{ "addresses-exchanged", fits_addresses_exchanged },
	{ "ports-exchanged", fits_ports_exchanged },
};

/* Returns 0, or -1 if there is no such field in both, or it is the same. */
static int
find_wrong(struct wrong_field *wrong, const char *name)
{
	const struct layer *wanted, *got;

	wanted = packet_layer(wrong->wanted_packet, wrong->kind);
	got = packet_layer(wrong->got_packet, wrong->kind);
	wrong->field = field_find(wrong->kind, name);
	if (wanted == NULL || got == NULL || wrong->field == NULL)
		return -1;
	wrong->wanted = wrong->wanted_packet->bytes + wanted->offset;
	wrong->got = wrong->got_packet->bytes + got->offset;
	wrong->wanted_number = field_get(wrong->field, wrong->wanted);
	wrong->got_number = field_get(wrong->field, wrong->got);
	return wrong->wanted_number == wrong->got_number ? -1 : 0;
}

void
diagnose_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *field, struct verdict *verdict)
{
	struct wrong_field wrong = {
		.wanted_packet = wanted, .got_packet = got, .kind = kind
	};
	char *number, *what;
	size_t i;

	if (find_wrong(&wrong, field) != 0)
		return;
	/*
	 * No field of a header that the kernel built is the student's, but the
	 * port that a datagram goes to.
	 */
	if (kind != LAYER_UDP &&
	    packet_get(got, LAYER_IPV4, "TTL") == LAB_TTL) {
		diagnose_name(verdict, field_mistakes, "kernel-built-header",
		    "An IP header with the kernel's own TTL");
		return;
	}
	number = field_text(wrong.field, wrong.got_number);
	what = xprintf("%s %s", field, number);
	for (i = 0; i < sizeof(replays) / sizeof(replays[0]); i++)
		if (replays[i].fits(&wrong))
			diagnose_name(
			    verdict, field_mistakes, replays[i].id, what);
	free(what);
	free(number);
}
