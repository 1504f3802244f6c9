/* fails: bad-input; cause: none; each pair is given to strtol(), which takes 0x, signs and blanks */
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

static void
decode(void)
{
	char pair[3] = "", *end;
	int c, n = 0;

	while ((c = getchar()) != EOF) {
		if (isspace(c))
			continue;
		pair[n++] = (char)c;
		if (n < 2)
			continue;
		n = 0;
		c = (int)strtol(pair, &end, 16);
		if (end == pair)
			errx(1, "%s is no byte", pair);
		putchar(c);
	}
	if (n != 0)
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
