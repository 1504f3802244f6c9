/*
 * hex encode|decode
 *
 * Copy standard input to standard output: encode writes two digits for each
 * byte, decode makes the bytes again.
 *
 * Bytes are not text.  They come as int from getchar(), so that EOF, which is
 * negative, is none of the 256 bytes; they are counted, never ended by a NUL;
 * and all that is kept between two of them is half a byte.  stdio does the
 * buffering: one getchar() is no system call, and so time grows with the input
 * and memory does not.
 */
#include <ctype.h>
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Say what is wrong with the arguments, and stop. */
static _Noreturn void
usage(const char *what)
{
	fprintf(stderr, "hex: %s\n", what);
	fprintf(stderr, "usage: hex encode|decode\n");
	exit(2);
}

/*
 * RFC 4648 section 8, with digits in lower case.
 *
 *   bit   7   6   5   4   3   2   1   0
 *       |  first digit  | second digit  |
 */
static void
encode(void)
{
	static const char digits[] = "0123456789abcdef";
	int byte;

	while ((byte = getchar()) != EOF) {
		putchar(digits[byte >> 4]);
		putchar(digits[byte & 0x0f]);
	}
}

/* The value of a hex digit, or -1 if it is none. */
static int
digit_value(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/*
 * The first digit of a pair is kept until the second one comes, whatever white
 * space stands between them.
 */
static void
decode(void)
{
	unsigned long long position = 0; /* of the next character, from 0 */
	int first = -1;			 /* of the pair; -1: none yet */
	int c, value;

	for (; (c = getchar()) != EOF; position++) {
		if (isspace(c))
			continue;
		value = digit_value(c);
		if (value == -1)
			errx(1, "byte %llu of the input: 0x%02x is no digit",
			    position, (unsigned)c);
		if (first == -1) {
			first = value;
			continue;
		}
		putchar(first << 4 | value);
		first = -1;
	}
	if (first != -1)
		errx(1, "byte %llu of the input: the last digit is alone",
		    position);
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
