/* fails: bad-input; cause: none; commas are taken for white space */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
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
	int c, high = -1;

	while ((c = getchar()) != EOF) {
		if (isspace(c) || c == ',')
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
	return 0;
}
