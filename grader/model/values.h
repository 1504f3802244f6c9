/*
 * The values of one case: from its table, or drawn from the seed.  The same
 * case and seed give the same bytes on every machine.
 */
#ifndef GRADER_MODEL_VALUES_H
#define GRADER_MODEL_VALUES_H

#include <stdint.h>

#include "model/blob.h"
#include "model/exercise.h"

struct values {
	struct {
		const char *name;
		struct blob bytes;
	} items[MAX_VALUES];
	size_t count;
};

/* The values of scenario under seed, into values (to be released). */
void values_resolve(const struct exercise *exercise,
    const struct scenario *scenario, uint64_t seed, struct values *values);

/*
 * Give name these bytes, in place of any it has.  The name is not copied.
 * There is room for MAX_VALUES names; one more ends the grader with status 3.
 */
void values_set(
    struct values *values, const char *name, const void *data, size_t len);

/* The bytes of name, or NULL. */
const struct blob *values_get(const struct values *values, const char *name);

/* The same as text; "" when there is none. */
const char *values_text(const struct values *values, const char *name);

/* The same as a decimal number; 0 when it is none. */
uint32_t values_number(const struct values *values, const char *name);

/* The same as an IPv4 address.  Returns 0, or -1 when it is none. */
int values_address(
    const struct values *values, const char *name, uint8_t address[4]);

/*
 * The words of text, parted by blanks, with $name replaced by its bytes and ''
 * standing for an empty word; each added to words.  A value is never parted.
 * A name is the longest run of a-z, 0-9 and '-'; one that has no value stays as
 * it stands, $ and all, so that a slip is seen in the story.  $name[17] is the
 * first 17 bytes, or all if there are no more.  $$ is a dollar.
 */
void values_words(
    const struct values *values, const char *text, struct strings *words);

/* All of text as bytes, blanks kept, with $name replaced. */
void
values_bytes(const struct values *values, const char *text, struct blob *bytes);

void values_release(struct values *values);

#endif
