/* right: a table of pairs and a table of values */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SPACE = -1, BAD = -2 };

static char pairs[256][3];
static int values[256];

static void
make_tables(void)
{
	int i;

	for (i = 0; i < 256; i++) {
		snprintf(pairs[i], sizeof(pairs[i]), "%02hhx", (uint8_t)i);
		values[i] = BAD;
	}
	for (i = 0; i < 16; i++)
		values[(uint8_t) "0123456789abcdef"[i]] =
		    values[(uint8_t) "0123456789ABCDEF"[i]] = i;
	for (i = 0; i < 6; i++)
		values[(uint8_t) " \t\n\r\v\f"[i]] = SPACE;
}

static int
decode(void)
{
	int c, digits = 0, byte = 0;

	while ((c = getc_unlocked(stdin)) != EOF) {
		if (values[c] == SPACE)
			continue;
		if (values[c] == BAD)
			return -1;
		byte = (byte << 4 | values[c]) & 0xff;
		if (++digits % 2 == 0)
			putc_unlocked(byte, stdout);
	}
	return digits % 2 == 0 ? 0 : -1;
}

int
main(int argc, char **argv)
{
	int c;

	make_tables();
	if (argc == 2 && strcmp(argv[1], "encode") == 0) {
		while ((c = getc_unlocked(stdin)) != EOF)
			fputs(pairs[c], stdout);
		return 0;
	}
	if (argc != 2 || strcmp(argv[1], "decode") != 0)
		errx(2, "usage: hex encode|decode");
	if (decode() == -1)
		errx(1, "bad input");
	return 0;
}
