/* Frames as text: see text.h. */

#include <stdlib.h>
#include <string.h>

#include "hexdump.h"
#include "packet/build.h"
#include "packet/checksum.h"
#include "packet/decode.h"
#include "packet/text.h"

enum {
	COLUMNS = 80,
	ROW_BYTES = 16,	   /* of options */
	QUOTE_COLUMNS = 64 /* of escaped data in a row */
};

static void
add_field(struct blob *line, const struct packet *packet, enum layer_kind kind,
    const char *name)
{
	char *text =
	    field_text(field_find(kind, name), packet_get(packet, kind, name));

	blob_printf(line, "%s", text);
	free(text);
}

/* "127.0.0.1:40000", without the port where the packet has none. */
static void
add_end(struct blob *line, const struct packet *packet, const char *address,
    const char *port)
{
	bool is_tcp = packet_layer(packet, LAYER_TCP) != NULL;
	enum layer_kind kind = is_tcp ? LAYER_TCP : LAYER_UDP;

	add_field(line, packet, LAYER_IPV4, address);
	if (packet_layer(packet, kind) != NULL)
		blob_printf(
		    line, ":%u", (unsigned)packet_get(packet, kind, port));
}

static void
add_tcp(struct blob *line, const struct packet *packet)
{
	uint64_t flags = packet_get(packet, LAYER_TCP, "flags");
	char *text = field_text(field_find(LAYER_TCP, "flags"), flags);

	/* The words only: what follows the number and its blank. */
	blob_printf(line, " TCP %s seq %u", strchr(text, ' ') + 1,
	    (unsigned)packet_get(packet, LAYER_TCP, "sequence number"));
	if (strstr(text, "ACK") != NULL)
		blob_printf(line, " ack %u",
		    (unsigned)packet_get(
			packet, LAYER_TCP, "acknowledgement number"));
	blob_printf(
	    line, " win %u", (unsigned)packet_get(packet, LAYER_TCP, "window"));
	free(text);
}

/* What the IPv4 packet carries, by its last header. */
static void
add_protocol(struct blob *line, const struct packet *packet)
{
	unsigned offset =
	    (unsigned)packet_get(packet, LAYER_IPV4, "fragment offset");

	if (packet_layer(packet, LAYER_TCP) != NULL)
		add_tcp(line, packet);
	else if (packet_layer(packet, LAYER_UDP) != NULL)
		blob_printf(line, " UDP");
	else if (packet_layer(packet, LAYER_ICMP) != NULL)
		blob_printf(line, " ICMP type %u code %u",
		    (unsigned)packet_get(packet, LAYER_ICMP, "type"),
		    (unsigned)packet_get(packet, LAYER_ICMP, "code"));
	else
		blob_printf(line, " IPv4 protocol %u",
		    (unsigned)packet_get(packet, LAYER_IPV4, "protocol"));
	if (offset != 0)
		blob_printf(line, " fragment at byte %u", offset * 8);
}

static bool
is_cut(const struct frame *frame)
{
	return frame->len < frame->wire_len;
}

/* Add what text_line prints, without the newline. */
static void
add_line(
    struct blob *line, const struct frame *frame, const struct packet *packet)
{
	size_t len;

	if (packet_layer(packet, LAYER_IPV4) != NULL) {
		add_end(line, packet, "source address", "source port");
		blob_printf(line, " > ");
		add_end(
		    line, packet, "destination address", "destination port");
		add_protocol(line, packet);
	} else if (packet_layer(packet, LAYER_ETHERNET) != NULL) {
		blob_printf(line, "Ethernet type ");
		add_field(line, packet, LAYER_ETHERNET, "type");
	} else {
		blob_printf(line, "a frame of %zu bytes", frame->wire_len);
	}
	packet_data(packet, &len);
	if (len > 0)
		blob_printf(line, ", %zu byte%s", len, len == 1 ? "" : "s");
	/* A cut frame looks malformed, but nobody is to blame for it. */
	if (is_cut(frame))
		blob_printf(line, ", cut: %zu of %zu bytes kept", frame->len,
		    frame->wire_len);
	else if (packet->fault[0] != '\0')
		blob_printf(line, ", malformed: %s", packet->fault);
}

void
text_line(FILE *out, const struct frame *frame)
{
	struct packet packet;
	struct blob line = { 0 };

	decode_frame(frame->data, frame->len, &packet);
	add_line(&line, frame, &packet);
	fprintf(out, "%s\n", (const char *)line.data);
	blob_release(&line);
}

