/* Two packets side by side: see compare.h. */

#include <stdlib.h>
#include <string.h>

#include "packet/checksum.h"
#include "packet/compare.h"

/* Bytes shown of a long text, and how many of them before the difference. */
enum { EXCERPT_LEN = 48, EXCERPT_BEFORE = 16 };

/* The total length that got's own bytes ask for. */
static uint64_t
wanted_total_length(const struct packet *wanted, const struct packet *got)
{
	const struct layer *ip = packet_layer(got, LAYER_IPV4);
	uint64_t expected = packet_get(wanted, LAYER_IPV4, "total length");
	uint64_t total = packet_get(got, LAYER_IPV4, "total length");
	size_t there = got->frame_len - ip->offset;

	/*
	 * Bytes after the total length are padding, and no mistake, unless
	 * they are what the packet had to carry.
	 */
	if (total >= ip->len && total <= there &&
	    (total >= expected || there < expected))
		return total;
	return expected > 0 && expected <= there ? expected : there;
}

static uint64_t
wanted_length(const struct packet *wanted, const struct packet *got,
    const struct layer *layer)
{
	if (layer->kind == LAYER_IPV4)
		return wanted_total_length(wanted, got);
	return got->len - layer->offset;
}

/*
 * The checksum that got's own bytes ask for; value is what it has.  One's
 * complement has two zeros, and a receiver takes either (RFC 1624).  In UDP a
 * zero means that there is no checksum (RFC 768): right where wanted has none.
 */
static uint64_t
wanted_checksum(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const struct field *field, uint64_t value)
{
	uint16_t right;

	if (checksum_wanted(got, kind, &right) == -1)
		return value;
	if (right == 0 && value == 0xffff)
		return value;
	if (kind == LAYER_UDP && value == 0 &&
	    packet_get(wanted, kind, field->name) == 0)
		return value;
	return right;
}

/* What the field of got has to be, value being what it is. */
static uint64_t
wanted_value(const struct packet *wanted, const struct packet *got,
    const struct layer *layer, const struct field *field, uint64_t value)
{
	switch (field->mode) {
	case COMPARE_EXACT:
		return packet_get(wanted, layer->kind, field->name);
	case COMPARE_CHECKSUM:
		return wanted_checksum(wanted, got, layer->kind, field, value);
	case COMPARE_LENGTH:
		return wanted_length(wanted, got, layer);
	case COMPARE_KERNEL:
		break;
	}
	return value;
}

/* The byte of the frame that a finding's bytes begin with. */
static size_t
shown_from(const struct packet *got, enum layer_kind kind)
{
	const struct layer *ip = packet_layer(got, LAYER_IPV4);

	return ip == NULL || kind == LAYER_ETHERNET ? 0 : ip->offset;
}

/* A finding about got with its bytes; mark counts from the frame's first. */
static struct finding *
packet_finding(struct verdict *verdict, const struct packet *got,
    enum layer_kind kind, const char *field, size_t mark, size_t mark_len)
{
	struct finding *finding = verdict_finding(verdict);
	size_t from = shown_from(got, kind);

	finding->layer = xstrdup(layer_name(kind));
	finding->field = xstrdup(field);
	blob_add(&finding->bytes, got->bytes + from, got->len - from);
	finding->mark = mark - from;
	finding->mark_len = mark_len;
	return finding;
}

/* Compare one field of a layer that both have; returns the findings added. */
static size_t
compare_one(const struct packet *wanted, const struct packet *got,
    const struct layer *layer, const struct field *field,
    struct verdict *verdict)
{
	uint64_t value = field_get(field, got->bytes + layer->offset);
	uint64_t right = wanted_value(wanted, got, layer, field, value);
	struct finding *finding;

	if (value == right)
		return 0;
	finding = packet_finding(verdict, got, layer->kind, field->name,
	    layer->offset + field_byte(field), field_byte_len(field));
	finding->bit_offset = field->bit;
	finding->bit_width = field->width;
	finding->expected = field_text(field, right);
	finding->got = field_text(field, value);
	finding->rfc = xstrdup(field->rfc);
	return 1;
}

/* True if both have the layer.  If just one has it, that is a finding. */
static bool
both_have(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, struct verdict *verdict, size_t *found)
{
	bool is_wanted = packet_layer(wanted, kind) != NULL;
	bool is_there = packet_layer(got, kind) != NULL;
	struct finding *finding;

	*found = 0;
	if (is_wanted == is_there)
		return is_there;
	finding = packet_finding(
	    verdict, got, kind, "header", shown_from(got, kind), 0);
	finding->expected = xstrdup(is_wanted ? "one" : "none");
	finding->got = xstrdup(is_there ? "one" : "none");
	*found = 1;
	return false;
}

static bool
is_listed(const char *const *names, const char *name)
{
	for (; names != NULL && *names != NULL; names++) {
		if (strcmp(*names, name) == 0)
			return true;
	}
	return false;
}

