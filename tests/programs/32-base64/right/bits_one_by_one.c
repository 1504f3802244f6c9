/* right: a queue of bits, with no group in sight; nothing is written before all is read */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

static char *output;
static size_t output_len, output_room;

static void
put(int c)
{
	if (output_len == output_room) {
		output_room = output_room * 2 + 64;
		output = realloc(output, output_room);
		if (output == NULL)
			err(1, "realloc");
	}
	output[output_len++] = (char)c;
}

static void
encode(void)
{
	unsigned queue = 0, waiting = 0;
	int c;

	while ((c = getchar()) != EOF) {
		queue = (queue << 8 | (unsigned)c) & 0xffff;
		for (waiting += 8; waiting >= 6; waiting -= 6)
			put(alphabet[queue >> (waiting - 6) & 63]);
	}
	if (waiting > 0)
		put(alphabet[queue << (6 - waiting) & 63]);
	while (output_len % 4 != 0)
		put('=');
}

static void
decode(void)
{
	size_t characters = 0, padding = 0;
	unsigned queue = 0, waiting = 0;
	const char *at;
	int c;

	while ((c = getchar()) != EOF) {
		if (c == '\n' || c == '\r')
			continue;
		characters++;
		padding += c == '=';
		if (c == '=')
			continue;
		at = memchr(alphabet, c, 64);
		if (at == NULL || padding > 0)
			errx(1, "character %zu is wrong", characters);
		queue = (queue << 6 | (unsigned)(at - alphabet)) & 0xffff;
		waiting += 6;
		if (waiting >= 8) {
			waiting -= 8;
			put((int)(queue >> waiting & 255));
		}
	}
	if (characters % 4 != 0 || padding > 2)
		errx(1, "the end is wrong");
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
	fwrite(output, 1, output_len, stdout);
	free(output);
	if (fflush(stdout) == EOF)
		err(1, "standard output");
	return 0;
}
