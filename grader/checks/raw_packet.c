/* A packet that the student built by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/raw_packet.h"
#include "diagnose/diagnose.h"
#include "packet/build.h"
#include "packet/compare.h"
#include "packet/origin.h"
#include "packet/text.h"

/* A program may send without end: what this many frames show is enough. */
enum { FRAMES_LOOKED_AT = 256 };

void
own_frames_find(const struct evidence *evidence, struct own_frames *frames)
{
	const struct capture *capture;
	size_t i;

	memset(frames, 0, sizeof(*frames));
	capture = frames->capture = look_capture(evidence, "lo");
	if (capture == NULL)
		return;
	for (i = 0; i < capture->count && i < FRAMES_LOOKED_AT; i++) {
		if (frame_is_kernel_answer(capture, i))
			continue;
		if (frames->count == LISTED_FRAMES) {
			frames->more = true;
			return;
		}
		frames->indices[frames->count++] = i;
	}
}

const struct frame *
own_frames_get(const struct own_frames *frames, size_t number)
{
	return &frames->capture->frames[frames->indices[number]];
}

/* What a frame is, in one line.  To be freed. */
static char *
frame_line(const struct frame *frame)
{
	char *line = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&line, &len);

	if (out == NULL)
		return xstrdup("a frame");
	text_line(out, frame);
	fclose(out);
	line[strcspn(line, "\n")] = '\0';
	return line;
}

void
own_frames_list(const struct own_frames *frames, size_t number,
    const char *expected, struct verdict *verdict)
{
	const struct frame *frame = own_frames_get(frames, number);
	char *line = frame_line(frame);
	struct finding *finding;

	finding = look_finding(verdict, 0, "packets", expected, line);
	finding->link = xstrdup("lo");
	finding->frame = (int)frames->indices[number] + 1;
	blob_add(&finding->bytes, frame->data, frame->len);
	free(line);
}

static void
judge_no_frame(const struct evidence *evidence, struct verdict *verdict)
{
	char *stop = look_stop(evidence);
	char *ending = look_ending(look_run(evidence));

	verdict_fail(verdict, "no packet of the program was seen; %s%s",
	    stop != NULL ? "" : "the program ", stop != NULL ? stop : ending);
	look_finding(verdict, 1, "packets", "one", "none");
	free(stop);
	free(ending);
}

void
judge_one_frame(const struct evidence *evidence,
    const struct own_frames *frames, struct verdict *verdict)
{
	size_t i;

	if (frames->count == 0)
		judge_no_frame(evidence, verdict);
	if (frames->count < 2)
		return;
	verdict_fail(verdict,
	    "the program sent %s%zu packets; exactly one is wanted",
	    frames->more ? "more than " : "", frames->count);
	for (i = 1; i < frames->count; i++)
		own_frames_list(frames, i, "no further packet", verdict);
}

static void
set_address(struct blob *frame, const struct values *values, const char *name,
    const char *field)
{
	uint8_t address[4] = { 0 };

	values_address(values, name, address);
	frame_set(frame, LAYER_IPV4, field, get_be32(address));
}

/* The captured packet with this case's values.  Returns 0, or -1. */
static int
make_wanted(const struct exhibit *exhibit, const struct packet_kind *kind,
    struct comparison *it)
{
	const struct capture *expected = exhibit->expected;
	const struct values *values = exhibit->values;
	const struct blob *message = values_get(values, "message");
	struct blob *frame = &it->wanted_bytes;

	if (expected == NULL || expected->count == 0)
		return -1;
	blob_add(frame, expected->frames[0].data, expected->frames[0].len);
	set_address(frame, values, "src", "source address");
	set_address(frame, values, "dst", "destination address");
	kind->set(frame, values);
	frame_set_data(frame, message->data, message->len);
	frame_finish(frame);
	return decode_frame(frame->data, frame->len, &it->wanted);
}

int
comparison_init(const struct exhibit *exhibit, const struct packet_kind *kind,
    struct comparison *it, struct verdict *verdict)
{
	memset(it, 0, sizeof(*it));
	own_frames_find(exhibit->evidence, &it->own);
	if (it->own.capture == NULL) {
		verdict_unchecked(verdict, "there is no capture");
		return -1;
	}
	if (make_wanted(exhibit, kind, it) != 0) {
		verdict_unchecked(
		    verdict, "the expected capture is missing or broken");
		blob_release(&it->wanted_bytes);
		return -1;
	}
	return 0;
}

