/*
 * The lines of a hex dump that have something wrong in them.
 *
 * hexdump() knows one mark, and counts from 0.  A line is therefore dumped
 * alone, once for each run of marked bytes, the brackets are laid over each
 * other, and its true offset is put before it.
 */
#include <stdlib.h>
#include <string.h>

#include "hexdump.h"
#include "report/dump.h"
#include "report/prose.h"

enum {
	LINE_BYTES = 16,
	LINES_MAX = 8, /* more of a long stream says nothing more */
	OFFSET_COLUMNS = 4,
	HEX_COLUMNS = 51 /* from the colon to the last bracket */
};

/* What is wrong at the line of bytes that begins at offset line. */
static bool
mark_bytes(const struct finding *findings, size_t count, size_t line,
    bool marked[LINE_BYTES])
{
	bool any = false;

	memset(marked, 0, LINE_BYTES);
	for (size_t i = 0; i < count; i++) {
		size_t mark = findings[i].mark;

		for (size_t at = line; at < line + LINE_BYTES; at++) {
			if (at < mark || at - mark >= findings[i].mark_len)
				continue;
			marked[at - line] = true;
			any = true;
		}
	}
	return any;
}

/* True if bytes are missing right after this line, or within it. */
static bool
misses_bytes(const struct finding *findings, size_t count, size_t line)
{
	for (size_t i = 0; i < count; i++) {
		size_t last = findings[i].bytes.len - 1;
		size_t at = findings[i].mark < last ? findings[i].mark : last;

		if (findings[i].mark_len == 0 &&
		    at / LINE_BYTES * LINE_BYTES == line)
			return true;
	}
	return false;
}

/* One line from the colon on, to be freed. */
static char *
line_text(const struct blob *bytes, size_t line, size_t mark, size_t mark_len)
{
	size_t len = bytes->len - line;
	struct blob text = { 0 };
	char buf[128] = "";
	FILE *out = fmemopen(buf, sizeof(buf), "w");

	if (len > LINE_BYTES)
		len = LINE_BYTES;
	if (out != NULL) {
		hexdump(out, "", bytes->data + line, len, mark, mark_len);
		fclose(out);
	}
	buf[strcspn(buf, "\n")] = '\0';
	blob_printf(&text, "%s", buf + strcspn(buf, ":"));
	return (char *)text.data;
}

/* Take over the brackets of other. */
static void
lay_over(char *line, const char *other)
{
	for (size_t i = 0; i < HEX_COLUMNS && line[i] && other[i]; i++) {
		if (other[i] != ' ')
			line[i] = other[i];
	}
}

static char *
marked_line(
    const struct blob *bytes, size_t line, const bool marked[LINE_BYTES])
{
	char *text = line_text(bytes, line, 0, 0);

	for (size_t first = 0; first < LINE_BYTES; first++) {
		size_t len = 0;
		char *other;

		while (first + len < LINE_BYTES && marked[first + len])
			len++;
		if (len == 0)
			continue;
		other = line_text(bytes, line, first, len);
		lay_over(text, other);
		free(other);
		first += len;
	}
	return text;
}

/* The hex part of a line, what is in brackets painted. */
static void
print_hex(const struct terminal *terminal, const char *text)
{
	char hex[HEX_COLUMNS + 1];
	const char *rest = hex;

	snprintf(hex, sizeof(hex), "%s", text);
	while (*rest != '\0') {
		size_t plain = strcspn(rest, "[");
		char mark[HEX_COLUMNS + 1];
		size_t len;

		fprintf(terminal->out, "%.*s", (int)plain, rest);
		rest += plain;
		len = strcspn(rest, "]");
		len += rest[len] == ']';
		snprintf(mark, sizeof(mark), "%.*s", (int)len, rest);
		if (len > 0)
			prose_paint(terminal, PAINT_BAD, mark);
		rest += len;
	}
}

static void
print_marked(const struct terminal *terminal, size_t indent,
    const struct blob *bytes, size_t line, const bool marked[LINE_BYTES])
{
	char *text = marked_line(bytes, line, marked);
	size_t len = strlen(text);

	if (indent + OFFSET_COLUMNS + len > terminal->width)
		len = HEX_COLUMNS;
	while (len > 0 && text[len - 1] == ' ')
		len--;
	text[len] = '\0';
	fprintf(terminal->out, "%*s%04zx", (int)indent, "", line);
	print_hex(terminal, text);
	if (len > HEX_COLUMNS)
		fputs(text + HEX_COLUMNS, terminal->out);
	fputc('\n', terminal->out);
	free(text);
}

void
dump_print(const struct terminal *terminal, size_t indent,
    const struct finding *findings, size_t count)
{
	size_t shown = 0;
	size_t len = findings[0].bytes.len;
	bool marked[LINE_BYTES];

	for (size_t line = 0; line < len; line += LINE_BYTES) {
		if (!mark_bytes(findings, count, line, marked) &&
		    !misses_bytes(findings, count, line))
			continue;
		if (shown++ == LINES_MAX) {
			prose_item(terminal, indent, "", "...");
			break;
		}
		print_marked(
		    terminal, indent, &findings[0].bytes, line, marked);
	}
}
