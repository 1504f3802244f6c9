/*
 * A packet that the student built by hand: found among the frames of lo, held
 * against the one that a solution makes, and its checksum and fields judged.
 */
#ifndef GRADER_CHECKS_RAW_PACKET_H
#define GRADER_CHECKS_RAW_PACKET_H

#include "model/evidence.h"
#include "model/exercise.h"
#include "model/result.h"
#include "packet/decode.h"

enum { LISTED_FRAMES = 8 };

/* The program's own frames on lo; the kernel's answers are not among them. */
struct own_frames {
	const struct capture *capture; /* NULL: nothing was captured */
	size_t indices[LISTED_FRAMES];
	size_t count; /* of indices: of more only the first are looked at */
	bool more;
};
void
own_frames_find(const struct evidence *evidence, struct own_frames *frames);

const struct frame *
own_frames_get(const struct own_frames *frames, size_t number);

/* Add a finding that says what the frame is, and what was expected of it. */
void own_frames_list(const struct own_frames *frames, size_t number,
    const char *expected, struct verdict *verdict);

/* Exactly one frame: without one say what was seen instead, list the rest. */
void judge_one_frame(const struct evidence *evidence,
    const struct own_frames *frames, struct verdict *verdict);

/*
 * Take the frame apart as a TCP segment.  Where its data offset is impossible
 * the header counts as 20 bytes, so that every field can still be named.
 * Returns 0, or -1 if it is not IPv4 or too short for a TCP header.
 */
int read_segment(const struct frame *frame, struct packet *packet);

/* Compare the fields not in leave_out, and diagnose each that is wrong. */
void judge_fields(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *const *leave_out,
    struct verdict *verdict);

/* The same for one field.  Returns the number of findings added. */
size_t judge_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *field, struct verdict *verdict);

/* Say for all findings about bytes that stand there: it is this frame. */
void name_frame(struct verdict *verdict, size_t index);

/*
 * After the first own frame, did the kernel answer the wanted SYN with SYN,ACK
 * and its sequence number plus one?
 */
bool
syn_was_answered(const struct own_frames *frames, const struct packet *wanted);

/*
 * A note for total length and header checksum that the program handed to the
 * kernel wrong and not 0: Linux repairs them, so no mark is lost (raw(7)).
 */
void note_repairs(const struct evidence *evidence, struct verdict *verdict);

#endif
