/* Wrong bytes in a message that the student sent. */
#include <stdio.h>
#include <string.h>

#include "diagnose/table.h"

struct sent {
	const struct blob *message, *wanted;
	const uint8_t *got;
	size_t len;
};

struct replay {
	const char *id;
	bool (*fits)(const struct sent *sent);
};

/* What follows the message: a newline for some exercises, else nothing. */
static size_t
suffix_len(const struct sent *sent)
{
	return sent->wanted->len - sent->message->len;
}

static bool
begins_with(const struct sent *sent, const struct blob *start)
{
	if (sent->len < start->len)
		return false;
	return start->len == 0 ||
	    memcmp(sent->got, start->data, start->len) == 0;
}

/* MESSAGE with its NUL, before the suffix, in its place, or after it. */
static bool
fits_nul_sent(const struct sent *sent)
{
	size_t len = sent->message->len, suffix = suffix_len(sent);

	if (!begins_with(sent, sent->message) || sent->len == len)
		return false;
	if (sent->len == sent->wanted->len + 1 &&
	    begins_with(sent, sent->wanted))
		return sent->got[sent->wanted->len] == 0;
	if (sent->len == len + 1)
		return sent->got[len] == 0;
	return sent->len == len + 1 + suffix && sent->got[len] == 0 &&
	    memcmp(sent->got + len + 1, sent->wanted->data + len, suffix) == 0;
}

static bool
fits_newline_missing(const struct sent *sent)
{
	return suffix_len(sent) == 1 && sent->len == sent->message->len &&
	    begins_with(sent, sent->message);
}

/* A zero byte where the length is odd; a NUL would be sent at even ones too. */
static bool
fits_padded_to_even(const struct sent *sent)
{
	return suffix_len(sent) == 0 && sent->wanted->len % 2 == 1 &&
	    sent->len == sent->wanted->len + 1 &&
	    begins_with(sent, sent->wanted) && sent->got[sent->len - 1] == 0;
}

static bool
fits_newline_added(const struct sent *sent)
{
	return sent->len == sent->wanted->len + 1 &&
	    begins_with(sent, sent->wanted) && sent->got[sent->len - 1] == '\n';
}

static bool
fits_return_sent(const struct sent *sent)
{
	size_t len = sent->message->len;

	return suffix_len(sent) == 1 && sent->len == len + 2 &&
	    begins_with(sent, sent->message) &&
	    memcmp(sent->got + len, "\r\n", 2) == 0;
}

/* As many bytes as a pointer has, or one less for a string's end. */
static bool
fits_sizeof_pointer(const struct sent *sent)
{
	static const size_t sizes[] = { 8, 7, 4, 3 };
	const struct blob *wanted = sent->wanted;
	size_t i, n, suffix = suffix_len(sent);

	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		n = sizes[i];
		if (sent->message->len <= n || sent->len < n ||
		    memcmp(sent->got, wanted->data, n) != 0)
			continue;
		if (sent->len == n)
			return true;
		if (suffix > 0 && sent->len == n + suffix &&
		    memcmp(sent->got + n, wanted->data + sent->message->len,
			suffix) == 0)
			return true;
	}
	return false;
}

static bool
fits_whole_buffer(const struct sent *sent)
{
	return sent->len > sent->wanted->len + 1 &&
	    diagnose_is_buffer_size(sent->len) &&
	    begins_with(sent, sent->wanted);
}

const struct mistake payload_mistakes[] = {
	{ "nul-sent", "payloads",
	    "the NUL that ends a C string is sent too: it is no part of the "
	    "message (send strlen bytes, not strlen + 1)" },
	{ "padded-to-even", "payloads",
	    "data of odd length is filled up with a zero byte: a checksum "
	    "counts such a byte, but it is never sent (RFC 1071 section 4.1)" },
	{ "newline-added", "payloads",
	    "a newline is sent behind the message, which is not asked for" },
	{ "newline-missing", "payloads",
	    "the newline that ends the message is not sent" },
	{ "return-sent", "payloads",
	    "the line ends with a carriage return and a newline: a newline "
	    "alone ends it here" },
	{ "sizeof-pointer", "payloads",
	    "the length is sizeof of a pointer: that is the size of the "
	    "pointer, whatever it points to (use strlen)" },
	{ "whole-buffer", "payloads",
	    "the whole buffer is sent, not just the bytes that were put into "
	    "it" },
	{ "sent-in-parts", "payloads",
	    "each part is sent by a call of its own: where one send() ends, "
	    "the datagram ends, so what belongs together goes into one call "
	    "(udp(7))" },
	{ NULL, NULL, NULL },
};

static const struct replay replays[] = {
	{ "nul-sent", fits_nul_sent },
	{ "padded-to-even", fits_padded_to_even },
	{ "newline-added", fits_newline_added },
	{ "newline-missing", fits_newline_missing },
	{ "return-sent", fits_return_sent },
	{ "sizeof-pointer", fits_sizeof_pointer },
	{ "whole-buffer", fits_whole_buffer },
};

void
diagnose_parts(struct verdict *verdict)
{
	diagnose_name(verdict, payload_mistakes, "sent-in-parts",
	    "sending these bytes in more than one datagram");
}

void
diagnose_payload(const struct blob *message, const struct blob *wanted,
    const void *got, size_t got_len, struct verdict *verdict)
{
	const struct sent sent = { message, wanted, got, got_len };
	char what[MISTAKE_WHAT];
	size_t i;

	if (got_len == 0 || wanted->len < message->len ||
	    (got_len == wanted->len && memcmp(got, wanted->data, got_len) == 0))
		return;
	diagnose_what(what, "sending", got_len);
	for (i = 0; i < sizeof(replays) / sizeof(replays[0]); i++)
		if (replays[i].fits(&sent))
			diagnose_name(
			    verdict, payload_mistakes, replays[i].id, what);
}
