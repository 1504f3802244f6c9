/*
 * base64 encode|decode
 *
 * Copy standard input to standard output: encode writes four letters for each
 * group of three bytes, decode makes the bytes again (RFC 4648 section 4).
 *
 * A group is collected byte by byte, wherever the input's blocks begin and
 * end, so that only the last group of all can be short.  What is collected is
 * a number in an unsigned variable: no sign, and no byte order to be confused.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* Say what is wrong with the arguments, and stop. */
static _Noreturn void
usage(const char *what)
{
	fprintf(stderr, "base64: %s\n", what);
	fprintf(stderr, "usage: base64 encode|decode\n");
	exit(2);
}

/*
 * Write the group of 1 to 3 bytes that stands in the high bits of these 24.
 *
 *   bit  23      18 17      12 11       6 5        0    RFC 4648 section 4
 *       |  first   |  second  |  third   |  fourth  |   letters
 *       |  first byte   | second byte  | third byte |   8 bits each
 *
 * Letters that no byte reaches are replaced by padding.
 */
static void
put_group(uint32_t bits, int bytes)
{
	putchar(alphabet[bits >> 18]);
	putchar(alphabet[bits >> 12 & 0x3f]);
	putchar(bytes > 1 ? alphabet[bits >> 6 & 0x3f] : '=');
	putchar(bytes > 2 ? alphabet[bits & 0x3f] : '=');
}

static void
encode(void)
{
	uint32_t bits = 0;
	int bytes = 0; /* in the group so far */
	int c;

	while ((c = getchar()) != EOF) {
		bits |= (uint32_t)c << (16 - 8 * bytes);
		bytes++;
		if (bytes == 3) {
			put_group(bits, bytes);
			bits = 0;
			bytes = 0;
		}
	}
	if (bytes > 0)
		put_group(bits, bytes);
}

/* The place of c in the alphabet, or -1.  (strchr() also finds the NUL.) */
static int
letter_value(int c)
{
	const char *letter = NULL;

	if (c != '\0')
		letter = strchr(alphabet, c);
	return letter == NULL ? -1 : (int)(letter - alphabet);
}

/*
 * Write the bytes of a group of 2 to 4 letters: one less than letters.  The
 * bits that are left over should be 0; what to do if they are not is left open
 * by RFC 4648 section 3.5, and here they are ignored.
 */
static void
put_bytes(uint32_t bits, int letters)
{
	bits <<= 6 * (4 - letters);
	putchar(bits >> 16);
	if (letters > 2)
		putchar(bits >> 8 & 0xff);
	if (letters > 3)
		putchar(bits & 0xff);
}

/*
 * Padding fills up the last group to four characters, so it may come after two
 * or three letters of a group, and nothing but CR and LF may follow it.
 */
static void
decode(void)
{
	unsigned long long position = 0; /* of the next character, from 0 */
	uint32_t bits = 0;
	int letters = 0, padding = 0; /* of the group so far */
	int c, value;

	for (; (c = getchar()) != EOF; position++) {
		if (c == '\r' || c == '\n')
			continue;
		if (c == '=' && letters >= 2 && letters + padding < 4) {
			padding++;
			continue;
		}
		value = letter_value(c);
		if (value == -1 || padding > 0)
			errx(1, "byte %llu of the input: 0x%02x has no place",
			    position, (unsigned)c);
		bits = bits << 6 | (uint32_t)value;
		letters++;
		if (letters == 4) {
			put_bytes(bits, letters);
			bits = 0;
			letters = 0;
		}
	}
	if (letters > 0 && letters + padding != 4)
		errx(1, "byte %llu of the input: the last group is not whole",
		    position);
	if (letters > 0)
		put_bytes(bits, letters);
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		usage("one argument is needed, and nothing else");
	if (strcmp(argv[1], "encode") == 0)
		encode();
	else if (strcmp(argv[1], "decode") == 0)
		decode();
	else
		usage("the argument must be encode or decode");

	/* EOF means the end or an error; ferror() tells which. */
	if (ferror(stdin))
		err(1, "standard input");
	/* stdio only remembers bytes: a full disk shows at the flush. */
	if (fflush(stdout) == EOF || ferror(stdout))
		err(1, "standard output");
	return 0;
}
