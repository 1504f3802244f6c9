/* grader grade: play, judge, report. */
#include <err.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "assess.h"
#include "catalogue.h"
#include "expected.h"
#include "report/report.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader grade [OPTION]... [EXERCISE]...\n"
    "\n"
    "Build each student program, drive it in a private network, and say what\n"
    "is right, what is wrong and why.  An EXERCISE is a number, a slug or a\n"
    "folder: 51, raw-tcp-syn, 51-raw-tcp-syn.  Without one: all of them.\n"
    "\n"
    "  -s, --submission DIR   holds NN-slug/slug.c (default: exercises)\n"
    "      --json FILE        write the result as JSON, too (-: stdout)\n"
    "      --keep DIR         keep captures and evidence in DIR\n"
    "      --from DIR         judge a kept run again; play nothing\n"
    "      --seed S           draw the fresh cases' values from S\n"
    "      --case SLUG/CASE   play just this case (and others so named)\n"
    "      --check SLUG/CHECK play just the cases of this check\n"
    "      --no-valgrind      leave out what needs valgrind\n"
    "      --patience N       wait N times as long before giving up\n"
    "      --expected DIR     captures of your own: DIR/NN-slug/CASE.pcap\n"
    "      --jobs N           play N cases at once (default: one a core)\n"
    "      --even-starters    grade an untouched starter, too\n"
    "      --allow-isolation=none\n"
    "                         grade although programs cannot be confined\n"
    "  -h, --help             print this\n"
    "\n"
    "Exit status: 0 all passed; 1 something failed; 2 the command line is\n"
    "wrong; 3 nothing failed, but something could not be checked.\n";

enum {
	OPT_JSON = 256,
	OPT_KEEP,
	OPT_FROM,
	OPT_SEED,
	OPT_CASE,
	OPT_CHECK,
	OPT_NO_VALGRIND,
	OPT_PATIENCE,
	OPT_EXPECTED,
	OPT_JOBS,
	OPT_EVEN_STARTERS,
	OPT_ALLOW
};

static const struct option options[] = {
	{ "submission", required_argument, NULL, 's' },
	{ "json", required_argument, NULL, OPT_JSON },
	{ "keep", required_argument, NULL, OPT_KEEP },
	{ "from", required_argument, NULL, OPT_FROM },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "case", required_argument, NULL, OPT_CASE },
	{ "check", required_argument, NULL, OPT_CHECK },
	{ "no-valgrind", no_argument, NULL, OPT_NO_VALGRIND },
	{ "patience", required_argument, NULL, OPT_PATIENCE },
	{ "expected", required_argument, NULL, OPT_EXPECTED },
	{ "jobs", required_argument, NULL, OPT_JOBS },
	{ "even-starters", no_argument, NULL, OPT_EVEN_STARTERS },
	{ "allow-isolation", required_argument, NULL, OPT_ALLOW },
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

struct request {
	struct assess_order assess;
	const char *json;
	const struct exercise *one; /* that --case and --check name, or NULL */
	bool allow_none;
};

/* A folder that is there, or say that it is not and exit 2. */
static const char *
folder_operand(const char *path)
{
	struct stat st;

	path = operand_path(path);
	if (stat(path, &st) == -1)
		err(EXIT_USAGE, "%s", path);
	if (!S_ISDIR(st.st_mode))
		errx(EXIT_USAGE, "%s: not a folder", path);
	return path;
}

static bool
is_case(const struct exercise *exercise, const char *id, const char *word)
{
	(void)exercise;
	return strcmp(id, word) == 0;
}

static bool
is_of_check(const struct exercise *exercise, const char *id, const char *word)
{
	for (const struct check *c = exercise->checks; c->id != NULL; c++)
		if (strcmp(c->id, word) == 0)
			return catalogue_check_has(c, id);
	return false;
}

/* SLUG/CASE or SLUG/CHECK: add to what is played all cases that it means. */
static void
take_cases(struct request *request, const char *what, const char *word,
    bool (*means)(
	const struct exercise *exercise, const char *id, const char *word))
{
	const struct exercise *const before = request->one;
	struct strings *cases = &request->assess.only_cases;
	const char *slash = strrchr(word, '/');
	const size_t count = cases->count;
	char *slug;

	if (slash == NULL)
		errx(EXIT_USAGE, "--%s %s: want SLUG/%s", what, word,
		    means == is_case ? "CASE" : "CHECK");
	slug = xprintf("%.*s", (int)(slash - word), word);
	request->one = operand_exercise(slug);
	free(slug);
	if (before != NULL && before != request->one)
		errx(EXIT_USAGE, "--%s %s: of %s and of another exercise", what,
		    word, before->slug);
	for (const struct scenario *s = request->one->scenarios; s->id != NULL;
	     s++)
		if (means(request->one, s->id, slash + 1))
			strings_add(cases, s->id);
	if (cases->count == count)
		errx(EXIT_USAGE,
		    "--%s %s: %s has no such %s; `build/grader list --%ss %s` "
		    "names them",
		    what, word, request->one->slug, what, what,
		    request->one->slug);
}

