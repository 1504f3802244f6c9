/* fails: sizes; cause: none; a read that is not full is taken for the last */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
encode(void)
{
	unsigned char block[4096];
	ssize_t n;

	do {
		n = read(STDIN_FILENO, block, sizeof(block));
		if (n == -1)
			err(1, "standard input");
		for (ssize_t i = 0; i < n; i++)
			printf("%02x", block[i]);
	} while (n == sizeof(block));
}

static int
value_of(int c)
{
	if (isdigit(c))
		return c - '0';
	if (isxdigit(c))
		return tolower(c) - 'a' + 10;
	errx(1, "'%c' is no digit", c);
}

static void
decode(void)
{
	int c, high = -1;

	while ((c = getchar()) != EOF) {
		if (isspace(c))
			continue;
		if (high == -1) {
			high = value_of(c);
		} else {
			putchar(high * 16 + value_of(c));
			high = -1;
		}
	}
	if (high != -1)
		errx(1, "an odd number of digits");
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		errx(2, "one argument: encode or decode");
	if (strcmp(argv[1], "encode") == 0)
		encode();
	else if (strcmp(argv[1], "decode") == 0)
		decode();
	else
		errx(2, "%s: neither encode nor decode", argv[1]);
	if (fflush(stdout) == EOF)
		err(1, "standard output");
	return 0;
}
