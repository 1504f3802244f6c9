/* A result made readable.  Nothing here judges, and nothing is asked again. */
#ifndef GRADER_REPORT_REPORT_H
#define GRADER_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "model/result.h"

struct terminal {
	FILE *out;
	size_t width; /* columns, at least 60 */
	bool colour;
};

/* What stream is: colour only for a terminal and without NO_COLOR. */
void terminal_for(FILE *stream, struct terminal *terminal);

/*
 * The whole result: per exercise a line for each check, under each failed one
 * its explanation, then the exercise's line; last the totals and the verdict.
 */
void
report_result(const struct terminal *terminal, const struct result *result);

/* The canonical JSON to path, whole or not at all.  0, or -1 and err. */
int report_json(const char *path, const struct result *result, char *err);

#endif
