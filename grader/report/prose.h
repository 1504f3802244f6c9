/*
 * Lines of the terminal report.  Whatever text is given, what is printed is
 * printable ASCII; only prose_paint adds colours.
 */
#ifndef GRADER_REPORT_PROSE_H
#define GRADER_REPORT_PROSE_H

#include <stddef.h>

#include "report/report.h"

enum paint { PAINT_GOOD, PAINT_BAD, PAINT_CARE, PAINT_STRONG, PAINT_FAINT };

/* Print text, which is our own, in that colour where there are colours. */
void prose_paint(
    const struct terminal *terminal, enum paint paint, const char *text);

/* How many bytes of text go on a line that has room columns: at least 1. */
size_t prose_fit(const char *text, size_t room);

/*
 * Print label after indent blanks, then text, wrapped; every further line
 * begins below the text's first column.
 */
void prose_item(const struct terminal *terminal, size_t indent,
    const char *label, const char *text);
void
prose_itemf(const struct terminal *terminal, size_t indent, const char *label,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

/*
 * The same for a command: broken before an option only, with a backslash, so
 * that it can be copied whole.
 */
void prose_command(const struct terminal *terminal, size_t indent,
    const char *label, const char *command);

/* The same for the items of a list, parted by commas. */
void prose_list(const struct terminal *terminal, size_t indent,
    const char *label, const struct strings *list);

/* "1" or "0.5": a string to be freed. */
char *prose_points(int halves);

#endif
