/* All exercises, in the order of their numbers. */
#ifndef GRADER_CATALOGUE_H
#define GRADER_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/exercise.h"

/* Room for a folder's or a source's name, and for the digest. */
enum { CATALOGUE_NAME = 64, CATALOGUE_DIGEST = 17 };

/* The rows; *count of them. */
const struct exercise *catalogue(size_t *count);

/*
 * The exercise by its number "51", its slug "raw-tcp-syn" or its folder
 * "51-raw-tcp-syn", with or without a path before it and a slash after it.
 * NULL if there is none.
 */
const struct exercise *catalogue_find(const char *word);

/* The slug that word is a near miss of, for "did you mean"; or NULL. */
const char *catalogue_near(const char *word);

/* "51-raw-tcp-syn" and "raw_tcp_syn.c", cut to size. */
void catalogue_folder(const struct exercise *exercise, char *buf, size_t size);
void catalogue_source(const struct exercise *exercise, char *buf, size_t size);

/* True if the check judges the case of that id. */
bool catalogue_check_has(const struct check *check, const char *case_id);

/*
 * A digest of all tables: ids, titles, marks, cases, steps and values.  Two
 * results with the same digest and seed were graded by the same cases.
 */
void catalogue_digest(char digest[CATALOGUE_DIGEST]);

#endif
