/*
 * From source to program, in a box: the worker's work.  Only a copy of the one
 * source file and common/ can be seen there.
 */
#ifndef GRADER_COMPILE_H
#define GRADER_COMPILE_H

#include "box/view.h"
#include "lab.h"
#include "model/blob.h"

/* The flags that every submission is built with. */
extern const char *const compile_flags[];

struct compile_order {
	const char *compiler;
	const char *source_name; /* "raw_tcp_syn.c" */
	const struct blob *source;
	const char *folder; /* outside a lab: an empty one, to build in */
	const char *const *hidden;
	double patience;
	int program_fd; /* the program's bytes */
	int text_fd;	/* what the compiler said */
	int done_fd;	/* one of enum compiled, once all of it is written */
};

enum compiled {
	COMPILED = 'y',
	COMPILE_FAILED = 'n', /* the compiler said no */
	COMPILE_BROKEN = '!', /* it was killed, or did not end in time */
	COMPILE_TROUBLE = '?' /* our own failure: text_fd says what */
};

/*
 * Read common/ and the built library, once.  Returns 0, or -1 with a sentence
 * in err[ERR_LEN].
 */
int compile_prepare(char *err);

/* For lab_start(): argument is a struct compile_order. */
int compile_program(const struct lab *lab, void *argument);

#endif
