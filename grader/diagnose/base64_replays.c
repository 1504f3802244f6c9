/* The mistakes of base64 alone. */
#include <ctype.h>
#include <string.h>

#include "diagnose/codec_replays.h"

enum {
	BASE64_IN = 1 << CODING_BASE64_ENCODE,
	BASE64_OUT = 1 << CODING_BASE64_DECODE
};

static bool
is_no_padding(uint8_t byte)
{
	return byte != '=';
}

static enum recoded
play_padding_missing(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob padded = { NULL, 0 };
	enum recoded how = codec_right(run, &padded);

	(void)variant;
	codec_filter(&padded, is_no_padding, out);
	blob_release(&padded);
	return how;
}

/* Exchange two letters of the alphabet for those of RFC 4648 section 5. */
static void
exchange_letters(struct blob *text, const char *from, const char *to)
{
	size_t i;

	for (i = 0; i < text->len; i++) {
		if (text->data[i] == from[0])
			text->data[i] = (uint8_t)to[0];
		else if (text->data[i] == from[1])
			text->data[i] = (uint8_t)to[1];
	}
}

/* Encoding to it; decoding from it as well, or from it alone. */
static enum recoded
play_url_alphabet(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob text = { NULL, 0 };
	enum recoded how;

	if (run->coding == CODING_BASE64_ENCODE) {
		how = codec_right(run, out);
		exchange_letters(out, "+/", "-_");
		return how;
	}
	blob_add(&text, run->input->data, run->input->len);
	if (variant == 1)
		exchange_letters(&text, "+/", "!!");
	exchange_letters(&text, "-_", "+/");
	return codec_right_for(run, &text, out);
}

/* Lines of 76 or 64 letters, with or without a newline after the last. */
static enum recoded
play_wrapped(const struct recoding *run, unsigned variant, struct blob *out)
{
	const size_t width = variant < 2 ? 76 : 64;
	struct blob text = { NULL, 0 };
	enum recoded how = codec_right(run, &text);
	size_t i, n;

	for (i = 0; i < text.len; i += n) {
		n = text.len - i < width ? text.len - i : width;
		blob_add(out, text.data + i, n);
		if (variant % 2 == 0 || i + n < text.len)
			blob_add(out, "\n", 1);
	}
	blob_release(&text);
	return how;
}

/* Each buffer is encoded by itself, and padded. */
static enum recoded
play_padded_blocks(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	const size_t size = codec_buffer_sizes[variant];
	const struct blob *input = run->input;
	size_t at, n;

	for (at = 0; at < input->len; at += n) {
		n = input->len - at < size ? input->len - at : size;
		run->right(input->data + at, n, out);
	}
	return RECODED_TAKEN;
}

/* A byte above 0x7f is negative: its sign fills all that is or-ed to it. */
static enum recoded
play_base64_sign_extended(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob changed = { NULL, 0 };
	uint8_t *data;
	size_t i, k;

	(void)variant;
	blob_add(&changed, run->input->data, run->input->len);
	data = changed.data;
	for (i = 0; i < changed.len; i += 3)
		for (k = i + 1; k < i + 3 && k < changed.len; k++)
			if (run->input->data[k] > 0x7f)
				memset(data + i, 0xff, k - i);
	return codec_right_for(run, &changed, out);
}

/* What does not fill a group is forgotten. */
static enum recoded
play_tail_lost(const struct recoding *run, unsigned variant, struct blob *out)
{
	(void)variant;
	return codec_right_for_first(run, run->input->len / 3 * 3, out);
}

static bool
is_no_break(uint8_t byte)
{
	return byte != '\r' && byte != '\n';
}

static bool
is_no_space(uint8_t byte)
{
	return !isspace(byte);
}

static enum recoded
play_blanks_ignored(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob kept = { NULL, 0 };

	(void)variant;
	codec_filter(run->input, is_no_space, &kept);
	return codec_right_for(run, &kept, out);
}

/* What there is of it is right, or whatever there is will do. */
static enum recoded
play_padding_optional(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob text = { NULL, 0 }, letters = { NULL, 0 };
	size_t rest;

	codec_filter(run->input, is_no_break, &text);
	codec_filter(&text, is_no_padding, &letters);
	rest = variant == 0 && letters.len < text.len ? 0 : text.len % 4;
	blob_release(&letters);
	blob_add(&text, "==", rest > 1 ? 4 - rest : 0);
	return codec_right_for(run, &text, out);
}

/* Only groups of four letters are decoded. */
static enum recoded
play_last_group_lost(
    const struct recoding *run, unsigned variant, struct blob *out)
{
	struct blob text = { NULL, 0 }, letters = { NULL, 0 };

	(void)variant;
	codec_filter(run->input, is_no_break, &text);
	codec_filter(&text, is_no_padding, &letters);
	blob_release(&text);
	letters.len -= letters.len % 4;
	return codec_right_for(run, &letters, out);
}

const struct codec_replay base64_replays[] = {
	{ "base64-padding-missing", BASE64_IN, 1, play_padding_missing },
	{ "base64-url-alphabet", BASE64_IN | BASE64_OUT, 2, play_url_alphabet },
	{ "base64-wrapped", BASE64_IN, 4, play_wrapped },
	{ "base64-padded-blocks", BASE64_IN, CODEC_BUFFER_SIZES,
	    play_padded_blocks },
	{ "base64-sign-extended", BASE64_IN, 1, play_base64_sign_extended },
	{ "base64-tail-lost", BASE64_IN, 1, play_tail_lost },
	{ "base64-last-group-lost", BASE64_OUT, 1, play_last_group_lost },
	{ "base64-blanks-ignored", BASE64_OUT, 1, play_blanks_ignored },
	{ "base64-padding-optional", BASE64_OUT, 2, play_padding_optional },
	{ NULL, 0, 0, NULL },
};
