/* The mistakes of any codec, and those of hex alone. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "diagnose/codec_replays.h"

enum {
	HEX_IN = 1 << CODING_HEX_ENCODE,
	HEX_OUT = 1 << CODING_HEX_DECODE,
	ENCODING = HEX_IN | 1 << CODING_BASE64_ENCODE,
	DECODING = HEX_OUT | 1 << CODING_BASE64_DECODE,
	ANY = ENCODING | DECODING
};

const size_t codec_buffer_sizes[CODEC_BUFFER_SIZES] = { 16, 32, 64, 100, 128,
	200, 255, 256, 500, 512, 1000, 1023, 1024, 2000, 2048, 4095, 4096, 8191,
	8192, 10000, 16384, 32768, 65536 };

/* Longer groups than any coding has: a prefix is made whole by so much. */
enum { MOST_CUT = 8 };

enum recoded
codec_right(const struct recoding *run, struct blob *out)
{
	return run->right(run->input->data, run->input->len, out);
}

enum recoded
codec_right_for_first(const struct recoding *run, size_t len, struct blob *out)
{
	if (len > run->input->len)
		len = run->input->len;
	return run->right(run->input->data, len, out);
}

enum recoded
codec_right_for(
    const struct recoding *run, struct blob *input, struct blob *out)
{
	enum recoded how = run->right(input->data, input->len, out);

	blob_release(input);
	return how;
}

/* How many bytes come before the first one of that value. */
static size_t
before(const struct blob *bytes, uint8_t value)
{
	const uint8_t *at = NULL;

	if (bytes->len > 0)
		at = memchr(bytes->data, value, bytes->len);
	return at == NULL ? bytes->len : (size_t)(at - bytes->data);
}

void
codec_filter(
    const struct blob *from, bool (*keep)(uint8_t byte), struct blob *to)
{
	size_t i;

	blob_add(to, from->data, from->len);
	for (to->len = i = 0; i < from->len; i++)
		if (keep(from->data[i]))
			to->data[to->len++] = from->data[i];
}

/* ---- whatever the coding ---- */

/* Always, or only where there is something to end. */
static enum recoded
play_newline_at_end(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	enum recoded how = codec_right(run, out);

	if (variant == 0 || out->len > 0)
		blob_add(out, "\n", 1);
	return how;
}

/* What is read is a string, or what is printed. */
static enum recoded
play_stops_at_nul(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	enum recoded how;

	if (variant == 0)
		return codec_right_for_first(run, before(run->input, 0), out);
	how = codec_right(run, out);
	out->len = before(out, 0);
	return how;
}

static enum recoded
play_ff_is_the_end(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	(void)variant;
	return codec_right_for_first(run, before(run->input, 0xff), out);
}

/*
 * What getc() returns at the end, cut to a byte or printed as an int; or what
 * a read that brought nothing left of a group.
 */
static enum recoded
play_end_is_a_byte(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	const struct blob *input = run->input;
	struct blob longer = { NULL, 0 };
	enum recoded how;

	if (variant == 0) {
		blob_add(&longer, input->data, input->len);
		blob_add(&longer, "\xff", 1);
		return codec_right_for(run, &longer, out);
	}
	how = codec_right(run, out);
	if (run->coding == CODING_HEX_ENCODE)
		blob_add(out, "ffffffff", 8);
	else if (input->len % 3 == 0)
		blob_add(out, "AA==", 4);
	return how;
}

static bool
is_no_newline(uint8_t byte)
{
	return byte != '\n';
}

/* The first line with or without its newline, or all without newlines. */
static enum recoded
play_line_by_line(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob kept = { NULL, 0 };

	if (variant < 2)
		return codec_right_for_first(
		    run, before(run->input, '\n') + variant, out);
	codec_filter(run->input, is_no_newline, &kept);
	return codec_right_for(run, &kept, out);
}

static enum recoded
play_one_read(const struct recoding *run, unsigned variant, struct blob *out)
{
	return codec_right_for_first(run, codec_buffer_sizes[variant], out);
}

/* ---- decoding what is not to be decoded ---- */

/* A letter, padding, or what is ignored where it stands alone. */
static bool
has_a_place(const struct recoding *run, uint8_t byte)
{
	struct blob nothing = { NULL, 0 };

	return run->letter(byte) ||
	    (byte == '=' && run->coding == CODING_BASE64_DECODE) ||
	    run->right(&byte, 1, &nothing) == RECODED_TAKEN;
}

/* What comes before the first bad byte, or of that the whole groups. */
static enum recoded
play_ends_at_bad(const struct recoding *run, unsigned variant, struct blob *out)
{
	const struct blob *input = run->input;
	enum recoded how;
	size_t len = 0, cut;

	while (len < input->len && has_a_place(run, input->data[len]))
		len++;
	how = codec_right_for_first(run, len, out);
	if (variant == 1 || len == input->len)
		return how;
	for (cut = 1; how == RECODED_REFUSED && cut < MOST_CUT; cut++) {
		out->len = 0;
		how =
		    codec_right_for_first(run, len >= cut ? len - cut : 0, out);
	}
	return how;
}

