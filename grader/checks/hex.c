/* 31-hex: its cases, its checks, and what is right. */
#include <ctype.h>
#include <stdlib.h>

#include "checks/checks.h"
#include "checks/codec_rows.h"

/* clang-format off */
const struct scenario hex_scenarios[] = {
	{ "encode-text", "a short text", 0,
	    CODEC_RUNS(CODEC_ENCODE("$text")),
	    { V_TEXT("text", "Hex: 0x1F = 31.\n") } },
	{ "decode-text", "the same text's digits", 0,
	    CODEC_RUNS(CODEC_DECODE("$text")),
	    { V_TEXT("text", "4865783a2030783146203d2033312e0a") } },
	{ "encode-fresh", "other bytes each time, so nothing can be built in",
	    0, CODEC_RUNS(CODEC_ENCODE("$some"), CODEC_ENCODE("$more")),
	    { V_FRESH("some", VALUE_WORDS, 23),
	    V_FRESH("more", VALUE_WORDS, 61) } },
	{ "decode-fresh", "other digits each time", 0,
	    CODEC_RUNS(CODEC_DECODE("$some"), CODEC_DECODE("$more")),
	    { V_FRESH("some", VALUE_HEX, 26),
	    V_FRESH("more", VALUE_HEX, 118) } },
	{ "encode-every-byte", "every value of a byte", 0,
	    CODEC_RUNS(CODEC_ENCODE("$text")),
	    { V_TEXT("text", CODEC_EVERY_BYTE) } },
	{ "decode-every-byte", "every value of a byte", 0,
	    CODEC_RUNS(CODEC_DECODE("$text")),
	    { V_TEXT("text",
	    "6a11b85f06ad54fba249f0973ee58c33da8128cf761dc46b12b96007ae55fca3"
	    "4af1983fe68d34db8229d0771ec56c13ba6108af56fda44bf29940e78e35dc83"
	    "2ad1781fc66d14bb6209b057fea54cf39a41e88f36dd842bd27920c76e15bc63"
	    "0ab158ffa64df49b42e99037de852cd37a21c86f16bd640bb25900a74ef59c43"
	    "ea9138df862dd47b22c97017be650cb35a01a84ff69d44eb9239e0872ed57c23"
	    "ca7118bf660db45b02a950f79e45ec933ae1882fd67d24cb7219c0670eb55c03"
	    "aa51f89f46ed943be28930d77e25cc731ac1680fb65d04ab52f9a047ee953ce3"
	    "8a31d87f26cd741bc26910b75e05ac53faa148ef963de48b32d98027ce751cc3") } },
	{ "encode-sizes", "nothing, and round the sizes of buffers", 0,
	    CODEC_RUNS(CODEC_ENCODE(""), CODEC_ENCODE("$b1"),
		CODEC_ENCODE("$b2"), CODEC_ENCODE("$b255"),
		CODEC_ENCODE("$b256"), CODEC_ENCODE("$b257"),
		CODEC_ENCODE("$b1023"), CODEC_ENCODE("$b1024"),
		CODEC_ENCODE("$b1025"), CODEC_ENCODE("$b4095"),
		CODEC_ENCODE("$b4096"), CODEC_ENCODE("$b4097"),
		CODEC_ENCODE("$b8193"), CODEC_ENCODE("$b65537")),
	    { V_FRESH("b1", VALUE_PATTERN, 1),
	    V_FRESH("b2", VALUE_PATTERN, 2),
	    V_FRESH("b255", VALUE_PATTERN, 255),
	    V_FRESH("b256", VALUE_PATTERN, 256),
	    V_FRESH("b257", VALUE_PATTERN, 257),
	    V_FRESH("b1023", VALUE_PATTERN, 1023),
	    V_FRESH("b1024", VALUE_PATTERN, 1024),
	    V_FRESH("b1025", VALUE_PATTERN, 1025),
	    V_FRESH("b4095", VALUE_PATTERN, 4095),
	    V_FRESH("b4096", VALUE_PATTERN, 4096),
	    V_FRESH("b4097", VALUE_PATTERN, 4097),
	    V_FRESH("b8193", VALUE_PATTERN, 8193),
	    V_FRESH("b65537", VALUE_PATTERN, 65537) } },
	{ "decode-sizes", "nothing, and round the sizes of buffers", 0,
	    CODEC_RUNS(CODEC_DECODE(""), CODEC_DECODE("$d2"),
		CODEC_DECODE("$d254"), CODEC_DECODE("$d256"),
		CODEC_DECODE("$d258"), CODEC_DECODE("$d1022"),
		CODEC_DECODE("$d1024"), CODEC_DECODE("$d1026"),
		CODEC_DECODE("$d4094"), CODEC_DECODE("$d4096"),
		CODEC_DECODE("$d4098"), CODEC_DECODE("$d8194"),
		CODEC_DECODE("$d65538"), CODEC_DECODE("$d131074")),
	    { V_FRESH("d2", VALUE_HEX, 2), V_FRESH("d254", VALUE_HEX, 254),
	    V_FRESH("d256", VALUE_HEX, 256), V_FRESH("d258", VALUE_HEX, 258),
	    V_FRESH("d1022", VALUE_HEX, 1022),
	    V_FRESH("d1024", VALUE_HEX, 1024),
	    V_FRESH("d1026", VALUE_HEX, 1026),
	    V_FRESH("d4094", VALUE_HEX, 4094),
	    V_FRESH("d4096", VALUE_HEX, 4096),
	    V_FRESH("d4098", VALUE_HEX, 4098),
	    V_FRESH("d8194", VALUE_HEX, 8194),
	    V_FRESH("d65538", VALUE_HEX, 65538),
	    V_FRESH("d131074", VALUE_HEX, 131074) } },
	{ "decode-case", "digits of one case, of the other, of both", 0,
	    CODEC_RUNS(CODEC_DECODE("$lower"), CODEC_DECODE("$upper"),
		CODEC_DECODE("$mixed"), CODEC_DECODE("$upper$lower")),
	    { V_TEXT("lower", "0a1b2c3d4e5fa6b7c8d9"),
	    V_TEXT("upper", "F0E1D2C3B4A5968778AB"),
	    V_TEXT("mixed", "aAbBcCdDeEfFAaBbCcDdEeFf") } },
	{ "decode-space", "white space of each kind, in each place", 0,
	    CODEC_RUNS(CODEC_DECODE("$lower\n"), CODEC_DECODE(" $lower"),
		CODEC_DECODE("$lower $lower"), CODEC_DECODE("$lower\t$lower"),
		CODEC_DECODE("$lower\r\n$lower\r\n"),
		CODEC_DECODE("$lower\v$lower\f"),
		CODEC_DECODE("$odd $odd"), CODEC_DECODE("$odd\n\t\r\v\f $odd"),
		CODEC_DECODE(" \t\n\v\f\r"), CODEC_DECODE("\n\n\n"),
		CODEC_DECODE("4 8 6 5 7 8"), CODEC_DECODE("4\n8\n\n6\r5")),
	    { V_FRESH("lower", VALUE_HEX, 8), V_FRESH("odd", VALUE_HEX, 7) } },
	{ "decode-space-borders", "white space at the border of a buffer", 0,
	    CODEC_RUNS(CODEC_DECODE("$d255 \n$odd"),
		CODEC_DECODE("$d1023\t$odd"), CODEC_DECODE("$d4095\n$odd\n"),
		CODEC_DECODE("$d4095\r\n$d4095"),
		CODEC_DECODE("$d255$d4095$d4095 $odd"),
		CODEC_DECODE("$d1023$odd  \n$d65535\n$odd")),
	    { V_FRESH("d255", VALUE_HEX, 255),
	    V_FRESH("d1023", VALUE_HEX, 1023),
	    V_FRESH("d4095", VALUE_HEX, 4095),
	    V_FRESH("d65535", VALUE_HEX, 65535),
	    V_FRESH("odd", VALUE_HEX, 7) } },
	{ "bad-odd", "a digit without a partner", 0,
	    CODEC_RUNS(CODEC_DECODE("4"), CODEC_DECODE("486"),
		CODEC_DECODE("48 6\n"), CODEC_DECODE("a b c"),
		CODEC_DECODE("$d4097"), CODEC_DECODE("$d4097 \n$d4097 1")),
	    { V_FRESH("d4097", VALUE_HEX, 4097) } },
	{ "bad-digit", "a character in the place of a digit: those beside the "
	    "digits", 0,
	    CODEC_RUNS(CODEC_DECODE("6/"), CODEC_DECODE("6:"),
		CODEC_DECODE("6@"), CODEC_DECODE("6G"), CODEC_DECODE("6`"),
		CODEC_DECODE("6g"), CODEC_DECODE("/6"), CODEC_DECODE(":6"),
		CODEC_DECODE("@6"), CODEC_DECODE("G6"), CODEC_DECODE("`6"),
		CODEC_DECODE("g6"), CODEC_DECODE("4865z6"),
		CODEC_DECODE("$high"), CODEC_DECODE("$top")),
	    { V_TEXT("high", "486\xb4"), V_TEXT("top", "48\xb4""6") } },
	{ "bad-character", "a character more than there are digits", 0,
	    CODEC_RUNS(CODEC_DECODE("!48"), CODEC_DECODE("4!8"),
		CODEC_DECODE("48!"), CODEC_DECODE("48656c6c6f !"),
		CODEC_DECODE("0x48"), CODEC_DECODE("x48"), CODEC_DECODE("48h"),
		CODEC_DECODE("%48"), CODEC_DECODE("48-65"),
		CODEC_DECODE("48:65"), CODEC_DECODE("48,65"),
		CODEC_DECODE("48_65"), CODEC_DECODE("+1-2"),
		CODEC_DECODE("48="), CODEC_DECODE("48\b65"),
		CODEC_DECODE("$del"), CODEC_DECODE("$nul"),
		CODEC_DECODE("$high"), CODEC_DECODE("$blank"),
		CODEC_DECODE("$line"), CODEC_DECODE("$mark"),
		CODEC_DECODE("$d8192 .."), CODEC_DECODE("..$d8192")),
	    { V_TEXT("nul", "4865\0""6c6c"), V_TEXT("high", "48\xff""65"),
	    V_TEXT("del", "48\x7f""65"), V_TEXT("blank", "48\xa0""65"),
	    V_TEXT("line", "48\x85""65"),
	    V_TEXT("mark", "\xef\xbb\xbf""4865"),
	    V_FRESH("d8192", VALUE_HEX, 8192) } },
	CODEC_SHARED_CASES(VALUE_HEX),
	{ "memory-decode", "many blocks, so that what is lost each time shows",
	    CASE_VALGRIND, CODEC_RUNS(CODEC_DECODE("$letters $letters\n")),
	    { V_FRESH("letters", VALUE_HEX, CODEC_BLOCKS_LEN) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

static enum recoded
encode(const uint8_t *data, size_t len, struct blob *out)
{
	static const char digits[] = "0123456789abcdef";
	char *text = xcalloc(2 * len + 1, 1);
	size_t i;

	for (i = 0; i < len; i++) {
		text[2 * i] = digits[data[i] >> 4];
		text[2 * i + 1] = digits[data[i] & 0xf];
	}
	blob_add(out, text, 2 * len);
	free(text);
	return RECODED_TAKEN;
}

static bool
is_digit(uint8_t byte)
{
	return isxdigit(byte) != 0;
}

static uint8_t
value_of(uint8_t digit)
{
	return (
	    uint8_t)(isdigit(digit) ? digit - '0' : tolower(digit) - 'a' + 10);
}

static enum recoded
decode(const uint8_t *data, size_t len, struct blob *out)
{
	uint8_t *bytes = xcalloc(len / 2 + 1, 1);
	size_t digits = 0, i;

	for (i = 0; i < len; i++) {
		if (isspace(data[i]))
			continue;
		if (!is_digit(data[i]))
			break;
		bytes[digits / 2] =
		    (uint8_t)(bytes[digits / 2] << 4 | value_of(data[i]));
		digits++;
	}
	blob_add(out, bytes, digits / 2);
	free(bytes);
	return i < len || digits % 2 != 0 ? RECODED_REFUSED : RECODED_TAKEN;
}

static void
judge(const struct exhibit *exhibit, struct verdict *verdict)
{
	static const struct codec hex = { CODING_HEX_ENCODE, CODING_HEX_DECODE,
		encode, decode, is_digit };

	codec_judge(&hex, exhibit, verdict);
}

#define PAIRS \
	"two lower-case digits a byte, the high nibble first, nothing else"

const struct check hex_checks[] = {
	CODEC_CHECK_ARGUMENTS,
	{ "short-text", "a short text is encoded and decoded", 4, ROLE_HEART,
	    "encode-text decode-text encode-fresh decode-fresh", judge,
	    PAIRS " (RFC 4648 section 8), and back" },
	{ "every-byte", "every byte value, there and back", 3, ROLE_CORE,
	    "encode-every-byte decode-every-byte", judge,
	    "any byte may come: NUL, newline, 0xff" },
	{ "sizes", "inputs of any size, empty too", 2, ROLE_CORE,
	    "encode-sizes decode-sizes encode-pieces decode-pieces", judge,
	    "read returns what there is so far; 0 is the end (read(2))" },
	{ "either-case", "digits of either case are decoded", 1, ROLE_CORE,
	    "decode-case", judge, "a to f and A to F are the same digits" },
	{ "white-space", "white space is ignored wherever it stands", 2,
	    ROLE_CORE, "decode-space decode-space-borders", judge,
	    "blank, tab, newline, CR, VT, FF: between the two digits of a "
	    "byte too" },
	CODEC_CHECK_MEGABYTES(judge),
	{ "bad-input", "bad input is refused", 3, ROLE_DUTY,
	    "bad-odd bad-digit bad-character", judge,
	    "an odd number of digits, or a character that is neither digit "
	    "nor white space: a line on stderr, a non-zero exit" },
	CODEC_CHECK_MEMORY,
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
