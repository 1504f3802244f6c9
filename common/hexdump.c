/* A hex dump, with some of its bytes marked: see hexdump.h. */

#include <stdbool.h>

#include "hexdump.h"

enum { LINE_BYTES = 16, GAP = LINE_BYTES / 2 };

/* One line; marked are the columns from mark on to before mark_end <= len. */
struct line {
	const uint8_t *bytes;
	size_t len, mark, mark_end;
};

static bool
is_marked(const struct line *line, size_t column)
{
	return column >= line->mark && column < line->mark_end;
}

/* What stands between the byte before column and the byte at column. */
static void
print_between(FILE *out, const struct line *line, size_t column)
{
	bool before = column > 0 && is_marked(line, column - 1);
	bool after = is_marked(line, column);
	char left = before && !after ? ']' : ' ';
	char right = after && !before ? '[' : ' ';

	if (column == GAP)
		fprintf(out, "%c%c", left, right);
	else
		fputc(right == '[' ? right : left, out);
}

static void
print_line(FILE *out, const struct line *line)
{
	for (size_t i = 0; i < LINE_BYTES; i++) {
		print_between(out, line, i);
		if (i < line->len)
			fprintf(out, "%02x", line->bytes[i]);
		else
			fputs("  ", out);
	}
	print_between(out, line, LINE_BYTES);
	fputs("  ", out);
	for (size_t i = 0; i < line->len; i++) {
		uint8_t byte = line->bytes[i];

		fputc(byte >= 0x20 && byte <= 0x7e ? byte : '.', out);
	}
	fputc('\n', out);
}

/* Offset as a column, 0..len, of the line of len bytes that begins at start. */
static size_t
clip(size_t offset, size_t start, size_t len)
{
	if (offset < start)
		return 0;
	return offset - start < len ? offset - start : len;
}

void
hexdump(FILE *out, const char *indent, const uint8_t *data, size_t len,
    size_t mark, size_t mark_len)
{
	size_t mark_end =
	    mark_len < SIZE_MAX - mark ? mark + mark_len : SIZE_MAX;

	for (size_t at = 0; at < len; at += LINE_BYTES) {
		struct line line = { .bytes = data + at };

		line.len = len - at < LINE_BYTES ? len - at : LINE_BYTES;
		line.mark = clip(mark, at, line.len);
		line.mark_end = clip(mark_end, at, line.len);
		fprintf(out, "%s%04zx:", indent, at);
		print_line(out, &line);
	}
}
