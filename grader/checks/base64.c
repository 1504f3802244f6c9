/* 32-base64: its cases, its checks, and what is right. */
#include <stdlib.h>

#include "checks/base64_lengths.h"
#include "checks/checks.h"
#include "checks/codec_rows.h"

/* clang-format off */
const struct scenario base64_scenarios[] = {
	{ "encode-text", "a short text", 0,
	    CODEC_RUNS(CODEC_ENCODE("$text")),
	    { V_TEXT("text", "Is 64 = 2 * 32?\n~o~>\n") } },
	{ "decode-text", "the same text's letters", 0,
	    CODEC_RUNS(CODEC_DECODE("$text")),
	    { V_TEXT("text", "SXMgNjQgPSAyICogMzI/Cn5vfj4K") } },
	{ "encode-fresh", "other bytes each time, so nothing can be built in",
	    0, CODEC_RUNS(CODEC_ENCODE("$some"), CODEC_ENCODE("$more")),
	    { V_FRESH("some", VALUE_WORDS, 27),
	    V_FRESH("more", VALUE_WORDS, 42) } },
	{ "decode-fresh", "other letters each time", 0,
	    CODEC_RUNS(CODEC_DECODE("$some"), CODEC_DECODE("$more")),
	    { V_FRESH("some", VALUE_BASE64, 28),
	    V_FRESH("more", VALUE_BASE64, 52) } },
	{ "encode-vectors", "the vectors of RFC 4648 section 10", 0,
	    CODEC_RUNS(CODEC_ENCODE(""), CODEC_ENCODE("f"), CODEC_ENCODE("fo"),
		CODEC_ENCODE("foo"), CODEC_ENCODE("foob"),
		CODEC_ENCODE("fooba"), CODEC_ENCODE("foobar")),
	    { { NULL, VALUE_END, NULL, 0 } } },
	{ "decode-vectors", "the vectors of RFC 4648 section 10", 0,
	    CODEC_RUNS(CODEC_DECODE(""), CODEC_DECODE("Zg=="),
		CODEC_DECODE("Zm8="), CODEC_DECODE("Zm9v"),
		CODEC_DECODE("Zm9vYg=="), CODEC_DECODE("Zm9vYmE="),
		CODEC_DECODE("Zm9vYmFy")),
	    { { NULL, VALUE_END, NULL, 0 } } },
	{ "encode-every-byte", "every value of a byte", 0,
	    CODEC_RUNS(CODEC_ENCODE("$text")),
	    { V_TEXT("text", CODEC_EVERY_BYTE) } },
	{ "decode-every-byte", "every value of a byte", 0,
	    CODEC_RUNS(CODEC_DECODE("$text")),
	    { V_TEXT("text",
	    "ahG4XwatVPuiSfCXPuWMM9qBKM92HcRrErlgB65V/KNK8Zg/5o0024Ip0HcexWwT"
	    "umEIr1b9pEvymUDnjjXcgyrReB/GbRS7YgmwV/6lTPOaQeiPNt2EK9J5IMduFbxj"
	    "CrFY/6ZN9JtC6ZA33oUs03ohyG8WvWQLslkAp071nEPqkTjfhi3UeyLJcBe+ZQyz"
	    "WgGoT/adROuSOeCHLtV8I8pxGL9mDbRbAqlQ955F7JM64Ygv1n0ky3IZwGcOtVwD"
	    "qlH4n0btlDviiTDXfiXMcxrBaA+2XQSrUvmgR+6VPOOKMdh/Js10G8JpELdeBaxT"
	    "+qFI75Y95Isy2YAnznUcww==") } },
	{ "encode-lengths", "0 to 300 bytes, one run for each length", 0,
	    base64_encode_lengths,
	    { V_FRESH("bytes", VALUE_PATTERN, 300) } },
	{ "decode-lengths", "letters of 0 to 300 bytes, one run for each length",
	    0, base64_decode_lengths,
	    { V_FRESH("letters", VALUE_BASE64, 400) } },
	{ "encode-sizes", "round the sizes of buffers", 0,
	    CODEC_RUNS(CODEC_ENCODE("$b1023"), CODEC_ENCODE("$b1023$b1"),
		CODEC_ENCODE("$b1023$b2"), CODEC_ENCODE("$b4095"),
		CODEC_ENCODE("$b4095$b1"), CODEC_ENCODE("$b4095$b2"),
		CODEC_ENCODE("$b8191"), CODEC_ENCODE("$b8191$b1"),
		CODEC_ENCODE("$b8191$b2"), CODEC_ENCODE("$b65535"),
		CODEC_ENCODE("$b65535$b1"), CODEC_ENCODE("$b65535$b2")),
	    { V_FRESH("b1", VALUE_PATTERN, 1), V_FRESH("b2", VALUE_PATTERN, 2),
	    V_FRESH("b1023", VALUE_PATTERN, 1023),
	    V_FRESH("b4095", VALUE_PATTERN, 4095),
	    V_FRESH("b8191", VALUE_PATTERN, 8191),
	    V_FRESH("b65535", VALUE_PATTERN, 65535) } },
	{ "decode-sizes", "round the sizes of buffers", 0,
	    CODEC_RUNS(CODEC_DECODE("$d252"), CODEC_DECODE("$d252$d4"),
		CODEC_DECODE("$d252$d8"), CODEC_DECODE("$d1020"),
		CODEC_DECODE("$d1020$d4"), CODEC_DECODE("$d1020$d8"),
		CODEC_DECODE("$d4092"), CODEC_DECODE("$d4092$d4"),
		CODEC_DECODE("$d4092$d8"), CODEC_DECODE("$d4092$tail"),
		CODEC_DECODE("$d65532"), CODEC_DECODE("$d65532$d4"),
		CODEC_DECODE("$d65532$d8"), CODEC_DECODE("$d65532$d8$tail")),
	    { V_FRESH("d4", VALUE_BASE64, 4), V_FRESH("d8", VALUE_BASE64, 8),
	    V_FRESH("d252", VALUE_BASE64, 252),
	    V_FRESH("d1020", VALUE_BASE64, 1020),
	    V_FRESH("d4092", VALUE_BASE64, 4092),
	    V_FRESH("d65532", VALUE_BASE64, 65532),
	    V_TEXT("tail", "+A==") } },
	{ "decode-breaks", "CR and LF in each place", 0,
	    CODEC_RUNS(CODEC_DECODE("$d8\n"), CODEC_DECODE("$d8\r\n"),
		CODEC_DECODE("\n$d8"), CODEC_DECODE("$d8\n$d8\n"),
		CODEC_DECODE("$d8\r\n$d8\r\n"), CODEC_DECODE("$d5\n$d7"),
		CODEC_DECODE("$d5\r\n$d5\r$d2"), CODEC_DECODE("Z\ng=\r\n=\n"),
		CODEC_DECODE("Zm9vYg\n==\n"), CODEC_DECODE("Zm9vYmE\r\n=\r\n"),
		CODEC_DECODE("\r\n"), CODEC_DECODE("\n\n\r\r")),
	    { V_FRESH("d2", VALUE_BASE64, 2), V_FRESH("d5", VALUE_BASE64, 5),
	    V_FRESH("d7", VALUE_BASE64, 7), V_FRESH("d8", VALUE_BASE64, 8) } },
	{ "decode-lines", "lines of mail, and breaks at a buffer's border", 0,
	    CODEC_RUNS(CODEC_DECODE("$d76\r\n$d76\r\n$d76\r\n"),
		CODEC_DECODE("$d64\n$d64\n$d64\n"),
		CODEC_DECODE("$d1023\n$d5"), CODEC_DECODE("$d1023\r\n$d5\n"),
		CODEC_DECODE("$d4095\n$d5"), CODEC_DECODE("$d4095\r\n$d5\n"),
		CODEC_DECODE("$d4095\n$d4095\n$d5$d5")),
	    { V_FRESH("d5", VALUE_BASE64, 5), V_FRESH("d64", VALUE_BASE64, 64),
	    V_FRESH("d76", VALUE_BASE64, 76),
	    V_FRESH("d1023", VALUE_BASE64, 1023),
	    V_FRESH("d4095", VALUE_BASE64, 4095) } },
	{ "bad-length", "padding that is missing, or too short", 0,
	    CODEC_RUNS(CODEC_DECODE("Z"), CODEC_DECODE("Zg"),
		CODEC_DECODE("Zm8"), CODEC_DECODE("Zg="),
		CODEC_DECODE("Zm9vY"), CODEC_DECODE("Zm9vYg"),
		CODEC_DECODE("Zm9vYmE\n"), CODEC_DECODE("Zm9vYg=\n"),
		CODEC_DECODE("$d4095")),
	    { V_FRESH("d4095", VALUE_BASE64, 4095) } },
	{ "bad-padding", "padding where none belongs", 0,
	    CODEC_RUNS(CODEC_DECODE("="), CODEC_DECODE("===="),
		CODEC_DECODE("Z==="), CODEC_DECODE("Z=g="),
		CODEC_DECODE("=Zg="), CODEC_DECODE("Zg==="),
		CODEC_DECODE("Zm9v="), CODEC_DECODE("Zm9v===="),
		CODEC_DECODE("Zm8=="), CODEC_DECODE("Zg=v"),
		CODEC_DECODE("Zg==Zg=="), CODEC_DECODE("Zm8=Zm9v"),
		CODEC_DECODE("Zg==\nZm9v\n"), CODEC_DECODE("Zm9vYg==Z"),
		CODEC_DECODE("Zm8=\n=")),
	    { { NULL, VALUE_END, NULL, 0 } } },
	{ "bad-letter", "a character in the place of a letter: those beside the "
	    "letters", 0,
	    CODEC_RUNS(CODEC_DECODE("Zm9*"), CODEC_DECODE("Zm9,"),
		CODEC_DECODE("Zm9."), CODEC_DECODE("Zm9:"),
		CODEC_DECODE("Zm9@"), CODEC_DECODE("Zm9["),
		CODEC_DECODE("Zm9`"), CODEC_DECODE("Zm9{"),
		CODEC_DECODE("*m9v"), CODEC_DECODE("Zm,v"),
		CODEC_DECODE("Z.9v"), CODEC_DECODE("Zm:v"),
		CODEC_DECODE("@m9v"), CODEC_DECODE("Z[9v"),
		CODEC_DECODE("Zm`v"), CODEC_DECODE("{m9v"),
		CODEC_DECODE("Zm9vYmF!"), CODEC_DECODE("Zm9v!mFy"),
		CODEC_DECODE("!m9v"), CODEC_DECODE("Zm9#"),
		CODEC_DECODE("Zm9~"), CODEC_DECODE("$nul"),
		CODEC_DECODE("$high"), CODEC_DECODE("$top")),
	    { V_TEXT("nul", "Zm9v\0mFy"), V_TEXT("high", "Zm9v\xd9mFy"),
	    V_TEXT("top", "\xda\xed\xb9\xf6") } },
	{ "bad-character", "a character more than there are letters", 0,
	    CODEC_RUNS(CODEC_DECODE("!Zm9v"), CODEC_DECODE("Zm!9v"),
		CODEC_DECODE("Zm9v!"), CODEC_DECODE("Zm9v.YmFy"),
		CODEC_DECODE("Zm9v,YmFy"), CODEC_DECODE("Zm9v:YmFy"),
		CODEC_DECODE("Zm9v*YmFy"), CODEC_DECODE("$del"),
		CODEC_DECODE("$nul"), CODEC_DECODE("$high"),
		CODEC_DECODE("$mark"), CODEC_DECODE("$d4096*"),
		CODEC_DECODE("*$d4096")),
	    { V_TEXT("del", "Zm9v\x7fYmFy"), V_TEXT("nul", "Zm9v\0YmFy"),
	    V_TEXT("high", "Zm9v\xf6YmFy"),
	    V_TEXT("mark", "\xef\xbb\xbfZm9v"),
	    V_FRESH("d4096", VALUE_BASE64, 4096) } },
	{ "bad-blank", "white space other than CR and LF", 0,
	    CODEC_RUNS(CODEC_DECODE("Zm9v YmFy"), CODEC_DECODE(" Zm9vYmFy"),
		CODEC_DECODE("Zm9vYmFy "), CODEC_DECODE("Zm 9v"),
		CODEC_DECODE("Zm8 ="), CODEC_DECODE("Zm9v\tYmFy"),
		CODEC_DECODE("\tZm9v"), CODEC_DECODE("Zm\t9v"),
		CODEC_DECODE("Zm9v\t\n"), CODEC_DECODE("Zm\v9v"),
		CODEC_DECODE("Zm9v\f\n"), CODEC_DECODE(" ")),
	    { { NULL, VALUE_END, NULL, 0 } } },
	{ "bad-url-safe", "the letters for URLs (RFC 4648 section 5)", 0,
	    CODEC_RUNS(CODEC_DECODE("-_-_"), CODEC_DECODE("Zm9v-mFy"),
		CODEC_DECODE("Zm9vYm_y"), CODEC_DECODE("+/-_")),
	    { { NULL, VALUE_END, NULL, 0 } } },
	{ "pad-bits", "bits that are cut off: taken or refused, both right", 0,
	    CODEC_RUNS(CODEC_DECODE("Zh=="), CODEC_DECODE("Zm9="),
		CODEC_DECODE("Zm9vY/==\n"), CODEC_DECODE("Zm9vYmF=")),
	    { { NULL, VALUE_END, NULL, 0 } } },
	CODEC_SHARED_CASES(VALUE_BASE64),
	{ "memory-decode", "many blocks, so that what is lost each time shows",
	    CASE_VALGRIND, CODEC_RUNS(CODEC_DECODE("$letters\n$tail\n")),
	    { V_FRESH("letters", VALUE_BASE64, CODEC_BLOCKS_LEN - 1),
	    V_TEXT("tail", "Zg==") } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* Encode a group of 1 to 3 bytes as four letters. */
static void
encode_group(const uint8_t *data, size_t len, char letters[4])
{
	uint32_t bits = (uint32_t)data[0] << 16;

	if (len > 1)
		bits |= (uint32_t)data[1] << 8;
	if (len > 2)
		bits |= data[2];
	letters[0] = alphabet[bits >> 18];
	letters[1] = alphabet[bits >> 12 & 0x3f];
	letters[2] = len > 1 ? alphabet[bits >> 6 & 0x3f] : '=';
	letters[3] = len > 2 ? alphabet[bits & 0x3f] : '=';
}

static enum recoded
encode(const uint8_t *data, size_t len, struct blob *out)
{
	const size_t groups = (len + 2) / 3;
	char *text = xcalloc(groups + 1, 4);
	size_t i, left;

	for (i = 0; i < groups; i++) {
		left = len - 3 * i;
		encode_group(data + 3 * i, left < 3 ? left : 3, text + 4 * i);
	}
	blob_add(out, text, 4 * groups);
	free(text);
	return RECODED_TAKEN;
}

/* The value of a letter, or NO_LETTER: by comparing, for there are millions. */
enum { NO_LETTER = 64 };

static uint32_t
value_of(uint8_t byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A';
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a' + 26U;
	if (byte >= '0' && byte <= '9')
		return byte - '0' + 52U;
	return byte == '+' ? 62 : byte == '/' ? 63 : NO_LETTER;
}

static bool
is_letter(uint8_t byte)
{
	return value_of(byte) != NO_LETTER;
}

/*
 * Decode the group of 2 to 4 letters that fills up bits.  EITHER: bits that
 * stand for nothing are not 0 (RFC 4648 section 3.5).
 */
static enum recoded
decode_group(uint32_t bits, size_t letters, uint8_t group[3])
{
	bits <<= 6 * (4 - letters);
	group[0] = (uint8_t)(bits >> 16);
	group[1] = (uint8_t)(bits >> 8);
	group[2] = (uint8_t)bits;
	if ((bits & (0xffffffU >> 8 * (letters - 1))) != 0)
		return RECODED_EITHER;
	return RECODED_TAKEN;
}

/* Decode to bytes, *count of them. */
static enum recoded
decode_all(const uint8_t *data, size_t len, uint8_t *bytes, size_t *count)
{
	size_t letters = 0, padding = 0, i;
	uint32_t bits = 0, value;

	for (i = 0; i < len; i++) {
		if (data[i] == '\r' || data[i] == '\n')
			continue;
		if (data[i] == '=') {
			padding++;
			continue;
		}
		value = value_of(data[i]);
		if (value == NO_LETTER || padding > 0)
			return RECODED_REFUSED;
		bits = bits << 6 | value;
		if (++letters == 4) {
			decode_group(bits, letters, bytes + *count);
			*count += 3;
			letters = 0;
			bits = 0;
		}
	}
	if (letters == 0 && padding == 0)
		return RECODED_TAKEN;
	if (letters < 2 || letters + padding != 4)
		return RECODED_REFUSED;
	*count += letters - 1;
	return decode_group(bits, letters, bytes + *count - (letters - 1));
}

static enum recoded
decode(const uint8_t *data, size_t len, struct blob *out)
{
	uint8_t *bytes = xcalloc(len / 4 + 1, 3);
	enum recoded how;
	size_t count = 0;

	how = decode_all(data, len, bytes, &count);
	blob_add(out, bytes, count);
	free(bytes);
	return how;
}

static void
judge(const struct exhibit *exhibit, struct verdict *verdict)
{
	static const struct codec base64 = { CODING_BASE64_ENCODE,
		CODING_BASE64_DECODE, encode, decode, is_letter };

	codec_judge(&base64, exhibit, verdict);
}

#define SECTION_4 "(RFC 4648 section 4)"

const struct check base64_checks[] = {
	CODEC_CHECK_ARGUMENTS,
	{ "short-text", "a short text is encoded and decoded", 4, ROLE_HEART,
	    "encode-text decode-text encode-fresh decode-fresh", judge,
	    "three bytes are four letters of 6 bits each, the high bits "
	    "first " SECTION_4 },
	{ "padding", "the vectors of RFC 4648, with each padding", 2, ROLE_CORE,
	    "encode-vectors decode-vectors", judge,
	    "a last group of one byte ends in ==, of two bytes in "
	    "= " SECTION_4 },
	{ "every-byte", "every byte value, there and back", 2, ROLE_CORE,
	    "encode-every-byte decode-every-byte", judge,
	    "any byte may come: NUL, newline, 0xff" },
	{ "sizes", "inputs of any size", 2, ROLE_CORE,
	    "encode-lengths decode-lengths encode-sizes decode-sizes "
	    "encode-pieces decode-pieces",
	    judge,
	    "one line, however long; only the last group of all is padded; "
	    "read returns what there is so far (read(2))" },
	{ "line-breaks", "CR and LF are ignored wherever they stand", 2,
	    ROLE_CORE, "decode-breaks decode-lines", judge,
	    "CR and LF are ignored, inside a group and its padding too" },
	CODEC_CHECK_MEGABYTES(judge),
	{ "bad-input", "bad input is refused", 3, ROLE_DUTY, "bad-* pad-bits",
	    judge,
	    "wrong or missing padding, data after it, a character that is not "
	    "of the alphabet: a line on stderr, a non-zero exit (RFC 4648 "
	    "section 3.3)" },
	CODEC_CHECK_MEMORY,
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
