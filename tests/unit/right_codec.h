/*
 * What a right codec does, letter by letter: made anew for the tests, so that
 * judge and test cannot share a mistake.
 */
#ifndef TESTS_UNIT_RIGHT_CODEC_H
#define TESTS_UNIT_RIGHT_CODEC_H

#include "test_judges.h"

static const char letters64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz0123456789+/";

static inline uint8_t *
room_for(struct run *run, size_t len)
{
	run->out.data = xcalloc(len + 8, 1);
	return run->out.data;
}

static inline void
encode16(const struct blob *input, struct run *run)
{
	uint8_t *out = room_for(run, 2 * input->len);
	size_t i;

	for (i = 0; i < 2 * input->len; i++)
		out[i] = (uint8_t) "0123456789abcdef"[input->data[i / 2] >>
			(i % 2 == 0 ? 4 : 0) &
		    15];
	run->out.len = 2 * input->len;
}

static inline void
encode64(const struct blob *input, struct run *run)
{
	uint8_t *out = room_for(run, input->len / 3 * 4 + 4);
	unsigned bits = 0, count = 0;
	size_t i, len = 0;

	for (i = 0; i < input->len; i++) {
		bits = bits << 8 | input->data[i];
		for (count += 8; count >= 6; count -= 6)
			out[len++] =
			    (uint8_t)letters64[bits >> (count - 6) & 63];
	}
	if (count > 0)
		out[len++] = (uint8_t)letters64[bits << (6 - count) & 63];
	while (len % 4 != 0)
		out[len++] = '=';
	run->out.len = len;
}

/* The value of a character, -1 if it is ignored, -2 if it is bad. */
static inline int
value_of(bool hex, uint8_t byte)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *alphabet = hex ? digits : letters64;
	const char *ignored = hex ? " \t\r\n\v\f" : "\r\n";
	const char *at = byte == 0 ? NULL : strchr(alphabet, byte);

	if (at != NULL)
		return (int)(at - alphabet) % (hex ? 16 : 64);
	return byte != 0 && strchr(ignored, byte) != NULL ? -1 : -2;
}

/* Returns false if the input is to be refused. */
static inline bool
decode(bool hex, const struct blob *input, struct run *run)
{
	const unsigned width = hex ? 4 : 6, whole = hex ? 2 : 4;
	uint8_t *out = room_for(run, input->len);
	unsigned bits = 0, count = 0;
	size_t i, letters = 0, padding = 0;
	int value;

	for (i = 0; i < input->len; i++) {
		value = value_of(hex, input->data[i]);
		if (!hex && input->data[i] == '=')
			padding++;
		else if (value == -2 || (value >= 0 && padding > 0))
			return false;
		if (value < 0)
			continue;
		letters++;
		bits = bits << width | (unsigned)value;
		count += width;
		if (count >= 8) {
			count -= 8;
			out[run->out.len++] = (uint8_t)(bits >> count);
		}
	}
	return (letters + padding) % whole == 0 && padding < 3;
}

static inline void
run_rightly(const char *slug, const char *word, const struct blob *input,
    struct run *run)
{
	const bool hex = strcmp(slug, "hex") == 0;

	if (strcmp(word, "encode") == 0) {
		(hex ? encode16 : encode64)(input, run);
	} else if (!decode(hex, input, run)) {
		run->status = 1;
		blob_printf(&run->err, "program: bad input\n");
	}
}

#endif
