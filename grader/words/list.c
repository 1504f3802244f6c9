/* grader list: the exercises, their checks and cases. */
#include <stdio.h>
#include <stdlib.h>

#include "catalogue.h"
#include "model/blob.h"
#include "source.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader list [--checks | --cases | --starters] [EXERCISE]...\n"
    "\n"
    "Print the exercises; with --checks what is graded and for how many\n"
    "points; with --cases what is played.\n"
    "\n"
    "      --checks     EXERCISE, check, title, points, role\n"
    "      --cases      EXERCISE, case, what it tells apart\n"
    "      --starters   EXERCISE, the starter's digest in the catalogue, and\n"
    "                   of the file\n"
    "  -h, --help       print this\n"
    "\n"
    "Columns are parted by tabs.\n";

static const struct option options[] = {
	{ "checks", no_argument, NULL, 'c' },
	{ "cases", no_argument, NULL, 'a' },
	{ "starters", no_argument, NULL, 't' },
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

static void
list_exercise(const struct exercise *exercise, const char *folder)
{
	printf("%-20s  %s\n", folder, exercise->title);
}

static void
list_checks(const struct exercise *exercise, const char *folder)
{
	static const char *const roles[] = { [ROLE_CORE] = "core",
		[ROLE_HEART] = "heart",
		[ROLE_DUTY] = "duty" };

	for (const struct check *c = exercise->checks; c->id != NULL; c++)
		printf("%s\t%s\t%s\t%d%s\t%s\n", folder, c->id, c->title,
		    c->halves / 2, c->halves % 2 != 0 ? ".5" : "",
		    roles[c->role]);
}

static void
list_cases(const struct exercise *exercise, const char *folder)
{
	for (const struct scenario *s = exercise->scenarios; s->id != NULL; s++)
		printf("%s\t%s\t%s\n", folder, s->id, s->why);
}

static void
list_starter(const struct exercise *exercise, const char *folder)
{
	char name[CATALOGUE_NAME], digest[SHA256_TEXT_LEN] = "-";
	char err[ERR_LEN], *path;
	struct blob source = { 0 };

	catalogue_source(exercise, name, sizeof(name));
	path = xprintf("exercises/%s/%s", folder, name);
	if (source_read(path, &source, err) == 0)
		source_digest(&source, digest);
	printf("%s\t%s\t%s\n", folder, exercise->starter_sha256, digest);
	blob_release(&source);
	free(path);
}

int
word_list(int argc, char **argv)
{
	void (*list)(const struct exercise *exercise, const char *folder) =
	    list_exercise;
	const struct exercise **exercises;
	size_t count;
	int option;

	go_home();
	while ((option = next_option(argc, argv, "h", options, help)) != -1)
		list = option == 'c' ? list_checks
		    : option == 'a'  ? list_cases
				     : list_starter;
	exercises = operand_exercises(argc - optind, argv + optind, &count);
	for (size_t i = 0; i < count; i++) {
		char folder[CATALOGUE_NAME];

		catalogue_folder(exercises[i], folder, sizeof(folder));
		list(exercises[i], folder);
	}
	free(exercises);
	return EXIT_PASSED;
}
