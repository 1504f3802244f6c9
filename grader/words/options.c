/* Reading the command line. */
#include "words/options.h"

#include <err.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalogue.h"
#include "model/blob.h"
#include "words/words.h"

int
next_option(int argc, char **argv, const char *letters,
    const struct option *options, const char *help)
{
	const int option = getopt_long(argc, argv, letters, options, NULL);

	if (option == 'h') {
		fputs(help, stdout);
		exit(EXIT_PASSED);
	}
	if (option == '?') {
		fprintf(stderr, "try: grader %s --help\n", argv[0]);
		exit(EXIT_USAGE);
	}
	return option;
}

uint64_t
option_number(const char *name, const char *text, uint64_t low, uint64_t high)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 ||
	    value < low || value > high)
		errx(EXIT_USAGE, "%s %s: want a number from %llu to %llu", name,
		    text, (unsigned long long)low, (unsigned long long)high);
	return value;
}

double
option_factor(const char *name, const char *text)
{
	char *end;
	double value;

	value = strtod(text, &end);
	if (end == text || *end != '\0' || !(value > 0) || value > 1000)
		errx(EXIT_USAGE, "%s %s: want a factor above 0, 0.5 or 2 say",
		    name, text);
	return value;
}

const struct exercise *
operand_exercise(const char *word)
{
	const struct exercise *exercise = catalogue_find(word);
	const char *near;

	if (exercise != NULL)
		return exercise;
	near = catalogue_near(word);
	if (near != NULL)
		errx(EXIT_USAGE, "%s: no such exercise; did you mean %s?", word,
		    near);
	errx(EXIT_USAGE, "%s: no such exercise; `build/grader list` names them",
	    word);
}

const struct exercise **
operand_exercises(int argc, char **argv, size_t *count)
{
	const struct exercise **exercises;
	size_t all;
	const struct exercise *rows = catalogue(&all);

	exercises = xcalloc((size_t)argc + all, sizeof(exercises[0]));
	*count = 0;
	for (int i = 0; i < argc; i++) {
		const struct exercise *exercise = operand_exercise(argv[i]);
		bool twice = false;

		for (size_t j = 0; j < *count; j++)
			twice = twice || exercises[j] == exercise;
		if (!twice)
			exercises[(*count)++] = exercise;
	}
	for (size_t i = 0; argc == 0 && i < all; i++)
		exercises[(*count)++] = &rows[i];
	return exercises;
}

/* Where the user stands, once we have left; NULL: still there. */
static char *started_in;

const char *
operand_path(const char *path)
{
	if (started_in == NULL || path[0] == '/')
		return path;
	return xprintf("%s/%s", started_in, path);
}

/* The folder above path, in place.  False: there is none. */
static bool
go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash == NULL || slash == path)
		return false;
	*slash = '\0';
	return true;
}

/* The nearest folder above the grader's own file that holds the exercises. */
void
go_home(void)
{
	char home[PATH_MAX], here[PATH_MAX], mark[PATH_MAX + 32];
	ssize_t n = readlink("/proc/self/exe", home, sizeof(home) - 1);

	if (n <= 0 || getcwd(here, sizeof(here)) == NULL)
		err(EXIT_UNCHECKED, "where the grader is");
	home[n] = '\0';
	do {
		if (!go_up(home))
			errx(EXIT_UNCHECKED,
			    "the grader lies outside its workbook");
		snprintf(mark, sizeof(mark), "%s/exercises/README.md", home);
	} while (access(mark, F_OK) == -1);
	if (strcmp(home, here) == 0)
		return;
	started_in = xstrdup(here);
	if (chdir(home) == -1)
		err(EXIT_UNCHECKED, "%s", home);
}
