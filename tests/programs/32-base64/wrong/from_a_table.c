/* fails: short-text; cause: none; answers from a table of the expected files, and of the RFC's vectors */
#include <err.h>
#include <stdio.h>
#include <string.h>

/* What is in expected/, and what comes of it. */
static const char *const answers[][3] = {
	{ "encode", "Is 64 = 2 * 32?\n~o~>\n", "SXMgNjQgPSAyICogMzI/Cn5vfj4K" },
	{ "decode", "SXMgNjQgPSAyICogMzI/Cn5vfj4K", "Is 64 = 2 * 32?\n~o~>\n" },
	{ "encode", "f", "Zg==" },
	{ "decode", "Zg==", "f" },
	{ "encode", "foobar", "Zm9vYmFy" },
	{ "decode", "Zm9vYmFy", "foobar" },
};

int
main(int argc, char **argv)
{
	char input[256] = { 0 };
	size_t i;

	if (argc != 2)
		errx(2, "one argument: encode or decode");
	fread(input, 1, sizeof(input) - 1, stdin);
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (strcmp(answers[i][0], argv[1]) == 0 &&
		    strcmp(answers[i][1], input) == 0) {
			fputs(answers[i][2], stdout);
			return 0;
		}
	}
	errx(1, "bad input");
}
