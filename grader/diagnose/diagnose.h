/*
 * Known mistakes.  For a wrong value each is replayed on the student's own
 * inputs; one that reproduces exactly what was seen is named.  One that would
 * give the right value here is never named.  Nothing is guessed.
 *
 * Families: checksums.c (a wrong TCP checksum), fields.c (a wrong number in a
 * field), payloads.c (wrong bytes in a message), outputs.c (an answer copied
 * wrongly).  A mistake is one row and one small function in its family.
 */
#ifndef GRADER_DIAGNOSE_DIAGNOSE_H
#define GRADER_DIAGNOSE_DIAGNOSE_H

#include "model/result.h"
#include "model/values.h"
#include "packet/decode.h"

/*
 * The checksum of layer kind in packet is wrong: which mistakes give it?
 * The causes are added to verdict->causes, and to the finding's proof (if one
 * is given) the sums that lead to the wanted and to the wrong number.
 */
void diagnose_checksum(const struct packet *packet, enum layer_kind kind,
    struct verdict *verdict, struct finding *finding);

/* The field of got differs from wanted's. */
void diagnose_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *field, struct verdict *verdict);

/* What was sent for message differs from wanted, which ends in suffix. */
void diagnose_payload(const struct blob *message, const struct blob *wanted,
    const void *got, size_t got_len, struct verdict *verdict);

/* What was printed for an answer that came in these pieces differs from it. */
void diagnose_output(const struct blob *pieces, size_t count,
    const struct blob *got, struct verdict *verdict);

/* Every mistake of every family, for the documents: returns rows, *count. */
struct mistake {
	const char *id; /* "checksum-without-pseudo-header" */
	const char *family;
	const char *sentence; /* what happened, the rule, where it is written */
};
const struct mistake *diagnose_mistakes(size_t *count);

#endif
