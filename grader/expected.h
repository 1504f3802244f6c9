/* The captured expectations of an exercise. */
#ifndef GRADER_EXPECTED_H
#define GRADER_EXPECTED_H

#include <stddef.h>

#include "model/evidence.h"
#include "model/exercise.h"

struct expected {
	struct capture *captures;	    /* one a scenario */
	const struct capture **by_scenario; /* NULL where none is kept */
	size_t count;
};

/*
 * The file of one captured case: exercises/NN-slug/expected/CASE.pcap, or
 * FOLDER/NN-slug/CASE.pcap when a folder of one's own is given.  To be freed.
 */
char *expected_path(const char *folder, const struct exercise *exercise,
    const char *case_id, const char *suffix);

/*
 * Load all that are there.  Returns 0, or -1 with a sentence in err[ERR_LEN]
 * when one is missing or cannot be read.
 */
int expected_load(const char *folder, const struct exercise *exercise,
    struct expected *expected, char *err);

void expected_release(struct expected *expected);

#endif
