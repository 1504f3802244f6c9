/* Options and operands that several words share. */
#ifndef GRADER_WORDS_OPTIONS_H
#define GRADER_WORDS_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stdint.h>

#include "model/exercise.h"

/*
 * getopt_long, with --help in every table: prints help and exits 0 for it, and
 * says what is wrong and exits 2 for an unknown option.
 */
int next_option(int argc, char **argv, const char *letters,
    const struct option *options, const char *help);

#define OPTION_HELP \
	{ \
		"help", no_argument, NULL, 'h' \
	}

/* Read a whole number in low..high, or say what is wrong and exit 2. */
uint64_t
option_number(const char *name, const char *text, uint64_t low, uint64_t high);

/* Read a factor above 0, or say what is wrong and exit 2. */
double option_factor(const char *name, const char *text);

/* The exercise, or say "did you mean" and exit 2. */
const struct exercise *operand_exercise(const char *word);

/* All exercises named, or all there are.  To be freed; *count of them. */
const struct exercise **operand_exercises(int argc, char **argv, size_t *count);

/* The path as seen from where the grader was started; never NULL. */
const char *operand_path(const char *path);

/* Go to the workbook's folder: paths of the user's are found from there. */
void go_home(void);

#endif
