/* SHA-256 (FIPS 180-4), and sources without what does not count in them. */
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bytes.h"

enum { BLOCK_LEN = 64, MOST_SOURCE = 1 << 20 };

/* The first 32 bits of the fractions of the cube roots of the first primes. */
static const uint32_t round_constants[64] = { 0x428a2f98, 0x71374491,
	0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d,
	0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb,
	0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
	0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
	0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb,
	0xbef9a3f7, 0xc67178f2 };

static uint32_t
rotate(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

/* The message schedule of one block: section 6.2.2, step 1. */
static void
schedule(const uint8_t block[BLOCK_LEN], uint32_t w[64])
{
	for (int i = 0; i < 16; i++)
		w[i] = get_be32(block + 4 * i);
	for (int i = 16; i < 64; i++) {
		const uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		    (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
		    (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
	}
}

/* s[0..7] are a..h of the standard. */
static void
digest_block(uint32_t hash[8], const uint8_t block[BLOCK_LEN])
{
	uint32_t w[64], s[8];

	schedule(block, w);
	memcpy(s, hash, sizeof(s));
	for (int i = 0; i < 64; i++) {
		const uint32_t e = s[4], a = s[0];
		const uint32_t t1 = s[7] +
		    (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
		    ((e & s[5]) ^ (~e & s[6])) + round_constants[i] + w[i];
		const uint32_t t2 =
		    (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
		    ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));

		memmove(s + 1, s, 7 * sizeof(s[0]));
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		hash[i] += s[i];
}

void
sha256_text(const void *data, size_t len, char text[SHA256_TEXT_LEN])
{
	uint32_t hash[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	uint8_t tail[2 * BLOCK_LEN] = { 0 };
	const size_t whole = len / BLOCK_LEN * BLOCK_LEN, rest = len - whole;
	const size_t tail_len =
	    rest < BLOCK_LEN - 8 ? BLOCK_LEN : 2 * BLOCK_LEN;

	for (size_t at = 0; at < whole; at += BLOCK_LEN)
		digest_block(hash, (const uint8_t *)data + at);
	if (rest > 0)
		memcpy(tail, (const uint8_t *)data + whole, rest);
	tail[rest] = 0x80;
	put_be32(tail + tail_len - 8, (uint32_t)((uint64_t)len >> 29));
	put_be32(tail + tail_len - 4, (uint32_t)(len << 3));
	for (size_t at = 0; at < tail_len; at += BLOCK_LEN)
		digest_block(hash, tail + at);
	for (int i = 0; i < 8; i++)
		snprintf(text + 8 * i, 9, "%08x", hash[i]);
}

/* The end of the quoted text that begins at at; no quote is left open. */
static size_t
skip_quoted(const char *text, size_t len, size_t at)
{
	const char quote = text[at++];

	while (at < len && text[at] != quote && text[at] != '\n')
		at += text[at] == '\\' ? 2 : 1;
	return at < len ? at + 1 : len;
}

/* The end of the comment that begins at at, or at itself when none does. */
static size_t
skip_comment(const char *text, size_t len, size_t at)
{
	const char *end;

	if (len - at < 2 || text[at] != '/')
		return at;
	if (text[at + 1] == '/') {
		end = memchr(text + at, '\n', len - at);
		return end != NULL ? (size_t)(end - text) : len;
	}
	if (text[at + 1] != '*')
		return at;
	end = memmem(text + at + 2, len - at - 2, "*/", 2);
	return end != NULL ? (size_t)(end - text) + 2 : len;
}

void
source_digest(const struct blob *source, char text[SHA256_TEXT_LEN])
{
	const char *from = (const char *)source->data;
	struct blob kept = { 0 };
	size_t at = 0, next;

	while (at < source->len) {
		next = skip_comment(from, source->len, at);
		if (next == at) {
			next = from[at] == '"' || from[at] == '\''
			    ? skip_quoted(from, source->len, at)
			    : at + 1;
			if (strchr(" \t\r\n\f\v", from[at]) == NULL)
				blob_add(&kept, from + at, next - at);
		}
		at = next;
	}
	sha256_text(kept.data, kept.len, text);
	blob_release(&kept);
}

/*
 * A link in the place of the folder or the file could lead to somebody else's
 * work; what the submission is, the caller knows.
 */
static int
open_own(const char *path)
{
	/* NONBLOCK: a FIFO must not hold us up */
	struct open_how how = { .flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC,
		.resolve = RESOLVE_NO_SYMLINKS };
	char *submission = xstrdup(path);
	int folder, fd = -1;

	*strrchr(submission, '/') = '\0';
	*strrchr(submission, '/') = '\0';
	folder = open(submission, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (folder != -1) {
		fd = (int)syscall(SYS_openat2, folder,
		    path + strlen(submission) + 1, &how, sizeof(how));
		close(folder);
	}
	free(submission);
	return fd;
}

int
source_read(const char *path, struct blob *source, char *err)
{
	struct stat st;
	ssize_t n;
	int fd, rc = -1;

	fd = open_own(path);
	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return 1;
	if (fd == -1 || fstat(fd, &st) == -1) {
		snprintf(err, ERR_LEN, "%s: %s", path,
		    errno == ELOOP ? "a symbolic link, not a file"
				   : strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		snprintf(err, ERR_LEN, "%s: not a regular file", path);
	} else if (st.st_size > MOST_SOURCE) {
		snprintf(err, ERR_LEN, "%s: larger than a megabyte", path);
	} else {
		source->data = xcalloc(1, (size_t)st.st_size + 1);
		n = read(fd, source->data, (size_t)st.st_size);
		source->len = n > 0 ? (size_t)n : 0;
		rc = 0;
	}
	if (fd != -1)
		close(fd);
	return rc;
}
