/* fails: every-byte; cause: codec-stops-at-nul; what is decoded is printed as a string */
#include <err.h>
#include <stdio.h>
#include <string.h>

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
	unsigned bits = 0;
	int c, bytes = 0;

	while ((c = getchar()) != EOF) {
		bits |= (unsigned)c << (16 - 8 * bytes);
		if (++bytes < 3)
			continue;
		put_group(bits, bytes);
		bits = 0;
		bytes = 0;
	}
	if (bytes > 0)
		put_group(bits, bytes);
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
	static int ended;
	int i, byte;

	bits <<= 6 * (4 - letters);
	for (i = 0; i < letters - 1 && !ended; i++) {
		byte = (int)(bits >> (16 - 8 * i) & 255);
		if (byte == 0)
			ended = 1;
		else
			putchar(byte);
	}
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