/* Print text, broken at blanks so that no line is too long. */
static void
print_folded(FILE *out, const char *text)
{
	const char *indent = "";

	while (strlen(indent) + strlen(text) > COLUMNS) {
		const char *end = text + COLUMNS - strlen(indent);

		while (*end != ' ')
			end--;
		fprintf(out, "%s%.*s\n", indent, (int)(end - text), text);
		text = end + 1;
		indent = "    ";
	}
	fprintf(out, "%s%s\n", indent, text);
}

/* Whether a checksum is right, where that can be known. */
static void
print_checksum_verdict(FILE *out, const struct packet *packet,
    enum layer_kind kind, uint64_t value)
{
	uint16_t wanted;

	/* Malformed or in fragments: not all that it covers is here. */
	if (packet->fault[0] != '\0' ||
	    (kind != LAYER_IPV4 && packet_get(packet, LAYER_IPV4, "flags") & 1))
		return;
	if (checksum_wanted(packet, kind, &wanted) == -1)
		return;
	if (kind == LAYER_UDP && value == 0)
		fputs(" none", out);
	else if (value == wanted || (value == 0xffff && wanted == 0))
		fputs(" right", out);
	else
		fprintf(out, " wrong: 0x%04x would be right", wanted);
}

static void
print_field(FILE *out, const struct packet *packet, const struct layer *layer,
    const struct field *field)
{
	uint64_t value = field_get(field, packet->bytes + layer->offset);
	char *text = field_text(field, value);

	fprintf(out, "    %-24s%s", field->name, text);
	if (field->mode == COMPARE_CHECKSUM)
		print_checksum_verdict(out, packet, layer->kind, value);
	fputc('\n', out);
	free(text);
}

/* What a header has beyond its fields. */
static void
print_options(FILE *out, const struct packet *packet, const struct layer *layer)
{
	const uint8_t *bytes = packet->bytes + layer->offset;
	const char *name = "options";

	if (layer->kind != LAYER_IPV4 && layer->kind != LAYER_TCP)
		return;
	/* Both have the same shortest header. */
	for (size_t i = TCP_MIN_LEN; i < layer->len; i++) {
		if ((i - TCP_MIN_LEN) % ROW_BYTES == 0) {
			fprintf(out, "%s    %-23s",
			    i == TCP_MIN_LEN ? "" : "\n", name);
			name = "";
		}
		fprintf(out, " %02x", bytes[i]);
	}
	if (layer->len > TCP_MIN_LEN)
		fputc('\n', out);
}

/* The data in quotes, as many rows as it takes. */
static void
print_data(FILE *out, const uint8_t *data, size_t len)
{
	struct blob row = { 0 };

	for (size_t i = 0; i < len; i++) {
		escape_add(&row, data + i, 1);
		if (row.len < QUOTE_COLUMNS && i + 1 < len)
			continue;
		fprintf(out, "    \"%s\"\n", (const char *)row.data);
		row.len = 0;
	}
	blob_release(&row);
}

static void
print_layer(FILE *out, const struct packet *packet, const struct layer *layer)
{
	const struct field *field = layer_fields(layer->kind);

	if (layer->kind == LAYER_DATA) {
		fprintf(out, "  data, %zu byte%s\n", layer->len,
		    layer->len == 1 ? "" : "s");
		print_data(out, packet->bytes + layer->offset, layer->len);
		return;
	}
	fprintf(out, "  %s\n", layer_name(layer->kind));
	for (; field->name != NULL; field++)
		print_field(out, packet, layer, field);
	print_options(out, packet, layer);
}

void
text_frame(FILE *out, size_t number, const struct frame *frame)
{
	struct packet packet;
	struct blob line = { 0 }, copy = { 0 };
	bool finished = false;

	blob_add(&copy, frame->data, frame->len);
	if (frame->partial_checksum)
		finished = frame_finish_partial(copy.data, copy.len) == 0;
	decode_frame(copy.data, copy.len, &packet);
	blob_printf(&line, "Frame %zu: ", number);
	add_line(&line, frame, &packet);
	print_folded(out, (const char *)line.data);
	if (frame->partial_checksum)
		fprintf(out, "  (the kernel left its checksum unfinished%s)\n",
		    finished ? "; it is completed here" : "");
	for (size_t i = 0; i < packet.count; i++)
		print_layer(out, &packet, &packet.layers[i]);
	fputs("  bytes\n", out);
	hexdump(out, "    ", copy.data, copy.len, 0, 0);
	blob_release(&line);
	blob_release(&copy);
}

void
text_capture(FILE *out, const struct capture *capture)
{
	for (size_t i = 0; i < capture->count; i++) {
		if (i > 0)
			fputc('\n', out);
		text_frame(out, i + 1, &capture->frames[i]);
	}
}
