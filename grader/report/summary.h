/* The lines that sum up: an exercise's score, the total, the verdict. */
#ifndef GRADER_REPORT_SUMMARY_H
#define GRADER_REPORT_SUMMARY_H

#include "report/report.h"

/* "0.5/1", of halves: a string to be freed. */
char *summary_fraction(int score, int max_score);

/* "51-raw-tcp-syn": a string to be freed. */
char *summary_folder(const struct exercise_result *exercise);

/* The exercise's score, at the right edge. */
void summary_score(
    const struct terminal *terminal, const struct exercise_result *exercise);

/* Where to go on after a failure; nothing if there is none. */
void summary_next(const struct terminal *terminal, const struct result *result);

/* The total, with what could not be checked. */
void
summary_total(const struct terminal *terminal, const struct result *result);

/* The last line: what it comes to. */
void
summary_verdict(const struct terminal *terminal, const struct result *result);

#endif
