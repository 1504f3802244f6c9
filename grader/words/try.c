/* grader try: one program by hand, in a lab. */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "assess.h"
#include "model/values.h"
#include "packet/text.h"
#include "pool.h"
#include "report/report.h"
#include "runs.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader try [-s DIR] EXERCISE -- ARGUMENT...\n"
    "\n"
    "Build the student's program and run it once with these arguments, in a\n"
    "private network where raw sockets work and a peer answers; print what it\n"
    "said and what it put on the wire.  Nothing is graded.\n"
    "\n"
    "  -s, --submission DIR   holds NN-slug/slug.c (default: exercises)\n"
    "  -h, --help             print this\n";

static const struct option options[] = {
	{ "submission", required_argument, NULL, 's' },
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

enum { MOST_STEPS = 16 };

/* One case made of the command line, and the exercise with just that. */
struct attempt {
	struct exercise exercise;
	struct scenario scenarios[2];
	struct check no_checks[1];
	struct step steps[MOST_STEPS];
	char names[MAX_VALUES][4];
	char start[MAX_VALUES * 4 + 1];
};

/* Can the step's peer listen where the arguments say? */
static bool
can_listen(const struct attempt *attempt, const struct step *step)
{
	struct values values = { .count = 0 };
	struct strings words = { 0 };
	uint8_t address[4];
	bool can;

	values_resolve(
	    &attempt->exercise, &attempt->scenarios[0], DEFAULT_SEED, &values);
	values_words(&values, step->text, &words);
	can = words.count == 2 &&
	    inet_pton(AF_INET, words.items[0], address) == 1 &&
	    strtoul(words.items[1], NULL, 10) - 1 < 65535;
	strings_release(&words);
	values_release(&values);
	return can;
}

/* The exercise's own steps; only start and end if its peer cannot play. */
static void
choose_steps(struct attempt *attempt)
{
	const struct step *from = attempt->exercise.try_steps;
	bool peers = true;
	size_t count = 0;

	for (const struct step *s = from; s->kind != STEP_END; s++)
		peers =
		    peers && (s->kind != STEP_LISTEN || can_listen(attempt, s));
	for (const struct step *s = from;
	     s->kind != STEP_END && count + 1 < MOST_STEPS; s++) {
		if (!peers && s->kind != STEP_START &&
		    s->kind != STEP_AWAIT_EXIT)
			continue;
		attempt->steps[count] = *s;
		if (s->kind == STEP_START)
			attempt->steps[count].text = attempt->start;
		count++;
	}
	attempt->steps[count].kind = STEP_END;
}

static void
prepare(struct attempt *attempt, const struct exercise *exercise, int argc,
    char **argv)
{
	struct scenario *scenario = &attempt->scenarios[0];

	memset(attempt, 0, sizeof(*attempt));
	attempt->exercise = *exercise;
	attempt->exercise.scenarios = attempt->scenarios;
	attempt->exercise.checks = attempt->no_checks;
	scenario->id = "try";
	scenario->why = "by hand";
	scenario->steps = attempt->steps;
	if (argc > MAX_VALUES - 1)
		errx(EXIT_USAGE, "try: at most %d arguments", MAX_VALUES - 1);
	for (int i = 0; i < argc; i++) {
		snprintf(
		    attempt->names[i], sizeof(attempt->names[i]), "%d", i + 1);
		scenario->values[i] = (struct value){ attempt->names[i],
			VALUE_TEXT, argv[i], strlen(argv[i]) };
		snprintf(attempt->start + strlen(attempt->start), 5, "%s$%d",
		    i > 0 ? " " : "", i + 1);
	}
	choose_steps(attempt);
}

/* ---- what was seen ---- */

static void
print_end(const struct run *run)
{
	switch (run->end) {
	case END_EXITED:
		printf("it exited with status %d\n", run->status);
		break;
	case END_SIGNALLED:
		printf("it was ended by signal %d (%s)\n", run->status,
		    strsignal(run->status));
		break;
	case END_HUNG:
		printf("it did not end; it was %s\n",
		    run->blocked != NULL ? run->blocked : "stopped");
		break;
	case END_STOPPED:
	case END_NOT_STARTED:
		printf("it was stopped\n");
		break;
	}
}

/* What the program wrote: printable on any terminal, line by line. */
static void
print_output(const char *what, const struct blob *blob, bool cut)
{
	enum { SHOWN = 4096 };
	size_t at = 0;

	if (blob->len == 0)
		return;
	printf("\n%s (%zu bytes%s)\n", what, blob->len, cut ? ", cut" : "");
	while (at < blob->len && at < SHOWN) {
		const char *line = (const char *)blob->data + at;
		const char *end = memchr(line, '\n', blob->len - at);
		size_t len =
		    end != NULL ? (size_t)(end - line) : blob->len - at;
		char *text = escape_text(line, len < SHOWN ? len : SHOWN);

		printf("  %s\n", text);
		free(text);
		at += len + 1;
	}
	if (at < blob->len)
		printf("  ... and %zu bytes more\n", blob->len - at);
}

static void
print_frames(const struct exercise *exercise, const struct capture *capture)
{
	enum { MOST_LINES = 40 };

	printf("\non the wire (%zu frame%s)\n", capture->count,
	    capture->count == 1 ? "" : "s");
	for (size_t i = 0; i < capture->count && i < MOST_LINES; i++) {
		printf("%3zu  ", i + 1);
		text_line(stdout, &capture->frames[i]);
	}
	if (capture->count > MOST_LINES)
		printf("     ... and %zu more\n", capture->count - MOST_LINES);
	if (exercise->raw && capture->count > 0) {
		printf("\n");
		text_frame(stdout, 1, &capture->frames[0]);
	}
}

static void
print_attempt(const struct exercise *exercise, const struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->step_count; i++)
		printf("%s %s\n", evidence->steps[i].done ? "   " : " ->",
		    evidence->steps[i].text);
	for (size_t i = 0; i < evidence->run_count; i++) {
		const struct run *run = &evidence->runs[i];

		printf("    ");
		print_end(run);
		print_output("standard output", &run->out, run->out_cut);
		print_output("standard error", &run->err, run->err_cut);
	}
	if (evidence->capture_count > 0) {
		print_frames(exercise, &evidence->captures[0]);
		printf("\nsee  make show FILE=build/last/%s/try/lo.pcap\n",
		    exercise->slug);
	}
}