int
comparison_read(const struct exhibit *exhibit, const struct packet_kind *kind,
    struct comparison *it, struct verdict *verdict)
{
	if (comparison_init(exhibit, kind, it, verdict) != 0)
		return -1;
	if (it->own.count > 0 &&
	    kind->read(own_frames_get(&it->own, 0), &it->wanted, &it->got) == 0)
		return 0;
	verdict_skip(verdict, "there is no packet to look at: see one-packet");
	blob_release(&it->wanted_bytes);
	return -1;
}

bool
look_past_total_length(const struct packet *wanted, struct packet *got)
{
	size_t from = packet_layer(got, LAYER_IPV4)->offset;
	size_t there = got->frame_len - from;
	uint64_t right = packet_get(wanted, LAYER_IPV4, "total length");
	uint64_t total = packet_get(got, LAYER_IPV4, "total length");

	if (total >= right && total <= there)
		return false;
	got->len = from + (right < there ? right : there);
	return true;
}

size_t
judge_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *field, struct verdict *verdict)
{
	struct finding *finding;

	if (compare_field(wanted, got, kind, field, verdict) == 0)
		return 0;
	finding = &verdict->findings[verdict->finding_count - 1];
	verdict_fail(verdict, "the %s %s is %s; it should be %s",
	    layer_name(kind), field, finding->got, finding->expected);
	if (field_find(kind, field)->mode == COMPARE_CHECKSUM)
		diagnose_checksum(got, kind, verdict, finding);
	else
		diagnose_field(wanted, got, kind, field, verdict);
	return 1;
}

static bool
is_left_out(const char *field, const char *const *leave_out)
{
	for (; leave_out != NULL && *leave_out != NULL; leave_out++)
		if (strcmp(field, *leave_out) == 0)
			return true;
	return false;
}

void
judge_fields(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *const *leave_out, struct verdict *verdict)
{
	const struct field *field;

	for (field = layer_fields(kind); field->name != NULL; field++)
		if (!is_left_out(field->name, leave_out))
			judge_field(wanted, got, kind, field->name, verdict);
}

static bool
data_follows(const struct packet *got, enum layer_kind kind, size_t header_len,
    const struct blob *message)
{
	size_t from = packet_layer(got, kind)->offset + header_len;

	return from <= got->len && got->len - from == message->len &&
	    (message->len == 0 ||
		memcmp(got->bytes + from, message->data, message->len) == 0);
}

size_t
judge_message(const struct comparison *it, enum layer_kind kind,
    size_t header_len, const struct blob *message, struct verdict *verdict)
{
	const uint8_t *data;
	size_t len;

	if (data_follows(&it->got, kind, header_len, message) ||
	    compare_data(&it->wanted, &it->got, verdict) == 0)
		return 0;
	data = packet_data(&it->got, &len);
	verdict_fail(verdict,
	    "the data is not MESSAGE: %zu bytes wanted, %zu got", message->len,
	    len);
	diagnose_payload(message, message, data, len, verdict);
	return 1;
}

void
judge_ending(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);

	look_exit_zero(run, verdict);
	look_silent(run, verdict);
}

void
judge_permission(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct own_frames own;

	judge_failure(exhibit, verdict);
	look_silent(look_run(exhibit->evidence), verdict);
	own_frames_find(exhibit->evidence, &own);
	if (own.count > 0) {
		verdict_fail(verdict,
		    "a packet was sent although the program "
		    "may open no raw socket");
		look_finding(verdict, 1, "packets", "none", "one");
	}
}

void
judge_raw_memory(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct own_frames own;

	judge_memory(exhibit, 0, verdict);
	own_frames_find(exhibit->evidence, &own);
	if (own.count == 0)
		verdict_fail(verdict,
		    "under the memory checker the program "
		    "sent no packet");
	/* 99 is the checker's own word; the errors are told above. */
	if (verdict->status == STATUS_PASSED)
		judge_ending(exhibit, verdict);
}

void
name_frame(struct verdict *verdict, size_t index)
{
	struct finding *finding;
	size_t i;

	for (i = 0; i < verdict->finding_count; i++) {
		finding = &verdict->findings[i];
		if (finding->bytes.len == 0 || finding->frame != 0)
			continue;
		finding->frame = (int)index + 1;
		if (finding->link == NULL)
			finding->link = xstrdup("lo");
	}
}
