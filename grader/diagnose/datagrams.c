/*
 * Datagrams that were printed wrongly: by a client one reply as it is, by a
 * server one after another, each with who sent it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/table.h"

struct telling {
	const struct told *told;
	size_t count;
	print_function *print;
	const struct blob *got;
};

/* How one mistake spoils what is printed of datagram i; size: the buffer's. */
typedef void spoil_function(const struct telling *telling, size_t i,
    size_t size, struct blob *text, int *port);

struct replay {
	const char *id;
	spoil_function *spoil;
	bool sized; /* depends on the size of the buffer */
};

static void
spoil_nothing(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	const struct told *told = &telling->told[i];

	(void)size;
	(void)port;
	blob_add(text, told->bytes.data, told->bytes.len - told->newline);
}

static void
spoil_newline(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	const struct blob *bytes = &telling->told[i].bytes;

	(void)size;
	(void)port;
	blob_add(text, bytes->data, bytes->len);
}

static void
spoil_by_puts(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	spoil_newline(telling, i, size, text, port);
	blob_add(text, "\n", 1);
}

static void
spoil_at_nul(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	const uint8_t *nul;

	spoil_nothing(telling, i, size, text, port);
	nul = text->len == 0 ? NULL : memchr(text->data, 0, text->len);
	if (nul != NULL)
		text->len = (size_t)(nul - text->data);
}

static void
spoil_return(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	spoil_nothing(telling, i, size, text, port);
	if (telling->told[i].newline && text->len > 0 &&
	    text->data[text->len - 1] == '\r')
		text->len--;
}

/* A buffer that keeps what a longer datagram left behind the new one. */
static void
spoil_tail(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	struct blob now = { NULL, 0 };
	size_t k;

	for (k = 0; k <= i; k++) {
		now.len = 0;
		spoil_nothing(telling, k, size, &now, port);
		if (now.len > text->len)
			blob_add(
			    text, now.data + text->len, now.len - text->len);
		if (now.len > 0)
			memcpy(text->data, now.data, now.len);
	}
	blob_release(&now);
}

static void
spoil_length(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	spoil_nothing(telling, i, size, text, port);
	if (text->len > size)
		text->len = size;
}

/*
 * Only a buffer that began with zeroes can be replayed exactly; one that a
 * datagram filled up shows a stale tail.
 */
static void
spoil_whole(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	uint8_t *zeroes = xcalloc(size, 1);

	spoil_tail(telling, i, size, text, port);
	if (text->len < size)
		blob_add(text, zeroes, size - text->len);
	free(zeroes);
}

static void
spoil_port(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	spoil_nothing(telling, i, size, text, port);
	*port = (*port & 0xff) << 8 | *port >> 8;
}

static void
spoil_sign(const struct telling *telling, size_t i, size_t size,
    struct blob *text, int *port)
{
	spoil_nothing(telling, i, size, text, port);
	*port = (int16_t)*port;
}

const struct mistake datagram_mistakes[] = {
	{ "newline-kept", "datagrams",
	    "the newline that ends the message is printed as a part of it" },
	{ "return-cut", "datagrams",
	    "a carriage return before the newline is taken for a part of it: "
	    "the newline alone is cut" },
	{ "newline-added", "datagrams",
	    "a newline is printed behind what came: puts() adds one" },
	{ "datagram-as-string", "datagrams",
	    "the datagram is printed as a C string, which a NUL ends: write as "
	    "many bytes as recv returned" },
	{ "datagram-stale-tail", "datagrams",
	    "what a longer datagram left in the buffer is printed again: only "
	    "the bytes that recv returned are new" },
	{ "datagram-cut", "datagrams",
	    "the buffer is smaller than the datagram: what does not fit is "
	    "thrown away, and the next call reads the next datagram "
	    "(recv(2))" },
	{ "datagram-whole-buffer", "datagrams",
	    "the whole buffer is printed, not just the bytes that recv "
	    "returned" },
	{ "port-in-network-order", "datagrams",
	    "PORT is printed as it stands in the address, in network byte "
	    "order: ntohs turns it round" },
	{ "port-signed", "datagrams",
	    "PORT is printed as a signed number: a port is one of 16 bits "
	    "without a sign, 0 to 65535" },
	{ NULL, NULL, NULL },
};

static const struct replay replays[] = {
	{ "newline-kept", spoil_newline, false },
	{ "return-cut", spoil_return, false },
	{ "newline-added", spoil_by_puts, false },
	{ "datagram-as-string", spoil_at_nul, false },
	{ "datagram-stale-tail", spoil_tail, false },
	{ "datagram-cut", spoil_length, true },
	{ "datagram-whole-buffer", spoil_whole, true },
	{ "port-in-network-order", spoil_port, false },
	{ "port-signed", spoil_sign, false },
};

/* Would that mistake, with a buffer of size bytes, print what was printed? */
static bool
prints(const struct telling *telling, spoil_function *spoil, size_t size)
{
	struct blob out = { NULL, 0 }, text = { NULL, 0 };
	bool same;
	size_t i;
	int port;

	for (i = 0; i < telling->count; i++) {
		text.len = 0;
		port = telling->told[i].port;
		spoil(telling, i, size, &text, &port);
		telling->print(&telling->told[i], &text, port, &out);
	}
	same = blob_equal(&out, telling->got);
	blob_release(&text);
	blob_release(&out);
	return same;
}

static size_t
longest(const struct telling *telling)
{
	size_t i, len = 0;

	for (i = 0; i < telling->count; i++)
		if (telling->told[i].bytes.len > len)
			len = telling->told[i].bytes.len;
	return len;
}

static bool
fits(const struct telling *telling, const struct replay *replay)
{
	size_t size;

	if (!replay->sized)
		return prints(telling, replay->spoil, 0);
	size = replay->spoil == spoil_whole ? longest(telling) + 1 : 1;
	for (; size <= telling->got->len; size++)
		if (diagnose_is_buffer_size(size) &&
		    prints(telling, replay->spoil, size))
			return true;
	return false;
}

void
diagnose_told(const struct told *told, size_t count, print_function *print,
    const struct blob *got, struct verdict *verdict)
{
	const struct telling telling = { told, count, print, got };
	char what[MISTAKE_WHAT];
	size_t i;

	if (count == 0 || got->len == 0 || prints(&telling, spoil_nothing, 0))
		return;
	diagnose_what(what, "printing", got->len);
	for (i = 0; i < sizeof(replays) / sizeof(replays[0]); i++)
		if (fits(&telling, &replays[i]))
			diagnose_name(
			    verdict, datagram_mistakes, replays[i].id, what);
}

static void
print_reply(const struct told *told, const struct blob *text, int port,
    struct blob *out)
{
	(void)told;
	(void)port;
	blob_add(out, text->data, text->len);
}

void
diagnose_reply(
    const struct blob *reply, const struct blob *got, struct verdict *verdict)
{
	const struct told told = { .bytes = *reply };

	diagnose_told(&told, 1, print_reply, got, verdict);
}
