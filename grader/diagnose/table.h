/*
 * What the families of mistakes share.  A family keeps its rows as an array
 * that ends with an id of NULL and lends it to table.c for the documents.
 */
#ifndef GRADER_DIAGNOSE_TABLE_H
#define GRADER_DIAGNOSE_TABLE_H

#include "diagnose/diagnose.h"

extern const struct mistake checksum_mistakes[];
extern const struct mistake field_mistakes[];
extern const struct mistake handed_mistakes[];
extern const struct mistake payload_mistakes[];
extern const struct mistake output_mistakes[];
extern const struct mistake codec_mistakes[];
extern const struct mistake datagram_mistakes[];
extern const struct mistake line_mistakes[];

/*
 * Name the mistake of that id as a cause: "WHAT is exactly what you get when
 * SENTENCE".  The id must be a row of mistakes; one that is named already (for
 * another field) is not named again.
 */
void diagnose_name(struct verdict *verdict, const struct mistake *mistakes,
    const char *id, const char *what);

/* WHAT for some bytes, "sending these 12 bytes", into what[MISTAKE_WHAT]. */
enum { MISTAKE_WHAT = 48 };
void diagnose_what(char *what, const char *doing, size_t bytes);

/*
 * True for the lengths that programs give their buffers: powers of two, round
 * numbers, the limits that the exercises name, and one less than each.
 */
bool diagnose_is_buffer_size(size_t len);

#endif
