/* right: a table of values, read() and write() with odd sizes */
#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			       "abcdefghijklmnopqrstuvwxyz0123456789+/";

enum { IGNORED = 64, PADDING, BAD };

static uint8_t values[256];

static void
make_values(void)
{
	int i;

	memset(values, BAD, sizeof(values));
	for (i = 0; i < 64; i++)
		values[(uint8_t)alphabet[i]] = (uint8_t)i;
	values['\r'] = values['\n'] = IGNORED;
	values['='] = PADDING;
}

static void
write_all(const uint8_t *data, size_t len)
{
	ssize_t n;

	for (; len > 0; data += n, len -= (size_t)n) {
		n = write(1, data, len);
		if (n == -1)
			err(1, "write");
	}
}

static uint32_t bits;
static unsigned count, padding; /* of the group so far */

/* Add one byte; return how many characters were put to out. */
static size_t
encode(uint8_t byte, uint8_t *out)
{
	bits = bits << 8 | byte;
	if (++count < 3)
		return 0;
	out[0] = (uint8_t)alphabet[bits >> 18 & 63];
	out[1] = (uint8_t)alphabet[bits >> 12 & 63];
	out[2] = (uint8_t)alphabet[bits >> 6 & 63];
	out[3] = (uint8_t)alphabet[bits & 63];
	count = 0;
	return 4;
}

static size_t
encode_end(uint8_t *out)
{
	unsigned missing = 3 - count, i;

	if (count == 0)
		return 0;
	for (i = 0; i < missing; i++)
		encode(0, out);
	memcpy(out + 4 - missing, "==", missing);
	return 4;
}

static size_t
decode(uint8_t byte, uint8_t *out)
{
	uint8_t value = values[byte];

	if (value == IGNORED)
		return 0;
	if (value == PADDING && count + ++padding <= 4)
		return 0;
	if (value > 63 || padding > 0)
		errx(1, "bad input");
	bits = bits << 6 | value;
	if (++count < 4)
		return 0;
	out[0] = (uint8_t)(bits >> 16);
	out[1] = (uint8_t)(bits >> 8);
	out[2] = (uint8_t)bits;
	count = 0;
	return 3;
}

static size_t
decode_end(uint8_t *out)
{
	unsigned letters = count;

	if (letters == 0 && padding == 0)
		return 0;
	if (letters < 2 || letters + padding != 4)
		errx(1, "bad padding");
	bits <<= 6 * (4 - letters);
	out[0] = (uint8_t)(bits >> 16);
	out[1] = (uint8_t)(bits >> 8);
	return letters - 1;
}

int
main(int argc, char **argv)
{
	static uint8_t in[4099], out[2 * sizeof(in)];
	int encodes = argc == 2 && strcmp(argv[1], "encode") == 0;
	size_t len, i;
	ssize_t n;

	if (!encodes && (argc != 2 || strcmp(argv[1], "decode") != 0))
		errx(2, "usage: base64 encode|decode");
	make_values();
	while ((n = read(0, in, sizeof(in))) != 0) {
		if (n == -1)
			err(1, "read");
		for (len = i = 0; i < (size_t)n; i++)
			len += encodes ? encode(in[i], out + len)
				       : decode(in[i], out + len);
		write_all(out, len);
	}
	len = encodes ? encode_end(out) : decode_end(out);
	write_all(out, len);
	return 0;
}
