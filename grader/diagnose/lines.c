/* Lines that clients sent over streams, and that were printed wrongly. */
#include <stdio.h>
#include <string.h>

#include "diagnose/table.h"

enum { BUFFER = 4096 };

struct telling {
	const struct line *lines;
	size_t count;
	line_function *print;
	const struct blob *got;
};

/* What one mistake prints of line i, as text and port. */
typedef void spoil_function(
    const struct telling *telling, size_t i, struct blob *text, int *port);

struct replay {
	const struct mistake *family;
	const char *id;
	spoil_function *spoil;
};

static void
spoil_nothing(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	const struct blob *bytes = &telling->lines[i].bytes;

	(void)port;
	blob_add(text, bytes->data, bytes->len);
}

static void
spoil_newline(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	spoil_nothing(telling, i, text, port);
	if (telling->lines[i].newline)
		blob_add(text, "\n", 1);
}

static void
spoil_first(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	spoil_nothing(telling, i, text, port);
	if (text->len > telling->lines[i].first)
		text->len = telling->lines[i].first;
}

static void
spoil_at_nul(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	const uint8_t *nul;

	spoil_nothing(telling, i, text, port);
	nul = text->len == 0 ? NULL : memchr(text->data, 0, text->len);
	if (nul != NULL)
		text->len = (size_t)(nul - text->data);
}

static void
spoil_return(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	spoil_nothing(telling, i, text, port);
	if (text->len > 0 && text->data[text->len - 1] == '\r')
		text->len--;
}

/*
 * One buffer for all clients, which began with zeroes.  A newline becomes a
 * NUL; after a line without one stands what was there before.
 */
static void
spoil_tail(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	const struct line *line;
	char buffer[BUFFER] = { 0 };
	size_t k;

	(void)port;
	for (k = 0; k <= i; k++) {
		line = &telling->lines[k];
		if (line->bytes.len >= BUFFER)
			return;
		if (line->bytes.len > 0)
			memcpy(buffer, line->bytes.data, line->bytes.len);
		if (line->newline)
			buffer[line->bytes.len] = '\0';
	}
	blob_add(text, buffer, strlen(buffer));
}

static void
spoil_port(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	spoil_nothing(telling, i, text, port);
	*port = (*port & 0xff) << 8 | *port >> 8;
}

static void
spoil_sign(
    const struct telling *telling, size_t i, struct blob *text, int *port)
{
	spoil_nothing(telling, i, text, port);
	*port = (int16_t)*port;
}

const struct mistake line_mistakes[] = {
	{ "line-first-piece", "lines",
	    "what the first recv brought is taken for the line: TCP carries a "
	    "stream of bytes, so read on until its newline or the end of file "
	    "(recv(2))" },
	{ "line-as-string", "lines",
	    "the line is printed as a C string, which a NUL ends: write as "
	    "many bytes as it has" },
	{ "line-return-cut", "lines",
	    "a carriage return before the newline is taken for a part of it" },
	{ "line-stale-tail", "lines",
	    "what an earlier client's line left in the buffer is printed again "
	    "behind a line that had no newline" },
	{ NULL, NULL, NULL },
};

/* In order: a buffer read as a string is named for its tail only without. */
static const struct replay replays[] = {
	{ line_mistakes, "line-first-piece", spoil_first },
	{ line_mistakes, "line-as-string", spoil_at_nul },
	{ line_mistakes, "line-return-cut", spoil_return },
	{ datagram_mistakes, "newline-kept", spoil_newline },
	{ datagram_mistakes, "port-in-network-order", spoil_port },
	{ datagram_mistakes, "port-signed", spoil_sign },
	{ line_mistakes, "line-stale-tail", spoil_tail },
};

/* Would that mistake print what was printed? */
static bool
prints(const struct telling *telling, spoil_function *spoil)
{
	struct blob out = { NULL, 0 }, text = { NULL, 0 };
	bool same;
	size_t i;
	int port;

	for (i = 0; i < telling->count; i++) {
		text.len = 0;
		port = telling->lines[i].port;
		spoil(telling, i, &text, &port);
		telling->print(&telling->lines[i], &text, port, &out);
	}
	same = blob_equal(&out, telling->got);
	blob_release(&text);
	blob_release(&out);
	return same;
}

void
diagnose_lines(const struct line *lines, size_t count, line_function *print,
    const struct blob *got, struct verdict *verdict)
{
	const struct telling telling = { lines, count, print, got };
	bool named = false;
	char what[MISTAKE_WHAT];
	size_t i;

	if (count == 0 || got->len == 0 || prints(&telling, spoil_nothing))
		return;
	diagnose_what(what, "printing", got->len);
	for (i = 0; i < sizeof(replays) / sizeof(replays[0]); i++) {
		if ((named && replays[i].spoil == spoil_tail) ||
		    !prints(&telling, replays[i].spoil))
			continue;
		named = true;
		diagnose_name(verdict, replays[i].family, replays[i].id, what);
	}
}
