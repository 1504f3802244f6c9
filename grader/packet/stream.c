/*
 * TCP streams put together again: see stream.h.
 *
 * All frames are in memory, so nothing has to be held back until the bytes
 * before it come: the segments of one direction are listed by their offset
 * from its first byte, sorted in the end, and each byte is taken once.  Memory
 * is in proportion to the capture, whatever the sequence numbers say.
 */

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "packet/segment.h"
#include "packet/stream.h"

enum { BUCKET_BITS = 12 };

/* Bytes of one direction, and where they belong. */
struct piece {
	int64_t offset;
	const uint8_t *data;
	size_t len;
	size_t order; /* of arrival */
};

struct side {
	bool based;    /* its SYN was seen */
	uint32_t base; /* sequence number of its first byte of data */
	int64_t reach; /* the end of the data that is known to exist */
	struct piece *pieces;
	size_t count;
};

/* What a conversation needs only while it is collected. */
struct flow {
	uint64_t low, high; /* its two endpoints */
	struct side to_server, to_client;
	size_t next; /* older one in the same bucket, plus 1; 0: none */
};

struct collector {
	struct conversations *conversations;
	struct flow *flows;		  /* one a conversation */
	size_t buckets[1 << BUCKET_BITS]; /* newest flow plus 1; 0: none */
};

static uint64_t
endpoint(const uint8_t address[4], uint16_t port)
{
	return (uint64_t)get_be32(address) << 16 | port;
}

/* The same for both directions. */
static void
set_endpoints(struct flow *flow, const struct segment *segment)
{
	uint64_t a = endpoint(segment->source, segment->source_port);
	uint64_t b = endpoint(segment->destination, segment->destination_port);

	flow->low = a < b ? a : b;
	flow->high = a < b ? b : a;
}

/* Multiplying by odd constants spreads all bits into the highest. */
static size_t *
bucket_of(struct collector *collector, const struct flow *flow)
{
	uint64_t hash =
	    (flow->low ^ flow->high * UINT64_C(0x9e3779b97f4a7c15)) *
	    UINT64_C(0xff51afd7ed558ccd);

	return &collector->buckets[hash >> (64 - BUCKET_BITS)];
}

/* The newest conversation that segment can belong to, plus 1; 0: none. */
static size_t
find_flow(struct collector *collector, const struct segment *segment)
{
	struct flow wanted = { 0 };
	size_t found;

	set_endpoints(&wanted, segment);
	found = *bucket_of(collector, &wanted);
	while (found != 0) {
		const struct flow *flow = &collector->flows[found - 1];

		if (flow->low == wanted.low && flow->high == wanted.high)
			break;
		found = flow->next;
	}
	return found;
}

static bool
is_from_client(
    const struct conversation *conversation, const struct segment *segment)
{
	return segment->source_port == conversation->client_port &&
	    memcmp(segment->source, conversation->client_address, 4) == 0;
}

static bool
has_ended(const struct conversation *conversation)
{
	return conversation->to_server.reset || conversation->to_client.reset ||
	    (conversation->to_server.fin && conversation->to_client.fin);
}

/*
 * True if segment opens a conversation: a SYN that is no repetition of the one
 * that opened the newest between these two ends.
 */
static bool
is_opening(const struct collector *collector, size_t found,
    const struct segment *segment)
{
	const struct conversation *newest;

	if ((segment->flags & (FLAG_SYN | FLAG_ACK)) != FLAG_SYN)
		return false;
	if (found == 0)
		return true;
	newest = &collector->conversations->items[found - 1];
	return has_ended(newest) || !is_from_client(newest, segment) ||
	    newest->to_server.first_sequence != segment->sequence;
}

/* Begin a conversation; returns its number plus 1. */
static size_t
add_flow(struct collector *collector, const struct segment *segment)
{
	struct conversations *list = collector->conversations;
	struct conversation *conversation;
	struct flow *flow;
	size_t *bucket;

	list->items = xgrow(list->items, list->count, sizeof(*list->items));
	collector->flows =
	    xgrow(collector->flows, list->count, sizeof(*collector->flows));
	conversation = &list->items[list->count];
	*conversation = (struct conversation){
		.client_port = segment->source_port,
		.server_port = segment->destination_port,
	};
	memcpy(conversation->client_address, segment->source, 4);
	memcpy(conversation->server_address, segment->destination, 4);
	flow = &collector->flows[list->count++];
	*flow = (struct flow){ 0 };
	set_endpoints(flow, segment);
	bucket = bucket_of(collector, flow);
	flow->next = *bucket;
	*bucket = list->count;
	return list->count;
}

