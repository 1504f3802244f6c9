/*
 * A codec that printed wrong bytes, or took what it should have refused.  A
 * mistake has to give what was seen in every run of the case: the same bytes
 * with exit status 0, or a refusal.
 */
#include <stdio.h>

#include "diagnose/codec_replays.h"
#include "diagnose/table.h"

/* A run of megabytes is not replayed: a smaller case says as much. */
enum { MOST_REPLAYED = 1 << 20 };

const struct mistake codec_mistakes[] = {
	{ "newline-at-end", "codecs",
	    "a newline is printed behind the output: puts() adds one, and a "
	    "codec prints nothing of its own" },
	{ "codec-stops-at-nul", "codecs",
	    "bytes are taken for a C string, which a NUL ends: count them, "
	    "and use fwrite() or write() with the count" },
	{ "ff-taken-for-the-end", "codecs",
	    "the byte 0xff is taken for the end of the input: what getchar() "
	    "returns is an int, and EOF is no byte (getc(3))" },
	{ "end-taken-for-a-byte", "codecs",
	    "the end of the input is encoded like one more byte: feof() tells "
	    "of the end only when a read has met it, so look at what each "
	    "read returns (feof(3), getc(3))" },
	{ "input-by-lines", "codecs",
	    "the input is read by lines: it is bytes, a newline is one like "
	    "any other, and only the end of file ends it" },
	{ "one-read", "codecs",
	    "the input is read once, into a buffer of fixed size: read until "
	    "0 says that the end was reached (read(2))" },
	{ "bad-input-skipped", "codecs",
	    "characters that do not belong there are skipped: such input is "
	    "to be refused (RFC 4648 section 3.3)" },
	{ "bad-input-ends", "codecs",
	    "decoding stops at the first bad character as if the input ended "
	    "there: such input is to be refused (RFC 4648 section 3.3)" },
	{ "hex-upper-case", "codecs",
	    "the digits are in upper case: here they are in lower case, "
	    "though RFC 4648 section 8 has them in upper case" },
	{ "hex-nibbles-exchanged", "codecs",
	    "the two digits of a byte have changed places: the high nibble "
	    "comes first (RFC 4648 section 8)" },
	{ "hex-leading-zero-lost", "codecs",
	    "a byte below 0x10 gets one digit: it has two, like any other "
	    "(%02x, not %x)" },
	{ "hex-sign-extended", "codecs",
	    "a byte above 0x7f is kept in a char, which is signed here: it "
	    "becomes a negative int, printed with eight digits" },
	{ "hex-blanks-between", "codecs",
	    "the bytes are parted by blanks, as a hex dump has them: the "
	    "output is digits and nothing else" },
	{ "hex-upper-as-lower", "codecs",
	    "the digits A to F are counted from 'a': each range of characters "
	    "has its own beginning" },
	{ "hex-odd-digit", "codecs",
	    "a last digit without a partner is dropped, or made a byte of its "
	    "own: an odd number of digits is to be refused" },
	{ "base64-padding-missing", "codecs",
	    "the padding is left out: a last group of one byte ends in ==, of "
	    "two bytes in = (RFC 4648 section 4)" },
	{ "base64-url-alphabet", "codecs",
	    "- and _ are used for + and /: that is the alphabet for URLs and "
	    "file names (RFC 4648 section 5, not 4)" },
	{ "base64-wrapped", "codecs",
	    "the output is cut into lines, as mail has it: RFC 4648 section "
	    "3.1 has no line feeds unless a specification asks for them" },
	{ "base64-padded-blocks", "codecs",
	    "each buffer that was read is encoded by itself: only the last "
	    "group of all may be short and padded, so carry over what does "
	    "not fill a group of three" },
	{ "base64-sign-extended", "codecs",
	    "a byte above 0x7f is kept in a char, which is signed here: its "
	    "sign spreads over the bits of the bytes before it" },
	{ "base64-tail-lost", "codecs",
	    "the last one or two bytes, which do not fill a group, are lost: "
	    "they are filled up with zero bits and padded (RFC 4648 section "
	    "4)" },
	{ "base64-last-group-lost", "codecs",
	    "a padded last group is left out: two letters and == are one "
	    "byte more, three letters and = are two (RFC 4648 section 4)" },
	{ "base64-blanks-ignored", "codecs",
	    "all white space is ignored: only CR and LF are, blanks and tabs "
	    "are to be refused" },
	{ "base64-padding-optional", "codecs",
	    "missing padding is made up for: a last group that is not padded "
	    "to four characters is to be refused (RFC 4648 section 3.2)" },
	{ NULL, NULL, NULL },
};

/* Would this way of making the mistake have come to the same in this run? */
static bool
gives(const struct codec_replay *replay, unsigned variant,
    const struct recoding *run)
{
	struct blob out = { NULL, 0 };
	bool same = false;

	switch (replay->play(run, variant, &out)) {
	case RECODED_TAKEN:
		same = run->accepted && blob_equal(&out, run->got);
		break;
	case RECODED_REFUSED:
		same = !run->accepted;
		break;
	case RECODED_EITHER:
		same = !run->accepted || blob_equal(&out, run->got);
		break;
	}
	blob_release(&out);
	return same;
}

static bool
fits(const struct codec_replay *replay, const struct recoding *runs,
    size_t count)
{
	unsigned variant;
	size_t i;

	for (i = 0; i < count; i++)
		if ((replay->codings & 1U << runs[i].coding) == 0)
			return false;
	for (variant = 0; variant < replay->variants; variant++) {
		for (i = 0; i < count && gives(replay, variant, &runs[i]); i++)
			;
		if (i == count)
			return true;
	}
	return false;
}

static enum recoded
play_rightly(const struct recoding *run, unsigned variant, struct blob *out)
{
	(void)variant;
	return codec_right(run, out);
}

static void
name_fitting(const struct codec_replay *replay, const struct recoding *runs,
    size_t count, const char *what, struct verdict *verdict)
{
	for (; replay->id != NULL; replay++)
		if (fits(replay, runs, count))
			diagnose_name(
			    verdict, codec_mistakes, replay->id, what);
}

/* A program that refuses all and prints nothing fits too many mistakes. */
static bool
tells_nothing(const struct recoding *runs, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (runs[i].accepted || runs[i].got->len > 0)
			return false;
	return true;
}

void
diagnose_recoding(
    const struct recoding *runs, size_t count, struct verdict *verdict)
{
	/* what is wrong then is neither the bytes nor what is refused */
	static const struct codec_replay no_mistake = { NULL, ~0U, 1,
		play_rightly };
	char what[MISTAKE_WHAT];
	size_t i;

	for (i = 0; i < count; i++)
		if (runs[i].input->len > MOST_REPLAYED)
			return;
	if (tells_nothing(runs, count) || fits(&no_mistake, runs, count))
		return;
	if (count == 1)
		diagnose_what(what, "printing", runs[0].got->len);
	else
		snprintf(what, sizeof(what), "what these %zu runs did", count);
	name_fitting(codec_replays, runs, count, what, verdict);
	name_fitting(base64_replays, runs, count, what, verdict);
}
