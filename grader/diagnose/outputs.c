/* An answer that came in pieces, and was copied to stdout wrongly. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/table.h"

struct copied {
	const struct blob *pieces;
	size_t count;
	const struct blob *got;
};

struct replay {
	const char *id;
	bool (*fits)(const struct copied *copied);
};

/* How many bytes of piece come before its first NUL. */
static size_t
text_len(const struct blob *piece)
{
	const uint8_t *nul = NULL;

	if (piece->len > 0)
		nul = memchr(piece->data, 0, piece->len);
	return nul == NULL ? piece->len : (size_t)(nul - piece->data);
}

/* One piece arrived, or as much of it as a buffer holds. */
static bool
fits_one_recv(const struct copied *copied)
{
	const struct blob *first = &copied->pieces[0], *got = copied->got;

	if (got->len == 0 || got->len > first->len)
		return false;
	if (got->len < first->len && !diagnose_is_buffer_size(got->len))
		return false;
	return memcmp(got->data, first->data, got->len) == 0;
}

/* Each piece printed as a string, or all of them as one. */
static bool
fits_stops_at_nul(const struct copied *copied)
{
	struct blob each = { NULL, 0 }, all = { NULL, 0 };
	bool fits;
	size_t i;

	for (i = 0; i < copied->count; i++) {
		blob_add(&each, copied->pieces[i].data,
		    text_len(&copied->pieces[i]));
		blob_add(&all, copied->pieces[i].data, copied->pieces[i].len);
	}
	all.len = text_len(&all);
	fits = blob_equal(&each, copied->got) || blob_equal(&all, copied->got);
	blob_release(&each);
	blob_release(&all);
	return fits;
}

/*
 * Print the pieces as from one buffer that keeps what is not overwritten:
 * fixed 0 prints up to the longest piece so far, else fixed bytes each time.
 */
static void
print_from_buffer(const struct copied *copied, size_t fixed, struct blob *out)
{
	uint8_t *zeroes = xcalloc(fixed, 1);
	struct blob buffer = { NULL, 0 };
	const struct blob *piece;
	size_t i;

	blob_add(&buffer, zeroes, fixed);
	free(zeroes);
	for (i = 0; i < copied->count; i++) {
		piece = &copied->pieces[i];
		if (piece->len > buffer.len)
			blob_add(&buffer, piece->data + buffer.len,
			    piece->len - buffer.len);
		if (piece->len > 0)
			memcpy(buffer.data, piece->data, piece->len);
		blob_add(out, buffer.data, buffer.len);
	}
	blob_release(&buffer);
}

static bool
fits_stale_tail(const struct copied *copied)
{
	struct blob out = { NULL, 0 };
	bool fits;

	print_from_buffer(copied, 0, &out);
	fits = blob_equal(&out, copied->got);
	blob_release(&out);
	return fits;
}

/*
 * Only a buffer that began with zeroes can be replayed exactly; one that a
 * piece filled up is a stale tail.
 */
static bool
fits_whole_buffer(const struct copied *copied)
{
	size_t fixed = copied->got->len / copied->count, i;
	struct blob out = { NULL, 0 };
	bool fits;

	if (copied->got->len % copied->count != 0 ||
	    !diagnose_is_buffer_size(fixed))
		return false;
	for (i = 0; i < copied->count; i++)
		if (copied->pieces[i].len >= fixed)
			return false;
	print_from_buffer(copied, fixed, &out);
	fits = blob_equal(&out, copied->got);
	blob_release(&out);
	return fits;
}

/* puts() of each piece, or of the whole. */
static bool
fits_newline_added(const struct copied *copied)
{
	struct blob each = { NULL, 0 }, whole = { NULL, 0 };
	bool fits;
	size_t i;

	for (i = 0; i < copied->count; i++) {
		blob_add(&each, copied->pieces[i].data, copied->pieces[i].len);
		blob_add(&each, "\n", 1);
		blob_add(&whole, copied->pieces[i].data, copied->pieces[i].len);
	}
	blob_add(&whole, "\n", 1);
	fits =
	    blob_equal(&each, copied->got) || blob_equal(&whole, copied->got);
	blob_release(&each);
	blob_release(&whole);
	return fits;
}

const struct mistake output_mistakes[] = {
	{ "one-recv", "outputs",
	    "the answer is read once: TCP carries a stream of bytes, so one "
	    "recv brings what has come so far, and only 0 is its end "
	    "(recv(2))" },
	{ "stops-at-nul", "outputs",
	    "the answer is printed as a C string, which a NUL ends: write as "
	    "many bytes as recv returned" },
	{ "stale-tail", "outputs",
	    "what an earlier piece left in the buffer is printed again: only "
	    "the bytes that recv returned are new" },
	{ "whole-buffer", "outputs",
	    "the whole buffer is printed, not just the bytes that recv "
	    "returned" },
	{ "newline-added", "outputs",
	    "a newline is printed behind what came: puts() adds one" },
	{ NULL, NULL, NULL },
};

static const struct replay replays[] = {
	{ "one-recv", fits_one_recv },
	{ "stops-at-nul", fits_stops_at_nul },
	{ "stale-tail", fits_stale_tail },
	{ "whole-buffer", fits_whole_buffer },
	{ "newline-added", fits_newline_added },
};

static bool
copied_rightly(const struct copied *copied)
{
	size_t i, at = 0;

	for (i = 0; i < copied->count; i++) {
		if (copied->pieces[i].len > copied->got->len - at)
			return false;
		if (copied->pieces[i].len > 0 &&
		    memcmp(copied->got->data + at, copied->pieces[i].data,
			copied->pieces[i].len) != 0)
			return false;
		at += copied->pieces[i].len;
	}
	return at == copied->got->len;
}

void
diagnose_output(const struct blob *pieces, size_t count, const struct blob *got,
    struct verdict *verdict)
{
	const struct copied copied = { pieces, count, got };
	char what[MISTAKE_WHAT];
	size_t i;

	if (count == 0 || copied_rightly(&copied))
		return;
	diagnose_what(what, "printing", got->len);
	for (i = 0; i < sizeof(replays) / sizeof(replays[0]); i++)
		if (replays[i].fits(&copied))
			diagnose_name(
			    verdict, output_mistakes, replays[i].id, what);
}
