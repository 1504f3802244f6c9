/*
 * Bytes with a length, strings in a list, and how both are made printable.
 *
 * A zeroed struct is empty and ready for use.  The functions that add exit
 * with status 3 when there is no memory: the grader cannot do its work then.
 */
#ifndef GRADER_MODEL_BLOB_H
#define GRADER_MODEL_BLOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room for one sentence that says why something could not be done. */
enum { ERR_LEN = 512 };

struct blob {
	uint8_t *data; /* always followed by a NUL once non-empty */
	size_t len;
};

void blob_add(struct blob *blob, const void *data, size_t len);
void blob_printf(struct blob *blob, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void blob_release(struct blob *blob);
bool blob_equal(const struct blob *a, const struct blob *b);

struct strings {
	char **items; /* items[count] is NULL once non-empty */
	size_t count;
};

/* Add a copy of text. */
void strings_add(struct strings *list, const char *text);
void strings_addf(struct strings *list, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool strings_has(const struct strings *list, const char *text);
void strings_release(struct strings *list);

/* malloc and friends that never return NULL. */
void *xcalloc(size_t count, size_t size);
void *xgrow(void *items, size_t count, size_t size); /* room for count+1 */
char *xstrdup(const char *text);
char *xprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Add len bytes to blob with every byte outside 0x20..0x7e written as \xNN,
 * and a backslash as \\ : what stands there is ASCII, and reads back exactly.
 */
void escape_add(struct blob *blob, const void *data, size_t len);

/* The same as a string of its own, which the caller frees. */
char *escape_text(const void *data, size_t len);

/*
 * Add the bytes that escaped stands for.  Returns 0, or -1 if it is malformed,
 * and then nothing was added.
 */
int unescape(const char *escaped, struct blob *bytes);

#endif
