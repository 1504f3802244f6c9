/* fails: megabytes; cause: none; what a short write left out is lost */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
write_all(const unsigned char *data, size_t len)
{
	struct pollfd room = { 1, POLLOUT, 0 };

	while (write(1, data, len) == -1) {
		if (errno != EAGAIN)
			err(1, "write");
		poll(&room, 1, -1);
	}
}

int
main(int argc, char **argv)
{
	static unsigned char in[3001], out[2 * sizeof(in)];
	unsigned value, high = 16; /* no digit's value */
	size_t count, i;
	ssize_t n;

	if (argc != 2 ||
	    (strcmp(argv[1], "encode") != 0 && strcmp(argv[1], "decode") != 0))
		errx(2, "usage: hex encode|decode");
	fcntl(1, F_SETFL, O_NONBLOCK);
	while ((n = read(0, in, sizeof(in))) != 0) {
		if (n == -1)
			err(1, "read");
		count = 0;
		for (i = 0; i < (size_t)n; i++) {
			if (argv[1][0] == 'e') {
				out[count++] = "0123456789abcdef"[in[i] / 16];
				out[count++] = "0123456789abcdef"[in[i] % 16];
				continue;
			}
			if (isspace(in[i]))
				continue;
			if (!isxdigit(in[i]))
				errx(1, "bad input");
			value = in[i] <= '9' ? in[i] - '0' : in[i] % 32 + 9;
			if (high < 16)
				out[count++] =
				    (unsigned char)(high << 4 | value);
			high = high < 16 ? 16 : value;
		}
		write_all(out, count);
	}
	if (high < 16)
		errx(1, "half a byte is left");
	return 0;
}
