/*
 * Playing one case in one lab: the worker's work.  It drives the program and
 * the peers step by step, and writes down what it saw.  It judges nothing.
 */
#ifndef GRADER_PLAY_H
#define GRADER_PLAY_H

#include <stddef.h>
#include <stdint.h>

#include "lab.h"
#include "model/evidence.h"
#include "model/exercise.h"
#include "model/values.h"

/*
 * Where a worker leaves what it saw: memory files of the pool's.  The output of
 * the runs stands one after another: a size_t, and as many bytes, for standard
 * output, and the same for standard error.
 */
struct play_outlets {
	int evidence; /* JSON */
	int capture;  /* pcap */
	int output;
};

/* What to play, and the open descriptors that the evidence goes to. */
struct play_order {
	const struct exercise *exercise;
	const struct scenario *scenario;
	const struct values *values;
	uint64_t seed;
	double patience;     /* every deadline times this */
	const char *level;   /* of the isolation, for the record */
	const void *program; /* the built program's bytes */
	size_t program_len;
	const char *program_path;  /* where it can be executed outside a lab */
	const char *scratch;	   /* outside a lab: a folder for tools */
	const char *valgrind;	   /* memcheck's own binary, or NULL */
	const char *const *hidden; /* what no program may see */
	struct play_outlets outlets;
	int done_fd; /* a byte, once all of it is written */
};

/* For lab_start(): argument is a struct play_order. */
int play_case(const struct lab *lab, void *argument);

/* Add the exercise's program by its name: the slug with underscores. */
void play_add_name(const struct exercise *exercise, struct strings *words);

/* How many programs a case starts. */
size_t play_runs(const struct scenario *scenario);

#endif
