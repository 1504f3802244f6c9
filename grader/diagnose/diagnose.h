/*
 * Known mistakes.  For a wrong value each is replayed on the student's own
 * inputs; one that reproduces exactly what was seen is named.  One that would
 * give the right value here is never named.  Nothing is guessed.
 *
 * Families: checksums.c (a wrong checksum), fields.c (a wrong number in a
 * field), handed.c (a header that the kernel changes or refuses), payloads.c
 * (wrong bytes in a message), outputs.c (an answer copied
 * wrongly), datagrams.c (a datagram printed wrongly), lines.c (a client's line
 * printed wrongly), codecs.c (bytes encoded or decoded wrongly).  A mistake is
 * one row and one small function in its family.
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

/*
 * The field of got is wrong, and these bytes were handed to the kernel: did it
 * fill in what was 0 there?
 */
void diagnose_filled_in(const struct blob *handed, const struct packet *got,
    const char *field, struct verdict *verdict);

/*
 * Nothing was sent of these bytes.  Returns true if Linux refuses them for the
 * IHL of their header, and names what made it so.
 */
bool diagnose_refused(const struct blob *handed, const struct packet *wanted,
    struct verdict *verdict);

/* What was sent for message differs from wanted, which ends in suffix. */
void diagnose_payload(const struct blob *message, const struct blob *wanted,
    const void *got, size_t got_len, struct verdict *verdict);

/* All the bytes were sent, but in more than one datagram. */
void diagnose_parts(struct verdict *verdict);

/* What was printed for an answer that came in these pieces differs from it. */
void diagnose_output(const struct blob *pieces, size_t count,
    const struct blob *got, struct verdict *verdict);

/* One datagram that a program received and has to print. */
struct told {
	struct blob bytes; /* not owned */
	bool newline;	   /* the last byte is one, and is not printed */
	const char *address;
	int port;
};

/* Add what the exercise wants printed of text, which came as told, to out. */
typedef void print_function(const struct told *told, const struct blob *text,
    int port, struct blob *out);

/* What was printed for these datagrams differs from what it should be. */
void diagnose_told(const struct told *told, size_t count, print_function *print,
    const struct blob *got, struct verdict *verdict);

/* The same for a reply that is to be printed as it came. */
void diagnose_reply(
    const struct blob *reply, const struct blob *got, struct verdict *verdict);

/* One client's line, which a server received and has to print. */
struct line {
	struct blob bytes; /* not owned; without the newline */
	size_t first;	   /* how many of them came in the first piece */
	bool newline;	   /* one followed */
	const char *address;
	int port;
};

/* Add what the exercise wants printed of text, which came as line, to out. */
typedef void line_function(const struct line *line, const struct blob *text,
    int port, struct blob *out);

/* What was printed for these lines, in this order, is not what it should be. */
void diagnose_lines(const struct line *lines, size_t count,
    line_function *print, const struct blob *got, struct verdict *verdict);

/* ---- codecs.c ---- */

enum coding {
	CODING_HEX_ENCODE,
	CODING_HEX_DECODE,
	CODING_BASE64_ENCODE,
	CODING_BASE64_DECODE
};

/* What becomes of an input; EITHER: taken or refused, both are right. */
enum recoded { RECODED_TAKEN, RECODED_REFUSED, RECODED_EITHER };

/* Add what a right program prints for these bytes. */
typedef enum recoded
recode_function(const uint8_t *data, size_t len, struct blob *out);

/* One run of a codec: what it read, and what came of it. */
struct recoding {
	enum coding coding;
	recode_function *right;
	bool (*letter)(uint8_t byte); /* is it one of the alphabet's? */
	const struct blob *input, *got;
	bool accepted; /* it ended with exit status 0 */
};

/* These are all runs of a case: which mistakes explain each of them? */
void diagnose_recoding(
    const struct recoding *runs, size_t count, struct verdict *verdict);

/* Every mistake of every family, for the documents: returns rows, *count. */
struct mistake {
	const char *id; /* "checksum-without-pseudo-header" */
	const char *family;
	const char *sentence; /* what happened, the rule, where it is written */
};
const struct mistake *diagnose_mistakes(size_t *count);

#endif
