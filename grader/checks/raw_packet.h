/*
 * A packet that the student built by hand: found among the frames of lo, held
 * against the one that a solution makes, and its checksum and fields judged.
 * Besides, the steps that exercises with such a packet share.
 */
#ifndef GRADER_CHECKS_RAW_PACKET_H
#define GRADER_CHECKS_RAW_PACKET_H

#include "model/evidence.h"
#include "model/exercise.h"
#include "model/result.h"
#include "model/values.h"
#include "packet/decode.h"

/* clang-format off */
#define RUN(arguments) \
	{ STEP_START, 0, (arguments) }, \
	{ STEP_AWAIT_EXIT, 0, NULL }
#define RUNS(...) \
	(const struct step[]) { __VA_ARGS__, { STEP_END, 0, NULL } }

/* An argument, between those before and after it, that is no address. */
#define BAD_ADDRESS(a, b) \
	RUNS(RUN(a "''" b), RUN(a "127.0.0.256" b), RUN(a "999.0.0.1" b), \
	    RUN(a "127.0.0.1.5" b), RUN(a "1.2.3.4.5" b), \
	    RUN(a "127.0.0.x" b), RUN(a "localhost" b), RUN(a "-1.0.0.1" b), \
	    RUN(a "4294967296.0.0.1" b))
/* The same for a number of at most 32 bits; the exercise adds its range. */
#define BAD_NUMBER(a, b) \
	RUN(a "''" b), RUN(a "-1" b), RUN(a "-80" b), RUN(a "80x" b), \
	    RUN(a "0x50" b), RUN(a "12.5" b), RUN(a "x80" b), \
	    RUN(a "http" b), \
	    RUN(a "4294967296" b), RUN(a "4294967376" b), \
	    RUN(a "99999999999999999999" b), RUN(a "18446744073709551696" b)
/* clang-format on */

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
 * What one exercise's packet is: set() puts the case's own values into it, but
 * for addresses and data, which every packet has; read() takes a frame apart
 * that was to be wanted and returns 0, or -1 if it is no such packet.
 */
struct packet_kind {
	void (*set)(struct blob *frame, const struct values *values);
	int (*read)(const struct frame *frame, const struct packet *wanted,
	    struct packet *packet);
};

/* The packet that should be there, and the one that is. */
struct comparison {
	struct blob wanted_bytes;
	struct packet wanted, got;
	struct own_frames own;
};

/*
 * Make the captured packet with this case's values, and find the program's.
 * Returns 0, and then wanted_bytes has to be released, or -1 with the verdict
 * set: nothing here can be judged.
 */
int
comparison_init(const struct exhibit *exhibit, const struct packet_kind *kind,
    struct comparison *it, struct verdict *verdict);

/* As above, and read the first frame: a check but the heart needs one. */
int
comparison_read(const struct exhibit *exhibit, const struct packet_kind *kind,
    struct comparison *it, struct verdict *verdict);

/*
 * A total length that cannot be true, or cuts off what is there, is told by
 * the check of the header: what was sent in spite of it still counts.
 * Returns true if got, which is IPv4, has such a one.
 */
bool look_past_total_length(const struct packet *wanted, struct packet *got);

/* Compare the fields not in leave_out, and diagnose each that is wrong. */
void judge_fields(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *const *leave_out,
    struct verdict *verdict);

/* The same for one field.  Returns the number of findings added. */
size_t judge_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *field, struct verdict *verdict);

/*
 * Is message what follows header_len bytes of the layer that carries it?  A
 * wrong header length moves the data for the decoder, but the check of the
 * fields has said so.  Returns the number of findings added.
 */
size_t judge_message(const struct comparison *it, enum layer_kind kind,
    size_t header_len, const struct blob *message, struct verdict *verdict);

/* The packet may be perfect: how the program ended is told apart. */
void judge_ending(const struct exhibit *exhibit, struct verdict *verdict);

/* Duties: no right to open a raw socket; the memory checker, on one packet. */
void judge_permission(const struct exhibit *exhibit, struct verdict *verdict);
void judge_raw_memory(const struct exhibit *exhibit, struct verdict *verdict);

/* Say for all findings about bytes that stand there: it is this frame. */
void name_frame(struct verdict *verdict, size_t index);

#endif
