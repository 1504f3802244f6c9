/*
 * The system-call filter: calls that no exercise needs and that reach around
 * the other walls of the box are refused: by number, clone and socket by their
 * first argument too.
 */
#ifndef GRADER_BOX_FILTER_H
#define GRADER_BOX_FILTER_H

#include <linux/filter.h>
#include <stdbool.h>

/*
 * Make both filters once, before workers are started.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int filter_prepare(char *err);

/*
 * Apply a filter to the calling process.  With tell, calls that send are
 * reported first, and the descriptor to read the reports from is returned;
 * else 0.  Returns -1 with errno.
 */
int filter_apply(bool tell);

#endif
