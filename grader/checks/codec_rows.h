/*
 * Rows that the tables of both codecs have: cases whose input is the value
 * bytes or the value letters, and checks.
 */
#ifndef GRADER_CHECKS_CODEC_ROWS_H
#define GRADER_CHECKS_CODEC_ROWS_H

#include "checks/codec.h"
#include "checks/duties.h"

/* clang-format off */

/* letters_kind: what is decoded. */
#define CODEC_SHARED_CASES(letters_kind) \
	{ "encode-pieces", "input that comes in pieces, with time between", 0, \
	    CODEC_RUNS(CODEC_RUN_PIECES("encode", "$bytes")), \
	    { V_FRESH("bytes", VALUE_PATTERN, CODEC_PIECES) } }, \
	{ "decode-pieces", "input that comes in pieces, with time between", 0, \
	    CODEC_RUNS(CODEC_RUN_PIECES("decode", "$letters")), \
	    { V_FRESH("letters", letters_kind, CODEC_PIECES) } }, \
	{ "encode-unread", "write() blocks, or writes less, while nobody reads", \
	    0, CODEC_RUNS(CODEC_RUN_UNREAD("encode", "$bytes")), \
	    { V_FRESH("bytes", VALUE_PATTERN, CODEC_OVERFLOW) } }, \
	{ "decode-unread", "write() blocks, or writes less, while nobody reads", \
	    0, CODEC_RUNS(CODEC_RUN_UNREAD("decode", "$letters")), \
	    { V_FRESH("letters", letters_kind, CODEC_OVERFLOW) } }, \
	{ "encode-megabytes", "10 MB, more than any pipe holds", 0, \
	    CODEC_RUNS(CODEC_ENCODE("$bytes")), \
	    { V_FRESH("bytes", VALUE_PATTERN, CODEC_MEGABYTES) } }, \
	{ "decode-megabytes", "10 MB, more than any pipe holds", 0, \
	    CODEC_RUNS(CODEC_DECODE("$letters")), \
	    { V_FRESH("letters", letters_kind, CODEC_MEGABYTES) } }, \
	{ "full-disk", "is a failure to write noticed? A note, if not", 0, \
	    CODEC_RUNS(CODEC_RUN_FULL_DISK("encode", "$bytes"), \
		CODEC_RUN_FULL_DISK("decode", "$letters")), \
	    { V_FRESH("bytes", VALUE_WORDS, 16), \
	    V_FRESH("letters", letters_kind, 16) } }, \
	{ "args-count", "too few arguments, and too many", 0, \
	    codec_args_count, { { NULL, VALUE_END, NULL, 0 } } }, \
	{ "args-word", "a word that is not offered", 0, \
	    codec_args_word, { { NULL, VALUE_END, NULL, 0 } } }, \
	{ "memory-encode", \
	    "many blocks, so that what is lost each time shows", \
	    CASE_VALGRIND, CODEC_RUNS(CODEC_ENCODE("$bytes")), \
	    { V_FRESH("bytes", VALUE_PATTERN, CODEC_BLOCKS_LEN) } }

#define CODEC_CHECK_ARGUMENTS \
	{ "arguments", "bad arguments are refused", 2, ROLE_DUTY, "args-*", \
	    judge_arguments, \
	    "a bad argument: a non-zero exit, a line on stderr, nothing on " \
	    "stdout" }

#define CODEC_CHECK_MEGABYTES(judge) \
	{ "megabytes", "10 MB each way, all of it written", 2, ROLE_CORE, \
	    "encode-unread decode-unread encode-megabytes decode-megabytes " \
	    "full-disk", \
	    (judge), \
	    "time grows in proportion to the input; write until all is " \
	    "written, however slowly it is read (write(2))" }

#define CODEC_CHECK_MEMORY \
	{ "memory", "no memory error, nothing lost with each block", 1, \
	    ROLE_DUTY, "memory-encode memory-decode", codec_judge_memory, \
	    "no invalid access, no byte used that was never set, nothing " \
	    "left that grows with the work" }

/* clang-format on */

#endif
