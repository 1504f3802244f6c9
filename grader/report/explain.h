/* One check, explained: what stands below its line. */
#ifndef GRADER_REPORT_EXPLAIN_H
#define GRADER_REPORT_EXPLAIN_H

#include "report/report.h"

/*
 * Below a failed check all that helps to mend it, or if briefly is true only
 * what is wrong, why, and the command that tells the rest; below one that was
 * skipped or could not be checked the reason, below a passed one nothing.
 */
void explain_check(const struct terminal *terminal, const struct result *result,
    const struct exercise_result *exercise, const struct check_result *check,
    bool briefly);

/* Above the checks of one that was built: what the compiler warned of. */
void explain_warnings(
    const struct terminal *terminal, const struct exercise_result *exercise);

/* Below an exercise that was not built: what the compiler said. */
void explain_compiler(
    const struct terminal *terminal, const struct exercise_result *exercise);

#endif
