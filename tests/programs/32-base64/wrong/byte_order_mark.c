/* fails: bad-input; cause: none; the mark of UTF-8 at the beginning is skipped */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

static void
encode(void)
{
	uint8_t in[3 * 1000 + 2] = { 0 }, *p;
	char out[4 * 1001], *q;
	size_t n;

	while ((n = fread(in, 1, 3000, stdin)) > 0) {
		in[n] = in[n + 1] = 0;
		q = out;
		for (p = in; p < in + n; p += 3) {
			*q++ = alphabet[p[0] >> 2];
			*q++ = alphabet[(p[0] & 3) << 4 | p[1] >> 4];
			*q++ = alphabet[(p[1] & 15) << 2 | p[2] >> 6];
			*q++ = alphabet[p[2] & 63];
		}
		if (n % 3 != 0)
			q[-1] = '=';
		if (n % 3 == 1)
			q[-2] = '=';
		fwrite(out, 1, (size_t)(q - out), stdout);
	}
}

/* Fill group with the next four characters, without CR and LF. */
static size_t
next_group(char group[4])
{
	size_t n = 0;
	int c;

	while (n < 4 && (c = getchar()) != EOF)
		if (c != '\r' && c != '\n')
			group[n++] = (char)c;
	return n;
}

static void
decode(void)
{
	size_t n, bytes = 3, i;
	char group[4];
	int value[4] = { 0 };

	if ((value[0] = getchar()) != 0xef)
		ungetc(value[0], stdin);
	else if (getchar() != 0xbb || getchar() != 0xbf)
		errx(1, "no letter");
	while ((n = next_group(group)) > 0) {
		if (n < 4 || bytes < 3)
			errx(1, n < 4 ? "cut short" : "data after the end");
		for (i = 0; i < 4; i++) {
			const char *at = memchr(alphabet, group[i], 64);

			if (i > 1 && group[3] == '=' && group[i] == '=')
				bytes--;
			else if (at == NULL)
				errx(1, "no letter");
			value[i] = at == NULL ? 0 : (int)(at - alphabet);
		}
		putchar(value[0] << 2 | value[1] >> 4);
		if (bytes > 1)
			putchar((value[1] & 15) << 4 | value[2] >> 2);
		if (bytes > 2)
			putchar((value[2] & 3) << 6 | value[3]);
	}
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
