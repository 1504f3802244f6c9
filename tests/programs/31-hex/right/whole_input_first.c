/* right: all of the input is kept, checked, and only then decoded; nothing is freed */
#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *input;
static size_t len;

static void
read_input(void)
{
	size_t room = 0, n;

	do {
		room = room == 0 ? 1024 : room * 2;
		input = realloc(input, room);
		if (input == NULL)
			err(1, "realloc");
		n = fread(input + len, 1, room - len, stdin);
		len += n;
	} while (len == room);
}

static void
strip(void)
{
	size_t i, kept = 0;

	for (i = 0; i < len; i++) {
		if (isspace(input[i]))
			continue;
		if (strchr("0123456789abcdefABCDEF", input[i]) == NULL ||
		    input[i] == '\0')
			errx(1, "position %zu: no digit", i);
		input[kept++] = input[i];
	}
	if (kept % 2 != 0)
		errx(1, "odd");
	len = kept;
}

int
main(int argc, char **argv)
{
	unsigned byte;
	size_t i;

	if (argc != 2)
		errx(2, "usage: hex encode|decode");
	if (strcmp(argv[1], "encode") == 0) {
		read_input();
		for (i = 0; i < len; i++)
			printf("%02x", input[i]);
	} else if (strcmp(argv[1], "decode") == 0) {
		read_input();
		strip();
		for (i = 0; i < len; i += 2) {
			sscanf((char[]){ (char)input[i], (char)input[i + 1],
				   '\0' },
			    "%x", &byte);
			putchar((int)byte);
		}
	} else {
		errx(2, "usage: hex encode|decode");
	}
	return fclose(stdout) == 0 ? 0 : 1;
}