static void
take_option(struct request *request, int option)
{
	struct assess_order *order = &request->assess;

	switch (option) {
	case 's':
		order->submission = folder_operand(optarg);
		break;
	case OPT_JSON:
		request->json =
		    strcmp(optarg, "-") == 0 ? optarg : operand_path(optarg);
		break;
	case OPT_KEEP:
		order->keep = operand_path(optarg);
		break;
	case OPT_FROM:
		order->from = folder_operand(optarg);
		break;
	case OPT_SEED:
		order->seed = option_number("--seed", optarg, 0, UINT64_MAX);
		break;
	case OPT_CASE:
		take_cases(request, "case", optarg, is_case);
		break;
	case OPT_CHECK:
		take_cases(request, "check", optarg, is_of_check);
		break;
	case OPT_NO_VALGRIND:
		order->valgrind = false;
		break;
	case OPT_PATIENCE:
		order->patience = option_factor("--patience", optarg);
		break;
	case OPT_EXPECTED:
		order->expected = folder_operand(optarg);
		break;
	case OPT_JOBS:
		order->jobs = (int)option_number("--jobs", optarg, 1, 64);
		break;
	case OPT_EVEN_STARTERS:
		order->any_source = true;
		break;
	case OPT_ALLOW:
		if (strcmp(optarg, "none") != 0)
			errx(EXIT_USAGE, "--allow-isolation: only none");
		request->allow_none = true;
		break;
	}
}

static int
usable_cores(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == -1)
		return 1;
	return CPU_COUNT(&set) < 64 ? CPU_COUNT(&set) : 64;
}

/* One line that is written over, on a terminal only. */
static void
show_progress(const struct exercise *exercise, size_t done, size_t total)
{
	fprintf(stderr, "\r\033[K%d-%s %zu/%zu", exercise->number,
	    exercise->slug, done, total);
}

/* The user's own captures: found wanting before anything is played. */
static void
check_expected(const struct assess_order *order)
{
	for (size_t i = 0; order->expected != NULL && i < order->count; i++) {
		struct expected expected;
		char err_text[ERR_LEN];

		if (expected_load(order->expected, order->exercises[i],
			&expected, err_text) == -1)
			errx(EXIT_USAGE, "%s", err_text);
		expected_release(&expected);
	}
}

static void
read_command_line(struct request *request, int argc, char **argv)
{
	int option;

	while ((option = next_option(argc, argv, "s:h", options, help)) != -1)
		take_option(request, option);
	if (request->assess.from != NULL && request->assess.keep != NULL)
		errx(EXIT_USAGE, "--from and --keep: one of them");
	if (request->one != NULL) {
		const struct exercise **one = xcalloc(1, sizeof(*one));

		if (optind < argc)
			errx(EXIT_USAGE,
			    "--case and --check name an exercise themselves");
		one[0] = request->one;
		request->assess.exercises = one;
		request->assess.count = 1;
	} else {
		request->assess.exercises = operand_exercises(
		    argc - optind, argv + optind, &request->assess.count);
	}
	check_expected(&request->assess);
	if (isatty(STDERR_FILENO))
		request->assess.progress = show_progress;
}

static int
exit_status(const struct result *result)
{
	bool failed = false, unchecked = false;

	for (size_t i = 0; i < result->exercise_count; i++) {
		const enum exercise_status status = result->exercises[i].status;

		if (status == EXERCISE_COULD_NOT_CHECK)
			unchecked = true;
		else if (status != EXERCISE_PASSED)
			failed = true;
	}
	if (failed)
		return EXIT_NOT_PASSED;
	return unchecked ? EXIT_UNCHECKED : EXIT_PASSED;
}

static int
show_result(const struct request *request, const struct result *result)
{
	const bool json_on_stdout =
	    request->json != NULL && strcmp(request->json, "-") == 0;
	struct terminal terminal;
	char err_text[ERR_LEN];

	if (request->json != NULL &&
	    report_json(request->json, result, err_text) == -1) {
		warnx("%s", err_text);
		return EXIT_UNCHECKED;
	}
	if (!json_on_stdout) {
		terminal_for(stdout, &terminal);
		report_result(&terminal, result);
		if (fflush(stdout) == EOF)
			err(EXIT_UNCHECKED, "standard output");
	}
	return exit_status(result);
}

/* Play or load, judge, and report.  Returns the exit status. */
static int
grade(const struct request *request, const struct isolation *isolation)
{
	const struct assess_order *order = &request->assess;
	struct result result;
	char err_text[ERR_LEN];
	int rc;

	rc = assess(order, isolation, &result, err_text);
	if (order->progress != NULL)
		fprintf(stderr, "\r\033[K");
	if (rc == POOL_INTERRUPTED)
		return EXIT_INTERRUPTED;
	if (rc == -1) {
		warnx("%s", err_text);
		return order->from != NULL ? EXIT_USAGE : EXIT_UNCHECKED;
	}
	rc = show_result(request, &result);
	result_release(&result);
	return rc;
}

int
word_grade(int argc, char **argv)
{
	struct request request = { .assess = { .submission = "exercises",
				       .seed = DEFAULT_SEED,
				       .patience = 1,
				       .jobs = usable_cores(),
				       .valgrind = true } };
	struct isolation isolation = { .level = LEVEL_FULL };
	int rc;

	go_home();
	read_command_line(&request, argc, argv);
	if (request.assess.from == NULL)
		isolation_probe(&isolation);
	if (isolation.level == LEVEL_NONE && !request.allow_none)
		errx(EXIT_UNCHECKED,
		    "programs cannot be confined here (%s), so nothing is run: "
		    "see `build/grader doctor`",
		    isolation.reason);
	rc = grade(&request, &isolation);
	free((void *)request.assess.exercises);
	strings_release(&request.assess.only_cases);
	return rc;
}
