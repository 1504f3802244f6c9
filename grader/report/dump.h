/* The lines of a hex dump that have something wrong in them. */
#ifndef GRADER_REPORT_DUMP_H
#define GRADER_REPORT_DUMP_H

#include "report/report.h"

/*
 * Print the marked lines of the bytes that the findings share (one place in
 * one case), with the marks of all of them.  No bytes: nothing.
 */
void dump_print(const struct terminal *terminal, size_t indent,
    const struct finding *findings, size_t count);

#endif
