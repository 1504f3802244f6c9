/* What was wrong in a case: tables of fields, with the bytes below them. */
#ifndef GRADER_REPORT_FINDINGS_H
#define GRADER_REPORT_FINDINGS_H

#include "report/report.h"

/*
 * Print the findings of the verdict's first case, a table for each packet or
 * output, and the names of the other cases.  exercise knows what was run.
 */
void findings_print(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct verdict *verdict);

#endif
