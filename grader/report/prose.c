/* Wrapping, colours and the other small habits of the terminal report. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "report/prose.h"

/* Even a deep indent leaves this much of a line for its text. */
enum { ROOM_MIN = 20 };

static const char *const paints[] = {
	[PAINT_GOOD] = "\033[32m",
	[PAINT_BAD] = "\033[1;31m",
	[PAINT_CARE] = "\033[33m",
	[PAINT_STRONG] = "\033[1m",
	[PAINT_FAINT] = "\033[2m",
};

void
prose_paint(const struct terminal *terminal, enum paint paint, const char *text)
{
	if (terminal->colour)
		fprintf(terminal->out, "%s%s\033[0m", paints[paint], text);
	else
		fputs(text, terminal->out);
}

size_t
prose_fit(const char *text, size_t room)
{
	size_t cut = room;

	if (strlen(text) <= room)
		return strlen(text);
	while (cut > 0 && text[cut] != ' ')
		cut--;
	while (cut > 1 && text[cut - 1] == ' ')
		cut--;
	return cut > 0 ? cut : room;
}

static size_t
room_after(const struct terminal *terminal, size_t columns)
{
	if (terminal->width < columns + ROOM_MIN)
		return ROOM_MIN;
	return terminal->width - columns;
}

static void
print_label(const struct terminal *terminal, size_t indent, const char *label)
{
	fprintf(terminal->out, "%*s", (int)indent, "");
	prose_paint(terminal, PAINT_STRONG, label);
}

void
prose_item(const struct terminal *terminal, size_t indent, const char *label,
    const char *text)
{
	size_t hang = indent + strlen(label);
	size_t room = room_after(terminal, hang);
	char *safe = printable_text(text);
	const char *rest = safe;

	print_label(terminal, indent, label);
	for (;;) {
		size_t len = prose_fit(rest, room);

		fprintf(terminal->out, "%.*s\n", (int)len, rest);
		rest += len;
		rest += strspn(rest, " ");
		if (*rest == '\0')
			break;
		fprintf(terminal->out, "%*s", (int)hang, "");
	}
	free(safe);
}

void
prose_itemf(const struct terminal *terminal, size_t indent, const char *label,
    const char *format, ...)
{
	char text[1024]; /* names and numbers: longer ones may be cut */
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	prose_item(terminal, indent, label, text);
}

/*
 * The last place in command[1..room] where an option begins outside of quotes,
 * or, if there is none, the first one after it, or the end.
 */
static size_t
command_fit(const char *command, size_t room)
{
	size_t cut = 0;
	bool quoted = false;

	if (strlen(command) <= room)
		return strlen(command);
	for (size_t i = 0; command[i] != '\0'; i++) {
		if (i > room - 2 && cut > 0)
			return cut;
		if (command[i] == '\'')
			quoted = !quoted;
		if (i > 0 && !quoted && strncmp(command + i, " -", 2) == 0)
			cut = i;
	}
	return cut > 0 ? cut : strlen(command);
}

void
prose_command(const struct terminal *terminal, size_t indent, const char *label,
    const char *command)
{
	size_t hang = indent + strlen(label);
	char *safe = printable_text(command);
	const char *rest = safe;

	print_label(terminal, indent, label);
	for (;;) {
		size_t len = command_fit(rest, room_after(terminal, hang));
		bool more = rest[len] != '\0';

		fprintf(terminal->out, "%.*s%s\n", (int)len, rest,
		    more ? " \\" : "");
		if (!more)
			break;
		rest += len + 1;
		fprintf(terminal->out, "%*s", (int)hang, "");
	}
	free(safe);
}

void
prose_list(const struct terminal *terminal, size_t indent, const char *label,
    const struct strings *list)
{
	struct blob text = { 0 };

	for (size_t i = 0; i < list->count; i++)
		blob_printf(&text, "%s%s", i == 0 ? "" : ", ", list->items[i]);
	if (text.len > 0)
		prose_item(terminal, indent, label, (const char *)text.data);
	blob_release(&text);
}

char *
prose_points(int halves)
{
	return xprintf("%d%s", halves / 2, halves % 2 == 0 ? "" : ".5");
}