/* Say why there was nothing to run; the exit status to leave with. */
static int
explain_unbuilt(const struct pool_exercise *played, const char *submission)
{
	if (played->missing)
		fprintf(stderr, "%s: no source for %s\n", submission,
		    played->exercise->slug);
	else
		print_output("the compiler", &played->compiler, false);
	if (played->message != NULL)
		fprintf(stderr, "not built: %s\n", played->message);
	return EXIT_NOT_PASSED;
}

static int
try(const struct exercise *exercise, const char *submission,
    const struct isolation *isolation)
{
	struct pool_exercise played = { .exercise = exercise };
	char err_text[ERR_LEN];
	struct pool_order order = {
		.submission = submission,
		.folder = runs_make(NULL, err_text),
		.seed = DEFAULT_SEED,
		.patience = 1,
		.jobs = 1,
		.any_source = true,
		.once = true,
		.isolation = isolation,
	};
	int rc;

	if (order.folder == NULL)
		errx(EXIT_UNCHECKED, "%s", err_text);
	rc = pool_play(&order, &played, 1, err_text);
	if (rc == -1)
		errx(EXIT_UNCHECKED, "%s", err_text);
	if (rc == POOL_INTERRUPTED) {
		runs_remove(order.folder);
		return EXIT_INTERRUPTED;
	}
	runs_finish(order.folder);
	if (!played.built)
		rc = explain_unbuilt(&played, submission);
	else if (!played.evidence->played)
		errx(EXIT_UNCHECKED, "%s", played.evidence->trouble);
	else
		print_attempt(exercise, played.evidence);
	pool_exercise_release(&played);
	free((char *)order.folder);
	return rc;
}

int
word_try(int argc, char **argv)
{
	const char *submission = "exercises";
	struct isolation isolation;
	struct attempt attempt;
	const struct exercise *exercise;

	go_home();
	/* options end at the exercise: what follows is the program's */
	while (next_option(argc, argv, "+s:h", options, help) != -1)
		submission = operand_path(optarg);
	if (optind == argc)
		errx(EXIT_USAGE, "try: which exercise?");
	exercise = operand_exercise(argv[optind++]);
	if (optind < argc && strcmp(argv[optind], "--") == 0)
		optind++;
	isolation_probe(&isolation);
	if (isolation.level != LEVEL_FULL)
		errx(EXIT_UNCHECKED,
		    "this machine refuses a network of our own (%s): see "
		    "`build/grader doctor`",
		    isolation.reason);
	prepare(&attempt, exercise, argc - optind, argv + optind);
	return try(&attempt.exercise, submission, &isolation);
}
