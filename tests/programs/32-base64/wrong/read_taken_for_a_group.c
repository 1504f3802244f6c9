/* fails: sizes; cause: none; each read is a group, however few it brought */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

static void
put_group(unsigned bits, int bytes)
{
	putchar(alphabet[bits >> 18]);
	putchar(alphabet[bits >> 12 & 63]);
	putchar(bytes > 1 ? alphabet[bits >> 6 & 63] : '=');
	putchar(bytes > 2 ? alphabet[bits & 63] : '=');
}

static void
encode(void)
{
	unsigned char group[3];
	ssize_t n;

	while ((n = read(STDIN_FILENO, group, sizeof(group))) > 0) {
		unsigned bits = 0;

		for (ssize_t i = 0; i < n; i++)
			bits |= (unsigned)group[i] << (16 - 8 * i);
		put_group(bits, (int)n);
	}
	if (n == -1)
		err(1, "standard input");
}

static int
value_of(int c)
{
	const char *place = c == '\0' ? NULL : strchr(alphabet, c);

	if (place == NULL)
		errx(1, "character %d has no place here", c);
	return (int)(place - alphabet);
}

static void
put_bytes(unsigned bits, int letters)
{
	bits <<= 6 * (4 - letters);
	putchar(bits >> 16);
	if (letters > 2)
		putchar(bits >> 8 & 255);
	if (letters > 3)
		putchar(bits & 255);
}

static void
decode(void)
{
	int c, letters = 0, padding = 0;
	unsigned bits = 0;

	while ((c = getchar()) != EOF) {
		if (c == '\r' || c == '\n')
			continue;
		if (c == '=') {
			padding++;
			continue;
		}
		if (padding > 0)
			errx(1, "data after padding");
		bits = bits << 6 | (unsigned)value_of(c);
		if (++letters < 4)
			continue;
		put_bytes(bits, letters);
		bits = 0;
		letters = 0;
	}
	if ((letters > 0 || padding > 0) &&
	    (letters < 2 || letters + padding != 4))
		errx(1, "wrong padding");
	if (letters > 0)
		put_bytes(bits, letters);
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
