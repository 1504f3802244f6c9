/* Structs as JSON objects, and back: see members.h. */

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/blob.h"
#include "model/members.h"

/* As which an enumeration from 0 on is read and written. */
enum probe { PROBE_ZERO };
_Static_assert(
    sizeof(enum probe) == sizeof(unsigned), "an enumeration is an unsigned");

void
json_put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) == -1)
		errx(3, "cannot write %s as JSON", key);
}

void
json_append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) == -1)
		errx(3, "cannot write a list as JSON");
}

static json_t *
write_bytes(const void *data, size_t len)
{
	char *text = escape_text(data, len);
	json_t *json = json_string(text);

	free(text);
	return json;
}

static json_t *
write_text(const char *text)
{
	return write_bytes(text, strlen(text));
}

static json_t *
write_strings(const struct strings *list)
{
	json_t *array = json_array();

	for (size_t i = 0; i < list->count; i++)
		json_append(array, write_text(list->items[i]));
	return array;
}

static json_t *
write_uint64(uint64_t number)
{
	return json_sprintf("%llu", (unsigned long long)number);
}

/* NULL, which json_put() refuses, for a value that was given no word. */
static json_t *
write_word(const char *const *words, unsigned value)
{
	for (unsigned i = 0; words[i] != NULL; i++) {
		if (i == value)
			return json_string(words[i]);
	}
	return NULL;
}

static json_t *
write_member(const struct member *member, const void *base)
{
	const void *at = (const char *)base + member->offset;
	const struct blob *bytes = at;
	const char *const *text = at;

	switch (member->kind) {
	case MEMBER_BOOL:
		return json_boolean(*(const bool *)at);
	case MEMBER_INT:
		return json_integer(*(const int *)at);
	case MEMBER_ENUM:
		return write_word(member->words, *(const unsigned *)at);
	case MEMBER_UINT64:
		return write_uint64(*(const uint64_t *)at);
	case MEMBER_SIZE:
		return write_uint64(*(const size_t *)at);
	case MEMBER_TEXT:
		return write_text(*text == NULL ? "" : *text);
	case MEMBER_NOTE:
		return *text == NULL ? json_null() : write_text(*text);
	case MEMBER_NAME:
		return write_text(at);
	case MEMBER_BYTES:
		return write_bytes(bytes->data, bytes->len);
	case MEMBER_STRINGS:
		return write_strings(at);
	}
	return NULL;
}

void
members_write(json_t *object, const struct member *members, const void *base)
{
	for (; members->key != NULL; members++)
		json_put(object, members->key, write_member(members, base));
}

/* Reading: these return 0, or -1 when json is missing or something else. */

static int
read_bytes(const json_t *json, struct blob *bytes)
{
	return json_is_string(json) ? unescape(json_string_value(json), bytes)
				    : -1;
}

/* A text cannot hold a NUL, though bytes can. */
static int
read_text(const json_t *json, char **text)
{
	struct blob bytes = { 0 };

	if (read_bytes(json, &bytes) == -1)
		return -1;
	if (bytes.len == 0) {
		*text = xstrdup("");
		return 0;
	}
	if (memchr(bytes.data, '\0', bytes.len) != NULL) {
		blob_release(&bytes);
		return -1;
	}
	*text = (char *)bytes.data;
	return 0;
}

static int
read_name(const json_t *json, char name[MEMBER_NAME_ROOM])
{
	char *text;
	int rc = -1;

	if (read_text(json, &text) == -1)
		return -1;
	if (strlen(text) < MEMBER_NAME_ROOM) {
		strcpy(name, text);
		rc = 0;
	}
	free(text);
	return rc;
}

static int
read_strings(const json_t *json, struct strings *list)
{
	if (!json_is_array(json))
		return -1;
	for (size_t i = 0; i < json_array_size(json); i++) {
		char *text;

		if (read_text(json_array_get(json, i), &text) == -1)
			return -1;
		strings_add(list, text);
		free(text);
	}
	return 0;
}

static int
read_bool(const json_t *json, bool *value)
{
	*value = json_is_true(json);
	return json_is_boolean(json) ? 0 : -1;
}

static int
read_int(const json_t *json, int *value)
{
	json_int_t number = json_integer_value(json);

	if (!json_is_integer(json) || number < INT_MIN || number > INT_MAX)
		return -1;
	*value = (int)number;
	return 0;
}

static int
read_uint64(const json_t *json, uint64_t *value)
{
	const char *text = json_string_value(json);

	/* strtoull() alone would take blanks and a sign. */
	if (text == NULL || *text == '\0' ||
	    text[strspn(text, "0123456789")] != '\0')
		return -1;
	errno = 0;
	*value = strtoull(text, NULL, 10);
	return errno == 0 ? 0 : -1;
}

static int
read_size(const json_t *json, size_t *value)
{
	uint64_t number;

	if (read_uint64(json, &number) == -1 || (size_t)number != number)
		return -1;
	*value = (size_t)number;
	return 0;
}

static int
read_word(const json_t *json, const char *const *words, unsigned *value)
{
	const char *text = json_string_value(json);

	for (unsigned i = 0; text != NULL && words[i] != NULL; i++) {
		if (strcmp(text, words[i]) == 0) {
			*value = i;
			return 0;
		}
	}
	return -1;
}

static int
read_member(const json_t *json, const struct member *member, void *base)
{
	void *at = (char *)base + member->offset;

	switch (member->kind) {
	case MEMBER_BOOL:
		return read_bool(json, at);
	case MEMBER_INT:
		return read_int(json, at);
	case MEMBER_ENUM:
		return read_word(json, member->words, at);
	case MEMBER_UINT64:
		return read_uint64(json, at);
	case MEMBER_SIZE:
		return read_size(json, at);
	case MEMBER_TEXT:
		return read_text(json, at);
	case MEMBER_NOTE:
		return json_is_null(json) ? 0 : read_text(json, at);
	case MEMBER_NAME:
		return read_name(json, at);
	case MEMBER_BYTES:
		return read_bytes(json, at);
	case MEMBER_STRINGS:
		return read_strings(json, at);
	}
	return -1;
}

int
members_read(const json_t *object, const struct member *members,
    const char *what, void *base, char *err)
{
	for (; members->key != NULL; members++) {
		const json_t *json = json_object_get(object, members->key);

		if (read_member(json, members, base) == 0)
			continue;
		snprintf(err, ERR_LEN,
		    "in %s, \"%s\" is missing or not what it may be", what,
		    members->key);
		return -1;
	}
	return 0;
}
