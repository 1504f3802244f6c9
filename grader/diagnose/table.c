/* The mechanism that the families of mistakes share. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/table.h"

enum { MAX_MISTAKES = 128 };

static const struct mistake *const families[] = { checksum_mistakes,
	field_mistakes, handed_mistakes, payload_mistakes, output_mistakes,
	codec_mistakes, datagram_mistakes, line_mistakes };

void
diagnose_name(struct verdict *verdict, const struct mistake *mistakes,
    const char *id, const char *what)
{
	char *message;
	size_t i;

	for (i = 0; i < verdict->causes.count; i++)
		if (strcmp(verdict->causes.items[i].id, id) == 0)
			return;
	while (strcmp(mistakes->id, id) != 0) {
		mistakes++;
		assert(mistakes->id != NULL);
	}
	message = xprintf(
	    "%s is exactly what you get when %s", what, mistakes->sentence);
	causes_add(&verdict->causes, id, message);
	free(message);
}

void
diagnose_what(char *what, const char *doing, size_t bytes)
{
	if (bytes == 1)
		snprintf(what, MISTAKE_WHAT, "%s this one byte", doing);
	else
		snprintf(
		    what, MISTAKE_WHAT, "%s these %zu bytes", doing, bytes);
}

bool
diagnose_is_buffer_size(size_t len)
{
	static const size_t sizes[] = { 100, 200, 500, 1000, 1400, 1401, 1402,
		1460, 1472, 1500, 2000, 5000, 10000, 65535 };
	size_t i;

	if (len >= 64 && ((len & (len - 1)) == 0 || (len & (len + 1)) == 0))
		return true;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		if (len == sizes[i] || len + 1 == sizes[i])
			return true;
	return false;
}

const struct mistake *
diagnose_mistakes(size_t *count)
{
	static struct mistake all[MAX_MISTAKES];
	const struct mistake *row;
	size_t i, n = 0;

	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		for (row = families[i]; row->id != NULL; row++) {
			assert(n < MAX_MISTAKES);
			all[n++] = *row;
		}
	}
	*count = n;
	return all;
}
