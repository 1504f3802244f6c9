/* fails: padding, sizes; cause: base64-last-group-lost; decodes whole groups of letters only */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Say what is wrong with the arguments, and stop. */
static _Noreturn void
usage(const char *what)
{
	fprintf(stderr, "base64: %s\n", what);
	fprintf(stderr, "usage: base64 encode|decode\n");
	exit(2);
}

static void
encode(void)
{
	static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned char in[3] = { 0 };
	size_t n;

	while ((n = fread(in, 1, 3, stdin)) > 0) {
		putchar(abc[in[0] >> 2]);
		putchar(abc[(in[0] & 3) << 4 | in[1] >> 4]);
		putchar(n > 1 ? abc[(in[1] & 15) << 2 | in[2] >> 6] : '=');
		putchar(n > 2 ? abc[in[2] & 63] : '=');
		memset(in, 0, 3);
	}
}

static void
decode(void)
{
	static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned int v = 0;
	int c, n = 0;

	while ((c = getchar()) != EOF) {
		const char *at = strchr(abc, c);

		if (c == 0 || (at == NULL && strchr("=\r\n", c) == NULL))
			errx(1, "there is a bad character");
		if (at == NULL)
			continue;
		v = v << 6 | (unsigned int)(at - abc);
		if (++n == 4) {
			putchar(v >> 16);
			putchar(v >> 8);
			putchar(v);
			n = 0;
			v = 0;
		}
	}
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		usage("one argument is needed, and nothing else");
	if (strcmp(argv[1], "encode") == 0)
		encode();
	else if (strcmp(argv[1], "decode") == 0)
		decode();
	else
		usage("the argument must be encode or decode");

	if (fflush(stdout) == EOF)
		err(1, "standard output");
	return 0;
}