size_t
compare_layer(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *const *leave_out, struct verdict *verdict)
{
	const struct field *field = layer_fields(kind);
	size_t found;

	if (!both_have(wanted, got, kind, verdict, &found))
		return found;
	for (; field->name != NULL; field++) {
		if (!is_listed(leave_out, field->name))
			found += compare_one(wanted, got,
			    packet_layer(got, kind), field, verdict);
	}
	return found;
}

size_t
compare_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *name, struct verdict *verdict)
{
	const struct field *field = field_find(kind, name);
	size_t found;

	if (!both_have(wanted, got, kind, verdict, &found) || field == NULL)
		return found;
	return compare_one(
	    wanted, got, packet_layer(got, kind), field, verdict);
}

/* Two texts, and the first byte in which they differ. */
struct difference {
	const uint8_t *wanted, *got;
	size_t wanted_len, got_len;
	size_t at;
};

/* Returns 0 and the difference, or -1 if there is none. */
static int
find_difference(const void *wanted, size_t wanted_len, const void *got,
    size_t got_len, struct difference *difference)
{
	const uint8_t *a = wanted, *b = got;
	size_t at = 0;

	while (at < wanted_len && at < got_len && a[at] == b[at])
		at++;
	*difference = (struct difference){ a, b, wanted_len, got_len, at };
	return at == wanted_len && at == got_len ? -1 : 0;
}

/* The window on both texts, at a multiple of 16 as hex dumps have it. */
static size_t
excerpt_start(const struct difference *difference)
{
	if (difference->wanted_len <= EXCERPT_LEN &&
	    difference->got_len <= EXCERPT_LEN)
		return 0;
	if (difference->at < EXCERPT_BEFORE)
		return 0;
	return (difference->at - EXCERPT_BEFORE) / 16 * 16;
}

/* How many bytes of a text of len the window that begins at start shows. */
static size_t
excerpt_len(size_t start, size_t len)
{
	if (len <= start)
		return 0;
	return len - start < EXCERPT_LEN ? len - start : EXCERPT_LEN;
}

/* One side's bytes, to be freed: "..." (bytes 16..63 of 1400). */
static char *
excerpt_text(const uint8_t *data, size_t len, size_t start)
{
	size_t shown = excerpt_len(start, len);
	char *escaped, *text;

	if (len == 0)
		return xstrdup("nothing");
	if (shown == 0)
		return xprintf("nothing more (%zu bytes)", len);
	escaped = escape_text(data + start, shown);
	if (shown == len)
		text = xprintf(
		    "\"%s\" (%zu byte%s)", escaped, len, len == 1 ? "" : "s");
	else
		text = xprintf("\"%s\" (bytes %zu..%zu of %zu)", escaped, start,
		    start + shown - 1, len);
	free(escaped);
	return text;
}

static void
set_excerpts(struct finding *finding, const struct difference *difference)
{
	size_t start = excerpt_start(difference);

	finding->expected =
	    excerpt_text(difference->wanted, difference->wanted_len, start);
	finding->got =
	    excerpt_text(difference->got, difference->got_len, start);
}

/* The bytes to mark: the wrong one, or all that are too many. */
static size_t
wrong_len(const struct difference *difference)
{
	if (difference->at == difference->wanted_len)
		return difference->got_len - difference->at;
	return difference->at < difference->got_len ? 1 : 0;
}

size_t
compare_data(const struct packet *wanted, const struct packet *got,
    struct verdict *verdict)
{
	size_t wanted_len, got_len;
	const uint8_t *wanted_data = packet_data(wanted, &wanted_len);
	const uint8_t *got_data = packet_data(got, &got_len);
	const struct layer *layer = packet_layer(got, LAYER_DATA);
	size_t offset = layer == NULL ? got->len : layer->offset;
	struct difference difference;
	struct finding *finding;

	if (find_difference(
		wanted_data, wanted_len, got_data, got_len, &difference) == -1)
		return 0;
	finding = packet_finding(verdict, got, LAYER_DATA, "data",
	    offset + difference.at, wrong_len(&difference));
	finding->bit_offset = (int)difference.at * 8;
	finding->bit_width = (int)finding->mark_len * 8;
	set_excerpts(finding, &difference);
	return 1;
}

size_t
compare_bytes(const char *what, const void *wanted, size_t wanted_len,
    const void *got, size_t got_len, struct verdict *verdict)
{
	struct difference difference;
	struct finding *finding;
	size_t start, shown;

	if (find_difference(wanted, wanted_len, got, got_len, &difference) ==
	    -1)
		return 0;
	start = excerpt_start(&difference);
	shown = excerpt_len(start, got_len);
	finding = verdict_finding(verdict);
	finding->field = xstrdup(what);
	set_excerpts(finding, &difference);
	if (shown > 0)
		blob_add(&finding->bytes, difference.got + start, shown);
	finding->mark = difference.at - start;
	finding->mark_len = wrong_len(&difference);
	if (finding->mark_len > finding->bytes.len - finding->mark)
		finding->mark_len = finding->bytes.len - finding->mark;
	return 1;
}
