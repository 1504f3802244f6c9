/* Where something was wrong: the line above a table of fields. */
#ifndef GRADER_REPORT_CAPTION_H
#define GRADER_REPORT_CAPTION_H

#include "report/report.h"

/*
 * Name the place of the findings, which they share: the case with its frame,
 * or with its run, what was run and what that was given to read.
 */
void caption_print(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct finding *findings,
    size_t count);

#endif
