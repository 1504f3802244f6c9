/*
 * Structs as JSON objects, and back, by a table of their members: what writes
 * a member and what reads it cannot differ.
 *
 * Every text goes through escape, since JSON holds only Unicode and what a
 * program did may be any bytes.  Numbers of 64 bits are strings of digits,
 * since many readers of JSON keep numbers as doubles, which are exact up to
 * 2^53 only.
 */
#ifndef GRADER_MODEL_MEMBERS_H
#define GRADER_MODEL_MEMBERS_H

#include <jansson.h>
#include <stddef.h>

enum member_kind {
	MEMBER_BOOL,
	MEMBER_INT,
	MEMBER_ENUM, /* any enumeration from 0 on, by its words */
	MEMBER_UINT64,
	MEMBER_SIZE,
	MEMBER_TEXT, /* char *; NULL is written as an empty one */
	MEMBER_NOTE, /* char *; NULL is null */
	MEMBER_NAME, /* char [MEMBER_NAME_ROOM] */
	MEMBER_BYTES,
	MEMBER_STRINGS
};

enum { MEMBER_NAME_ROOM = 16 };

struct member {
	const char *key;
	enum member_kind kind;
	size_t offset;
	const char *const *words; /* one for each value, ended by NULL */
};

/* A row of a table, whose key is the member's own name. */
#define MEMBER(type, name, member_kind, word_list) \
	{ \
		.key = #name, .kind = (member_kind), \
		.offset = offsetof(struct type, name), .words = (word_list), \
	}

/* Add value, which is taken over.  They exit with status 3 if it is NULL. */
void json_put(json_t *object, const char *key, json_t *value);
void json_append(json_t *array, json_t *value);

/* Add the members (ended by a key of NULL) of the struct at base to object. */
void
members_write(json_t *object, const struct member *members, const void *base);

/*
 * Read them into the struct at base, which is empty.  Unknown keys are passed
 * over.  Returns 0, or -1 with a sentence in err[ERR_LEN] that calls the
 * struct what; it may be half filled then.  object may be NULL or no object.
 */
int members_read(const json_t *object, const struct member *members,
    const char *what, void *base, char *err);

#endif