/* Fill up with padding, or leave out a letter that stands alone. */
static void
make_whole(struct blob *letters)
{
	size_t rest = letters->len % 4;

	letters->len -= rest == 1;
	blob_add(letters, "==", rest > 1 ? 4 - rest : 0);
}

/* What is left of base64 is made whole, or refused if it is not. */
static enum recoded
play_bad_skipped(const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob kept = { NULL, 0 };

	codec_filter(run->input, run->letter, &kept);
	if (run->coding == CODING_BASE64_DECODE && variant == 0)
		make_whole(&kept);
	return codec_right_for(run, &kept, out);
}

/* ---- hex ---- */

static enum recoded
play_upper_case(const struct recoding *run, unsigned variant, struct blob *out)
{
	enum recoded how = codec_right(run, out);
	size_t i;

	(void)variant;
	for (i = 0; i < out->len; i++)
		out->data[i] = (uint8_t)toupper(out->data[i]);
	return how;
}

static void
exchange_nibbles(struct blob *bytes)
{
	size_t i;

	for (i = 0; i < bytes->len; i++)
		bytes->data[i] =
		    (uint8_t)(bytes->data[i] << 4 | bytes->data[i] >> 4);
}

static enum recoded
play_nibbles_exchanged(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob input = { NULL, 0 };
	enum recoded how;

	(void)variant;
	blob_add(&input, run->input->data, run->input->len);
	if (run->coding == CODING_HEX_ENCODE)
		exchange_nibbles(&input);
	how = codec_right_for(run, &input, out);
	if (run->coding == CODING_HEX_DECODE)
		exchange_nibbles(out);
	return how;
}

static enum recoded
play_leading_zero_lost(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	size_t i;

	(void)variant;
	for (i = 0; i < run->input->len; i++)
		blob_printf(out, "%x", run->input->data[i]);
	return RECODED_TAKEN;
}

static enum recoded
play_hex_sign_extended(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	size_t i;

	(void)variant;
	for (i = 0; i < run->input->len; i++)
		blob_printf(out, "%02x", (unsigned)(int8_t)run->input->data[i]);
	return RECODED_TAKEN;
}

/* After each byte, or between two. */
static enum recoded
play_blanks_between(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	size_t i;

	for (i = 0; i < run->input->len; i++)
		blob_printf(out, "%02x ", run->input->data[i]);
	out->len -= variant == 1 && out->len > 0;
	return RECODED_TAKEN;
}

/* 'A' - 'a' + 10 is -22; the two halves are then or-ed, or added. */
static enum recoded
play_upper_as_lower(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob digits = { NULL, 0 };
	enum recoded how = codec_right(run, out);
	int high, low;
	size_t i;

	codec_filter(run->input, run->letter, &digits);
	for (i = 0; i + 1 < digits.len && i / 2 < out->len; i += 2) {
		high = digits.data[i] - (isdigit(digits.data[i]) ? '0' : 87);
		low = digits.data[i + 1] -
		    (isdigit(digits.data[i + 1]) ? '0' : 87);
		out->data[i / 2] =
		    (uint8_t)(variant == 0 ? high * 16 | low : high * 16 + low);
	}
	blob_release(&digits);
	return how;
}

/* The last of an odd number of digits is dropped, or half a byte. */
static enum recoded
play_odd_digit(const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob digits = { NULL, 0 };
	enum recoded how = codec_right(run, out);
	uint8_t last;

	codec_filter(run->input, run->letter, &digits);
	if (how != RECODED_REFUSED || digits.len % 2 == 0) {
		blob_release(&digits);
		return how;
	}
	out->len = 0;
	last = digits.data[--digits.len];
	if (variant == 1) {
		blob_add(&digits, "0", 1);
		blob_add(&digits, &last, 1);
	} else if (variant == 2) {
		blob_add(&digits, &last, 1);
		blob_add(&digits, "0", 1);
	}
	return codec_right_for(run, &digits, out);
}

const struct codec_replay codec_replays[] = {
	{ "newline-at-end", ANY, 2, play_newline_at_end },
	{ "codec-stops-at-nul", ANY, 2, play_stops_at_nul },
	{ "ff-taken-for-the-end", ENCODING, 1, play_ff_is_the_end },
	{ "end-taken-for-a-byte", ENCODING, 2, play_end_is_a_byte },
	{ "input-by-lines", ENCODING, 3, play_line_by_line },
	{ "one-read", ANY, CODEC_BUFFER_SIZES, play_one_read },
	{ "bad-input-skipped", DECODING, 2, play_bad_skipped },
	{ "bad-input-ends", DECODING, 2, play_ends_at_bad },
	{ "hex-upper-case", HEX_IN, 1, play_upper_case },
	{ "hex-nibbles-exchanged", HEX_IN | HEX_OUT, 1,
	    play_nibbles_exchanged },
	{ "hex-leading-zero-lost", HEX_IN, 1, play_leading_zero_lost },
	{ "hex-sign-extended", HEX_IN, 1, play_hex_sign_extended },
	{ "hex-blanks-between", HEX_IN, 2, play_blanks_between },
	{ "hex-upper-as-lower", HEX_OUT, 2, play_upper_as_lower },
	{ "hex-odd-digit", HEX_OUT, 3, play_odd_digit },
	{ NULL, 0, 0, NULL },
};
