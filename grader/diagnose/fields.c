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

static bool
is_field(const struct wrong_field *wrong, const char *name)
{
	return strcmp(wrong->field->name, name) == 0;
}

/* A number of one byte, with another one beside it. */
static bool
is_byte(const struct wrong_field *wrong)
{
	return is_field(wrong, "TTL") || is_field(wrong, "protocol");
}

/* The whole 16-bit word that the field lies in has its bytes exchanged. */
static bool
fits_byte_order_16(const struct wrong_field *wrong)
{
	size_t word = field_byte(wrong->field) & ~(size_t)1;
	const uint8_t *wanted = wrong->wanted + word, *got = wrong->got + word;

	if (wrong->field->width > 16 || is_byte(wrong))
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

/* Of the field's bytes, is nothing but its own bits 0 that should not be? */
static bool
alone_is_zero(const struct wrong_field *wrong)
{
	size_t byte = field_byte(wrong->field);
	size_t len = field_byte_len(wrong->field);
	uint8_t header[IPV4_MIN_LEN];

	memcpy(header, wrong->wanted, sizeof(header));
	field_set(wrong->field, header, 0);
	return memcmp(header + byte, wrong->got + byte, len) == 0;
}

/* A constant field was left 0, or all bytes that it touches were. */
static bool
fits_constant_forgotten(const struct wrong_field *wrong)
{
	static const char *const constants[] = { "version", "IHL",
		"identification", "TTL", "protocol", "data offset", "flags",
		"window" };
	size_t byte = field_byte(wrong->field), i;
	bool zero = true;

	for (i = 0; i < field_byte_len(wrong->field); i++)
		zero = zero && wrong->got[byte + i] == 0;
	if (!zero && !alone_is_zero(wrong))
		return false;
	for (i = 0; i < sizeof(constants) / sizeof(constants[0]); i++)
		if (is_field(wrong, constants[i]))
			return true;
	return false;
}

/* htons() of 64 is 0x4000, and the low byte of that is what is stored. */
static bool
fits_htons_of_byte(const struct wrong_field *wrong)
{
	return is_byte(wrong) && wrong->got_number == 0;
}

/* A byte that holds two fields of four bits. */
static bool
fits_halves_exchanged(const struct wrong_field *wrong)
{
	size_t byte = field_byte(wrong->field);
	uint8_t wanted = wrong->wanted[byte];

	return wrong->field->width == 4 &&
	    wrong->got[byte] == (uint8_t)(wanted << 4 | wanted >> 4);
}

/* 20 instead of 5: in the whole byte, or cut to the four bits there are. */
static bool
fits_header_length_in_bytes(const struct wrong_field *wrong)
{
	uint64_t bytes = wrong->wanted_number * 4;

	if (!is_field(wrong, "IHL") && !is_field(wrong, "data offset"))
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

	if (!is_field(wrong, one) && !is_field(wrong, other))
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

static bool
fits_bytes_exchanged(const struct wrong_field *wrong)
{
	return exchanged(wrong, "TTL", "protocol");
}

/* ---- the total length: what was counted? ---- */

static bool
is_total(const struct wrong_field *wrong, uint64_t number)
{
	return is_field(wrong, "total length") && wrong->got_number == number;
}

static bool
fits_total_zero(const struct wrong_field *wrong)
{
	return is_total(wrong, 0);
}

static bool
fits_total_without_header(const struct wrong_field *wrong)
{
	return is_total(wrong, wrong->wanted_number - IPV4_MIN_LEN);
}

static bool
fits_total_of_header(const struct wrong_field *wrong)
{
	return is_total(wrong, IPV4_MIN_LEN);
}

static bool
fits_total_with_link(const struct wrong_field *wrong)
{
	return is_total(wrong, wrong->wanted_number + ETHERNET_LEN);
}

static bool
fits_total_in_words(const struct wrong_field *wrong)
{
	return is_total(wrong, wrong->wanted_number / 4) ||
	    is_total(wrong, (wrong->wanted_number + 3) / 4);
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
	{ "htons-of-a-byte", "fields",
	    "htons() is used on a number of one byte: it moves the number to "
	    "the other one of two bytes, and 0 is left (byteorder(3))" },
	{ "halves-exchanged", "fields",
	    "the two halves of the byte have changed places: the field that "
	    "the diagram shows first is the high half (RFC 791 and RFC 9293, "
	    "section 3.1)" },
	{ "header-length-in-bytes", "fields",
	    "the header's length is given in bytes: it counts words of four "
	    "bytes, so 20 bytes are 5, in the upper or lower half of its byte "
	    "(RFC 791 and RFC 9293, section 3.1)" },
	{ "addresses-exchanged", "fields",
	    "source and destination address have changed places (RFC 791 "
	    "section 3.1: the source comes first)" },
	{ "ttl-and-protocol-exchanged", "fields",
	    "time to live and protocol have changed places (RFC 791 section "
	    "3.1: the time to live comes first)" },
	{ "ports-exchanged", "fields",
	    "source and destination port have changed places (RFC 9293 "
	    "section 3.1: the source comes first)" },
	{ "kernel-built-header", "fields",
	    "the kernel builds the IP header: the socket lacks IP_HDRINCL, or "
	    "is no raw one (raw(7))" },
	{ "total-length-left-zero", "fields",
	    "the field is left 0 for the kernel, which fills it in for a raw "
	    "socket only: a packet socket sends what it is given (packet(7))" },
	{ "total-length-without-header", "fields",
	    "only what follows the IPv4 header is counted: the total length "
	    "counts the header, too (RFC 791 section 3.1)" },
	{ "total-length-of-header", "fields",
	    "only the IPv4 header is counted: the total length counts what "
	    "follows it, too (RFC 791 section 3.1)" },
	{ "total-length-with-link-header", "fields",
	    "the 14 bytes of the link header are counted, too: the total "
	    "length begins with the IPv4 header (RFC 791 section 3.1)" },
	{ "total-length-in-words", "fields",
	    "words of four bytes are counted, as in IHL: the total length "
	    "counts bytes (RFC 791 section 3.1)" },
	{ NULL, NULL, NULL },
};

static const struct replay replays[] = {
	{ "byte-order-16", fits_byte_order_16 },
	{ "byte-order-32", fits_byte_order_32 },
	{ "constant-forgotten", fits_constant_forgotten },
	{ "htons-of-a-byte", fits_htons_of_byte },
	{ "halves-exchanged", fits_halves_exchanged },
	{ "header-length-in-bytes", fits_header_length_in_bytes },
	{ "ttl-and-protocol-exchanged", fits_bytes_exchanged },
	{ "addresses-exchanged", fits_addresses_exchanged },
	{ "ports-exchanged", fits_ports_exchanged },
	{ "total-length-left-zero", fits_total_zero },
	{ "total-length-without-header", fits_total_without_header },
	{ "total-length-of-header", fits_total_of_header },
	{ "total-length-with-link-header", fits_total_with_link },
	{ "total-length-in-words", fits_total_in_words },
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
