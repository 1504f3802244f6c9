/*
 * What codecs with a mistake in them would print: each mistake is made again
 * on what the program read.
 */
#ifndef GRADER_DIAGNOSE_CODEC_REPLAYS_H
#define GRADER_DIAGNOSE_CODEC_REPLAYS_H

#include "diagnose/diagnose.h"

struct codec_replay {
	const char *id;	   /* of a row of codec_mistakes */
	unsigned codings;  /* in which it can be made: bits 1 << CODING_... */
	unsigned variants; /* ways to make it: numbers from 0 */
	/* As recode_function, for what run reads; out is empty before. */
	enum recoded (*play)(
	    const struct recoding *run, unsigned variant, struct blob *out);
};

/* Any codec's and those of hex; base64's own.  Ended by an id of NULL. */
extern const struct codec_replay codec_replays[];
extern const struct codec_replay base64_replays[];

/* How programs size their buffers. */
enum { CODEC_BUFFER_SIZES = 23 };
extern const size_t codec_buffer_sizes[CODEC_BUFFER_SIZES];

/* What a solution makes of all that run reads, or of the first len bytes. */
enum recoded codec_right(const struct recoding *run, struct blob *out);
enum recoded
codec_right_for_first(const struct recoding *run, size_t len, struct blob *out);

/* What it makes of other bytes, which are released. */
enum recoded codec_right_for(
    const struct recoding *run, struct blob *input, struct blob *out);

/* Add the bytes that keep says to keep to an empty blob. */
void codec_filter(
    const struct blob *from, bool (*keep)(uint8_t byte), struct blob *to);

#endif
