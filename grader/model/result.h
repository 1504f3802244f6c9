/*
 * What was judged: one result per submission, and its JSON.
 * Everything is owned by the struct that holds it; a zeroed struct is empty.
 */
#ifndef GRADER_MODEL_RESULT_H
#define GRADER_MODEL_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "model/blob.h"
#include "model/evidence.h"
#include "model/exercise.h"

enum status {
	STATUS_PASSED,
	STATUS_FAILED,
	STATUS_SKIPPED,
	STATUS_COULD_NOT_CHECK
};

/* One thing that was not as it should be. */
struct finding {
	char *case_id;	/* filled in by the judging loop */
	int run;	/* 1 is the first; 0: no run in particular */
	char *link;	/* "lo", or NULL */
	int frame;	/* 1 is the first of the link; 0: none */
	char *layer;	/* "TCP", or NULL */
	char *field;	/* "checksum", "exit status", "standard output" */
	int bit_offset; /* within the layer; -1: not a place in a packet */
	int bit_width;
	char *expected; /* printable */
	char *got;
	char *rfc;	       /* "RFC 9293 section 3.1", or NULL */
	struct blob bytes;     /* the frame, or the stream, for the hex dump */
	size_t mark, mark_len; /* the bytes of it that are wrong */
	struct strings
	    proof; /* lines that show how the wanted number is made */
};

/* A mistake that is known to produce exactly what was seen. */
struct cause {
	char *id;
	char *message;
};

struct causes {
	struct cause *items;
	size_t count;
};
void causes_add(struct causes *causes, const char *id, const char *message);
void causes_release(struct causes *causes);

/*
 * A judge's opinion of one case, or a check's of all its cases.
 * It starts as passed; the first failure's message stays.
 */
struct verdict {
	enum status status;
	char *message;
	struct finding *findings;
	size_t finding_count;
	struct causes causes;
	struct strings notes;
};

/* Say that it failed; message is one sentence, kept if it is the first. */
void verdict_fail(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Say that nothing can be said: the submission is not to blame. */
void verdict_unchecked(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Say that an earlier failure leaves nothing to judge here. */
void verdict_skip(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void verdict_note(struct verdict *verdict, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* An empty finding (bit_offset -1) to be filled in. */
struct finding *verdict_finding(struct verdict *verdict);
void verdict_release(struct verdict *verdict);

struct check_result {
	const struct check *check;
	struct verdict verdict;
	const char *case_id;  /* the first case that decided it, or NULL */
	bool stopped;	      /* the story's last step did not come about */
	struct strings story; /* the steps up to the first wrong one */
	char *reproduce;      /* a command line, or NULL */
};

enum exercise_status {
	EXERCISE_MISSING,
	EXERCISE_NOT_STARTED,
	EXERCISE_NOT_BUILT,
	EXERCISE_FAILED,
	EXERCISE_COULD_NOT_CHECK,
	EXERCISE_PASSED
};

struct exercise_result {
	const struct exercise *exercise;
	enum exercise_status status;
	char *message;	      /* not built: the first error; else NULL */
	char *sha256;	      /* of the source; NULL when there is none */
	struct blob compiler; /* what the compiler said */
	struct check_result *checks;
	size_t check_count;
	struct evidence *evidence; /* one a case, in the catalogue's order */
	size_t evidence_count;
	int score, max_score, unchecked; /* halves */
};

struct result {
	char *version;	 /* the grader's */
	char *catalogue; /* digest of the catalogue */
	uint64_t seed;
	char *level;		/* "full", "partial", "none" */
	bool shared_network;	/* --allow-shared-network was given */
	struct strings missing; /* what isolation or tool is not there */
	char *submission;	/* as it was named */
	char *run_folder;	/* where the evidence is kept */
	struct exercise_result *exercises;
	size_t exercise_count;
	int score, max_score, unchecked; /* halves */
	double wall_ms; /* time: the only field that differs between runs */
};

void result_release(struct result *result);

/* What a check earned, and what of it could not be checked, in halves. */
int check_score(const struct check_result *check);
int check_unchecked(const struct check_result *check);

/*
 * Text safe to print, to be freed: every byte outside 0x20..0x7e as \xNN.  A
 * backslash stays as it is, so what was escaped before does not change.
 */
char *printable_text(const char *text);

const char *status_word(enum status status);
const char *exercise_status_word(enum exercise_status status);

/* The canonical document, as text to be freed; ends with a newline. */
char *result_to_json(const struct result *result);

#endif
