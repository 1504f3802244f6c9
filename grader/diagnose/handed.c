/*
 * A header handed to a raw socket, of which Linux fills in what is 0 (raw(7)),
 * and which it refuses if its length cannot be true.
 */
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "diagnose/table.h"
#include "model/lab_facts.h"

enum { ID_AT = 4, FLAGS_AT = 6, SOURCE_AT = 12, DONT_FRAGMENT = 0x40 };

const struct mistake handed_mistakes[] = {
	{ "identification-left-zero", "handed",
	    "0 is handed to the kernel: Linux then chooses an identification "
	    "of its own (raw(7))" },
	{ "source-left-zero", "handed",
	    "0.0.0.0 is handed to the kernel: Linux then fills in the source "
	    "address of its route (raw(7))" },
	{ NULL, NULL, NULL },
};

static bool
identification_is_zero(const uint8_t *ip)
{
	return get_be16(ip + ID_AT) == 0 && (ip[FLAGS_AT] & DONT_FRAGMENT) == 0;
}

static bool
source_is_zero(const uint8_t *ip)
{
	return get_be32(ip + SOURCE_AT) == 0;
}

static const struct filled_in {
	const char *field, *id;
	bool (*left_out)(const uint8_t *ip);
} filled_in[] = {
	{ "identification", "identification-left-zero",
	    identification_is_zero },
	{ "source address", "source-left-zero", source_is_zero },
};

static void
name_field(const struct packet *got, const struct filled_in *row,
    struct verdict *verdict)
{
	const struct field *field = field_find(LAYER_IPV4, row->field);
	char *number, *what;

	number = field_text(field, packet_get(got, LAYER_IPV4, row->field));
	what = xprintf("%s %s", row->field, number);
	diagnose_name(verdict, handed_mistakes, row->id, what);
	free(what);
	free(number);
}

void
diagnose_filled_in(const struct blob *handed, const struct packet *got,
    const char *field, struct verdict *verdict)
{
	size_t i;

	if (handed->len < IPV4_MIN_LEN || handed->data[0] >> 4 != 4 ||
	    packet_get(got, LAYER_IPV4, "TTL") == LAB_TTL ||
	    packet_get(got, LAYER_IPV4, field) == 0)
		return;
	for (i = 0; i < sizeof(filled_in) / sizeof(filled_in[0]); i++)
		if (strcmp(filled_in[i].field, field) == 0 &&
		    filled_in[i].left_out(handed->data))
			name_field(got, &filled_in[i], verdict);
}

/* Behind an empty link header, so that its fields can be looked at. */
static void
diagnose_ihl(const struct blob *handed, const struct packet *wanted,
    struct verdict *verdict)
{
	static const uint8_t link[ETHERNET_LEN] = { [12] = 8 };
	struct blob frame = { NULL, 0 };
	struct packet packet;

	blob_add(&frame, link, sizeof(link));
	blob_add(&frame, handed->data, handed->len);
	decode_frame(frame.data, frame.len, &packet);
	diagnose_field(wanted, &packet, LAYER_IPV4, "IHL", verdict);
	blob_release(&frame);
}

bool
diagnose_refused(const struct blob *handed, const struct packet *wanted,
    struct verdict *verdict)
{
	size_t header_len;

	if (handed->len < IPV4_MIN_LEN)
		return false;
	header_len = (size_t)(handed->data[0] & 0xf) * 4;
	if (header_len >= IPV4_MIN_LEN && header_len <= handed->len)
		return false;
	diagnose_ihl(handed, wanted, verdict);
	return true;
}
