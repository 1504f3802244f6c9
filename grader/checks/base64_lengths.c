/*
 * 32-base64: one run for each length from 0 to 300 bytes, either way.  Mistakes
 * at the border of a buffer show at one length only, whichever it is.
 */
#include "checks/base64_lengths.h"
#include "checks/codec.h"

/* clang-format off */

/* A run for each number that begins so: of "17", 170 to 179. */
#define TEN(run, tens) \
	run(tens "0"), run(tens "1"), run(tens "2"), run(tens "3"), \
	run(tens "4"), run(tens "5"), run(tens "6"), run(tens "7"), \
	run(tens "8"), run(tens "9")
#define HUNDRED(run, hundreds) \
	TEN(run, hundreds "0"), TEN(run, hundreds "1"), \
	TEN(run, hundreds "2"), TEN(run, hundreds "3"), \
	TEN(run, hundreds "4"), TEN(run, hundreds "5"), \
	TEN(run, hundreds "6"), TEN(run, hundreds "7"), \
	TEN(run, hundreds "8"), TEN(run, hundreds "9")

/* A run for each multiple of four in a hundred. */
#define FOURS(run, hundreds) \
	run(hundreds "00"), run(hundreds "04"), run(hundreds "08"), \
	run(hundreds "12"), run(hundreds "16"), run(hundreds "20"), \
	run(hundreds "24"), run(hundreds "28"), run(hundreds "32"), \
	run(hundreds "36"), run(hundreds "40"), run(hundreds "44"), \
	run(hundreds "48"), run(hundreds "52"), run(hundreds "56"), \
	run(hundreds "60"), run(hundreds "64"), run(hundreds "68"), \
	run(hundreds "72"), run(hundreds "76"), run(hundreds "80"), \
	run(hundreds "84"), run(hundreds "88"), run(hundreds "92"), \
	run(hundreds "96")
#define FOUR_HUNDRED(run) \
	FOURS(run, ""), FOURS(run, "1"), FOURS(run, "2"), FOURS(run, "3")

/* So many bytes; so many letters, and a last group of 3, 1 or 2 bytes. */
#define BYTES(count)   CODEC_ENCODE("$bytes[" count "]")
#define GROUPS(count)  CODEC_DECODE("$letters[" count "]")
#define AND_ONE(count) CODEC_DECODE("$letters[" count "]Zg==")
#define AND_TWO(count) CODEC_DECODE("$letters[" count "]Zm8=")

const struct step base64_encode_lengths[] = {
	HUNDRED(BYTES, ""), HUNDRED(BYTES, "1"), HUNDRED(BYTES, "2"),
	BYTES("300"),
	{ STEP_END, 0, NULL },
};

const struct step base64_decode_lengths[] = {
	FOUR_HUNDRED(GROUPS), GROUPS("400"),
	FOUR_HUNDRED(AND_ONE),
	FOUR_HUNDRED(AND_TWO),
	{ STEP_END, 0, NULL },
};
/* clang-format on */
