/* What the report is printed on: how wide it is, and whether it has colours. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "report/report.h"

enum { WIDTH_MIN = 60, WIDTH_MAX = 120, WIDTH_DEFAULT = 80 };

static bool
wants_colour(int fd)
{
	const char *no_colour = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (!isatty(fd) || (no_colour != NULL && no_colour[0] != '\0'))
		return false;
	return term != NULL && strcmp(term, "dumb") != 0;
}

static size_t
columns(int fd)
{
	struct winsize size;
	const char *text = getenv("COLUMNS");
	char *end;
	long number;

	if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	if (text == NULL)
		return WIDTH_DEFAULT;
	number = strtol(text, &end, 10);
	if (*end != '\0' || number <= 0)
		return WIDTH_DEFAULT;
	return (size_t)number;
}

void
terminal_for(FILE *stream, struct terminal *terminal)
{
	int fd = fileno(stream);
	size_t width = columns(fd);

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	if (width > WIDTH_MAX)
		width = WIDTH_MAX;
	terminal->out = stream;
	terminal->width = width;
	terminal->colour = wants_colour(fd);
}
