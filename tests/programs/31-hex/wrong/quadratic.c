/* fails: megabytes; cause: none; what is encoded is taken off the front, and the rest is moved up */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
encode(void)
{
	size_t room = 1 << 16, len = 0, n, i;
	unsigned char *input = malloc(room);

	while (input != NULL &&
	    (n = fread(input + len, 1, room - len, stdin)) > 0) {
		len += n;
		if (len == room)
			input = realloc(input, room *= 2);
	}
	if (input == NULL)
		err(1, "malloc");
	for (; len > 0; len -= n) {
		n = len < 16 ? len : 16;
		for (i = 0; i < n; i++)
			printf("%02x", input[i]);
		memmove(input, input + n, len - n);
	}
	free(input);
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
