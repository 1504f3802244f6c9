/* The values of a case, looked up and put into texts: see values.h. */

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "model/values.h"

/* The slot of the name whose first len characters are given, or NULL. */
static const struct blob *
find(const struct values *values, const char *name, size_t len)
{
	for (size_t i = 0; i < values->count; i++) {
		const char *other = values->items[i].name;

		if (strncmp(other, name, len) == 0 && other[len] == '\0')
			return &values->items[i].bytes;
	}
	return NULL;
}

void
values_set(
    struct values *values, const char *name, const void *data, size_t len)
{
	struct blob copy = { 0 };
	size_t i = 0;

	while (i < values->count && strcmp(values->items[i].name, name) != 0)
		i++;
	if (i == MAX_VALUES)
		errx(3, "no room for value %s", name);
	blob_add(&copy, data, len); /* data may be the bytes it has now */
	blob_release(&values->items[i].bytes);
	values->items[i].name = name;
	values->items[i].bytes = copy;
	if (i == values->count)
		values->count++;
}

const struct blob *
values_get(const struct values *values, const char *name)
{
	return find(values, name, strlen(name));
}

const char *
values_text(const struct values *values, const char *name)
{
	const struct blob *bytes = values_get(values, name);

	return bytes == NULL || bytes->len == 0 ? "" : (char *)bytes->data;
}

uint32_t
values_number(const struct values *values, const char *name)
{
	uint32_t number = 0;

	parse_number(values_text(values, name), 0, UINT32_MAX, &number);
	return number;
}

int
values_address(
    const struct values *values, const char *name, uint8_t address[4])
{
	return parse_address(values_text(values, name), address);
}

/*
 * Of a value of len bytes: how many "[17]" asks for, at most.  *used is how
 * many characters that is; 0, and all bytes, if text is no such number.
 */
static size_t
how_many(const char *text, size_t len, size_t *used)
{
	const size_t digits =
	    text[0] == '[' ? strspn(text + 1, "0123456789") : 0;
	unsigned long asked;

	*used = 0;
	if (digits == 0 || text[1 + digits] != ']')
		return len;
	*used = digits + 2;
	asked = strtoul(text + 1, NULL, 10);
	return asked < len ? asked : len;
}

/*
 * Add what the text at dollar stands for, and return how many characters of
 * the text that was.
 */
static size_t
expand_dollar(
    const struct values *values, const char *dollar, struct blob *bytes)
{
	static const char name_characters[] =
	    "abcdefghijklmnopqrstuvwxyz0123456789-";
	size_t len = strspn(dollar + 1, name_characters);
	size_t count, used;
	const struct blob *value = find(values, dollar + 1, len);

	if (value != NULL) {
		count = how_many(dollar + 1 + len, value->len, &used);
		blob_add(bytes, value->data, count);
		return 1 + len + used;
	}
	blob_add(bytes, "$", 1);
	return dollar[1] == '$' ? 2 : 1;
}

/* Expand the first len characters of text. */
static void
expand(const struct values *values, const char *text, size_t len,
    struct blob *bytes)
{
	const char *end = text + len;

	while (text < end) {
		const char *dollar = memchr(text, '$', (size_t)(end - text));
		const char *plain_end = dollar == NULL ? end : dollar;

		blob_add(bytes, text, (size_t)(plain_end - text));
		text = plain_end;
		if (dollar != NULL)
			text += expand_dollar(values, dollar, bytes);
	}
}

static void
add_word(const struct values *values, const char *word, size_t len,
    struct strings *words)
{
	struct blob bytes = { 0 };

	if (len != 2 || memcmp(word, "''", 2) != 0)
		expand(values, word, len, &bytes);
	strings_add(words, bytes.len == 0 ? "" : (char *)bytes.data);
	blob_release(&bytes);
}

void
values_words(
    const struct values *values, const char *text, struct strings *words)
{
	while (*(text += strspn(text, " ")) != '\0') {
		size_t len = strcspn(text, " ");

		add_word(values, text, len, words);
		text += len;
	}
}

void
values_bytes(const struct values *values, const char *text, struct blob *bytes)
{
	expand(values, text, strlen(text), bytes);
}

void
values_release(struct values *values)
{
	for (size_t i = 0; i < values->count; i++)
		blob_release(&values->items[i].bytes);
	*values = (struct values){ 0 };
}
