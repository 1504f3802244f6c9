/* Frames made from frames: see build.h. */

#include "packet/build.h"
#include "packet/checksum.h"

void
frame_set(
    struct blob *frame, enum layer_kind kind, const char *name, uint64_t value)
{
	const struct field *field = field_find(kind, name);
	const struct layer *layer;
	struct packet packet;

	decode_frame(frame->data, frame->len, &packet);
	layer = packet_layer(&packet, kind);
	if (layer != NULL && field != NULL)
		field_set(field, frame->data + layer->offset, value);
}

void
frame_set_data(struct blob *frame, const void *data, size_t len)
{
	const struct layer *last;
	struct packet packet;

	decode_frame(frame->data, frame->len, &packet);
	if (packet.count == 0)
		return;
	last = &packet.layers[packet.count - 1];
	frame->len = last->offset;
	if (last->kind != LAYER_DATA)
		frame->len += last->len;
	frame->data[frame->len] = '\0';
	blob_add(frame, data, len);
}

/* Set a length field to all that stands in the frame from its layer on. */
static void
set_length(struct blob *frame, enum layer_kind kind, const char *field)
{
	const struct layer *layer;
	struct packet packet;

	decode_frame(frame->data, frame->len, &packet);
	layer = packet_layer(&packet, kind);
	if (layer != NULL)
		frame_set(frame, kind, field, frame->len - layer->offset);
}

static void
set_checksum(uint8_t *frame, const struct packet *packet, enum layer_kind kind)
{
	const struct layer *layer = packet_layer(packet, kind);
	uint16_t wanted;

	if (checksum_wanted(packet, kind, &wanted) == 0)
		field_set(field_checksum(kind), frame + layer->offset, wanted);
}

void
frame_finish(struct blob *frame)
{
	struct packet packet;

	set_length(frame, LAYER_IPV4, "total length");
	set_length(frame, LAYER_UDP, "length");
	decode_frame(frame->data, frame->len, &packet);
	for (size_t i = 0; i < packet.count; i++)
		set_checksum(frame->data, &packet, packet.layers[i].kind);
}

int
frame_finish_partial(uint8_t *frame, size_t len)
{
	struct packet packet;

	if (decode_frame(frame, len, &packet) == -1)
		return -1;
	set_checksum(frame, &packet, LAYER_TCP);
	set_checksum(frame, &packet, LAYER_UDP);
	return 0;
}
