/*
 * Wrong ways to a checksum, each gone again on what the program had to sum.
 */
#ifndef GRADER_DIAGNOSE_CHECKSUM_REPLAYS_H
#define GRADER_DIAGNOSE_CHECKSUM_REPLAYS_H

#include <stddef.h>
#include <stdint.h>

enum { PSEUDO_LEN = 12, MAX_SEGMENT = 65535, MAX_RESULTS = 4 };

/* What is summed, the checksum field being 0 in it. */
struct summed {
	uint8_t pseudo[PSEUDO_LEN];
	size_t pseudo_len; /* 0: this checksum has no pseudo-header */
	uint8_t segment[MAX_SEGMENT];
	size_t len;
	size_t there; /* in segment; more than len where data is not summed */
	size_t header_len;
	uint16_t wanted;
};

/* The numbers that a mistake gives, by its variants. */
struct results {
	uint16_t numbers[MAX_RESULTS];
	size_t count;
};

struct checksum_replay {
	const char *id; /* of a row of checksum_mistakes */
	void (*play)(const struct summed *summed, struct results *results);
	const char *proof; /* what was summed, for the proof's last line */
};

/* Ended by an id of NULL. */
extern const struct checksum_replay checksum_replays[];

#endif
