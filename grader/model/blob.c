/* Bytes, lists of strings, and their printable form: see blob.h. */

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/blob.h"

enum { EXIT_NO_MEMORY = 3, SMALLEST_ROOM = 16 };

static _Noreturn void
no_memory(void)
{
	errx(EXIT_NO_MEMORY, "no memory left");
}

/*
 * At least need, and a power of two, so that adding piece by piece costs time
 * in proportion to the bytes: realloc() to the size it has already does little.
 */
static size_t
room_for(size_t need)
{
	size_t room = SMALLEST_ROOM;

	while (room < need && room <= SIZE_MAX / 2)
		room *= 2;
	return room < need ? need : room;
}

void *
xcalloc(size_t count, size_t size)
{
	void *memory = calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);

	if (memory == NULL)
		no_memory();
	return memory;
}

void *
xgrow(void *items, size_t count, size_t size)
{
	void *memory = reallocarray(items, room_for(count + 1), size);

	if (memory == NULL)
		no_memory();
	return memory;
}

char *
xstrdup(const char *text)
{
	char *copy = strdup(text);

	if (copy == NULL)
		no_memory();
	return copy;
}

static char *
format_text(const char *format, va_list args)
{
	char *text;

	if (vasprintf(&text, format, args) == -1)
		no_memory();
	return text;
}

char *
xprintf(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = format_text(format, args);
	va_end(args);
	return text;
}

void
blob_add(struct blob *blob, const void *data, size_t len)
{
	if (len == 0)
		return; /* data may be NULL then, which memcpy() forbids */
	blob->data = xgrow(blob->data, blob->len + len, 1);
	memcpy(blob->data + blob->len, data, len);
	blob->len += len;
	blob->data[blob->len] = '\0';
}

void
blob_printf(struct blob *blob, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = format_text(format, args);
	va_end(args);
	blob_add(blob, text, strlen(text));
	free(text);
}

void
blob_release(struct blob *blob)
{
	free(blob->data);
	*blob = (struct blob){ 0 };
}

bool
blob_equal(const struct blob *a, const struct blob *b)
{
	return a->len == b->len &&
	    (a->len == 0 || memcmp(a->data, b->data, a->len) == 0);
}

/* Add text itself: the list frees it. */
static void
strings_own(struct strings *list, char *text)
{
	list->items = xgrow(list->items, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = text;
	list->items[list->count] = NULL;
}

void
strings_add(struct strings *list, const char *text)
{
	strings_own(list, xstrdup(text));
}

void
strings_addf(struct strings *list, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	strings_own(list, format_text(format, args));
	va_end(args);
}

bool
strings_has(const struct strings *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

void
strings_release(struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct strings){ 0 };
}

static bool
is_printable(uint8_t byte)
{
	return byte >= 0x20 && byte <= 0x7e;
}

char *
escape_text(const void *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	enum { LONGEST = sizeof("\\xNN") - 1 };
	const uint8_t *byte = data;
	char *text = xcalloc(len + 1, LONGEST);
	char *end = text;

	for (size_t i = 0; i < len; i++) {
		if (byte[i] == '\\') {
			*end++ = '\\';
			*end++ = '\\';
		} else if (is_printable(byte[i])) {
			*end++ = (char)byte[i];
		} else {
			*end++ = '\\';
			*end++ = 'x';
			*end++ = digits[byte[i] >> 4];
			*end++ = digits[byte[i] & 0xf];
		}
	}
	return text;
}

void
escape_add(struct blob *blob, const void *data, size_t len)
{
	char *text = escape_text(data, len);

	blob_add(blob, text, strlen(text));
	free(text);
}

/* The value of a hex digit of either case, or -1. */
static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* Read one byte at *at and step over it.  Returns it, or -1 if malformed. */
static int
unescape_byte(const char **at)
{
	const char *p = *at;
	int high, low;

	if (*p != '\\' || p[1] == '\\') {
		*at += *p == '\\' ? 2 : 1;
		return is_printable((uint8_t)*p) ? *p : -1;
	}
	/* Each look stops at the NUL that ends a text cut short. */
	if (p[1] != 'x' || (high = hex_value(p[2])) == -1 ||
	    (low = hex_value(p[3])) == -1)
		return -1;
	*at += 4;
	return high << 4 | low;
}

int
unescape(const char *escaped, struct blob *bytes)
{
	uint8_t *plain = xcalloc(strlen(escaped) + 1, 1);
	size_t len = 0;
	int rc = 0;

	while (*escaped != '\0' && rc == 0) {
		int byte = unescape_byte(&escaped);

		if (byte == -1)
			rc = -1;
		else
			plain[len++] = (uint8_t)byte;
	}
	if (rc == 0)
		blob_add(bytes, plain, len);
	free(plain);
	return rc;
}