/* Put the segment's data where its sequence number says. */
static void
take_data(struct side *side, const struct side *other, struct stream *stream,
    const struct segment *segment)
{
	/* A SYN takes a number of its own, before the data (RFC 9293 3.4). */
	uint32_t first = segment->sequence + ((segment->flags & FLAG_SYN) != 0);
	int64_t offset = (int32_t)(first - side->base);
	struct piece *piece;

	if (segment->len > 0 && stream->segments++ == 0)
		stream->heard = (size_t)other->reach;
	if (segment->len == 0 && !(segment->flags & FLAG_FIN))
		return;
	if (!side->based) {
		stream->gap = true;
		return;
	}
	if (side->reach < offset + (int64_t)segment->len)
		side->reach = offset + (int64_t)segment->len;
	if (segment->kept == 0)
		return;
	side->pieces = xgrow(side->pieces, side->count, sizeof(*side->pieces));
	piece = &side->pieces[side->count];
	*piece =
	    (struct piece){ offset, segment->data, segment->kept, side->count };
	side->count++;
}

/* What holds for a segment of either side. */
static void
take_segment(struct side *side, const struct side *other, struct stream *stream,
    const struct segment *segment)
{
	if ((segment->flags & FLAG_SYN) && !side->based) {
		side->based = true;
		side->base = segment->sequence + 1;
		stream->first_sequence = segment->sequence;
	}
	if (segment->flags & FLAG_RST) {
		/* Its number may be any, and what it carries is no data. */
		stream->reset = true;
		return;
	}
	if (segment->flags & FLAG_FIN)
		stream->fin = true;
	take_data(side, other, stream, segment);
}

static void
take_from_client(struct conversation *conversation, struct flow *flow,
    const struct segment *segment)
{
	const struct side *other = &flow->to_client;

	take_segment(
	    &flow->to_server, other, &conversation->to_server, segment);
	if (other->based &&
	    (segment->flags & (FLAG_SYN | FLAG_RST | FLAG_ACK)) == FLAG_ACK &&
	    (int32_t)(segment->acknowledgement - other->base) >= 0)
		conversation->established = true;
}

static void
take_from_server(struct conversation *conversation, struct flow *flow,
    const struct segment *segment)
{
	if ((segment->flags & FLAG_RST) && !flow->to_client.based)
		conversation->refused = true;
	take_segment(&flow->to_client, &flow->to_server,
	    &conversation->to_client, segment);
}

static void
collect_frame(struct collector *collector, const struct frame *frame)
{
	struct conversation *conversation;
	struct segment segment;
	struct flow *flow;
	size_t found;

	if (segment_read(frame, &segment) == -1)
		return;
	found = find_flow(collector, &segment);
	if (is_opening(collector, found, &segment))
		found = add_flow(collector, &segment);
	if (found == 0)
		return;
	conversation = &collector->conversations->items[found - 1];
	flow = &collector->flows[found - 1];
	if (is_from_client(conversation, &segment))
		take_from_client(conversation, flow, &segment);
	else
		take_from_server(conversation, flow, &segment);
}

/* By offset; of two at the same the one that came first, as it counts. */
static int
compare_pieces(const void *left, const void *right)
{
	const struct piece *a = left, *b = right;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* Join the pieces of one direction, up to the first byte that is missing. */
static void
join_pieces(struct side *side, struct stream *stream)
{
	int64_t end = 0;

	if (side->count > 0)
		qsort(side->pieces, side->count, sizeof(*side->pieces),
		    compare_pieces);
	for (size_t i = 0; i < side->count; i++) {
		const struct piece *piece = &side->pieces[i];
		int64_t piece_end = piece->offset + (int64_t)piece->len;

		if (piece->offset > end)
			break;
		if (piece_end <= end)
			continue; /* sent before */
		blob_add(&stream->bytes, piece->data + (end - piece->offset),
		    (size_t)(piece_end - end));
		end = piece_end;
	}
	if (end < side->reach)
		stream->gap = true;
	free(side->pieces);
}

void
streams_collect(
    const struct capture *capture, struct conversations *conversations)
{
	struct collector *collector = xcalloc(1, sizeof(*collector));

	*conversations = (struct conversations){ 0 };
	collector->conversations = conversations;
	for (size_t i = 0; i < capture->count; i++)
		collect_frame(collector, &capture->frames[i]);
	for (size_t i = 0; i < conversations->count; i++) {
		struct conversation *conversation = &conversations->items[i];
		struct flow *flow = &collector->flows[i];

		join_pieces(&flow->to_server, &conversation->to_server);
		join_pieces(&flow->to_client, &conversation->to_client);
	}
	free(collector->flows);
	free(collector);
}

void
streams_release(struct conversations *conversations)
{
	for (size_t i = 0; i < conversations->count; i++) {
		blob_release(&conversations->items[i].to_server.bytes);
		blob_release(&conversations->items[i].to_client.bytes);
	}
	free(conversations->items);
	*conversations = (struct conversations){ 0 };
}
