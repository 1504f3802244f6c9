/* fails: memory; cause: none; a buffer for each block, and none is freed */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
encode(void)
{
	int c;

	while ((c = getchar()) != EOF)
		printf("%02x", (unsigned)c);
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
	int high = -1, value;
	char *piece;
	size_t n, i;

	for (;;) {
		piece = malloc(4096);
		if (piece == NULL)
			err(1, "malloc");
		n = fread(piece, 1, 4096, stdin);
		if (n == 0)
			break;
		for (i = 0; i < n; i++) {
			if (isspace((unsigned char)piece[i]))
				continue;
			value = value_of((unsigned char)piece[i]);
			if (high != -1)
				putchar(high * 16 + value);
			high = high == -1 ? value : -1;
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
