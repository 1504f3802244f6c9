/* grader try: one program by hand, in a lab. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
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

/* Does the step need an address and a port, which may be arguments? */
static bool
needs_place(const struct step *step)
{
	return step->kind == STEP_LISTEN || step->kind == STEP_AWAIT_READY ||
	    step->kind == STEP_AWAIT_BOUND;
}

/* Do the arguments make an address and a port of what it needs? */
static bool
has_place(const struct attempt *attempt, const struct step *step)
{
	struct values values = { .count = 0 };
	struct strings words = { 0 };
	uint8_t address[4];
	uint32_t port;
	bool has;

	values_resolve(
	    &attempt->exercise, &attempt->scenarios[0], DEFAULT_SEED, &values);
	values_words(&values, step->text, &words);
	has = words.count == 2 && parse_address(words.items[0], address) == 0 &&
	    parse_number(words.items[1], 1, 65535, &port) == 0;
	strings_release(&words);
	values_release(&values);
	return has;
}

/* The exercise's own steps; only start and end if no peer could play them. */
static void
choose_steps(struct attempt *attempt)
{
	const struct step *from = attempt->exercise.try_steps;
	bool peers = true;
	size_t count = 0;

	for (const struct step *s = from; s->kind != STEP_END; s++)
		peers = peers && (!needs_place(s) || has_place(attempt, s));
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
	if (!peers && attempt->steps[count - 1].kind == STEP_START)
		attempt->steps[count++].kind = STEP_AWAIT_EXIT;
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
	scenario->flags = exercise->scenarios[0].flags & CASE_TERMINAL;
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
		printf("it did not end%s%s; it was stopped\n",
		    run->blocked != NULL ? ": it sat in " : "",
		    run->blocked != NULL ? run->blocked : "");
		break;
	case END_STOPPED:
		printf("it was still running, and was stopped\n");
		break;
	case END_NOT_STARTED:
		printf("it could not be started\n");
		break;
	}
}

/* What somebody wrote: printable on any terminal, line by line. */
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

	if (capture->count == 0) {
		printf("\nnothing was on the wire\n");
		return;
	}
	printf("\non the wire (%zu frame%s)\n", capture->count,
	    capture->count == 1 ? "" : "s");
	for (size_t i = 0; i < capture->count && i < MOST_LINES; i++) {
		printf("%3zu  ", i + 1);
		text_line(stdout, &capture->frames[i]);
	}
	if (capture->count > MOST_LINES)
		printf("     ... and %zu more\n", capture->count - MOST_LINES);
	if (exercise->raw) {
		printf("\n");
		text_frame(stdout, 1, &capture->frames[0]);
	}
	printf("\nsee  make show FILE=build/last/%s/try/lo.pcap\n",
	    exercise->slug);
}

static void
print_peer(const struct peer_log *peer)
{
	print_output("what the peer received", &peer->received, false);
	for (size_t i = 0; i < peer->datagram_count; i++)
		print_output("a datagram that the peer received",
		    &peer->datagrams[i].bytes, false);
}

/* An exercise whose program reads an input has nothing to do with a network. */
static bool
has_network(const struct exercise *exercise)
{
	return exercise->try_steps[0].kind != STEP_INPUT;
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
	for (size_t i = 0; i < evidence->peer_count; i++)
		print_peer(&evidence->peers[i]);
	if (evidence->capture_count > 0 && has_network(exercise))
		print_frames(exercise, &evidence->captures[0]);
}

/* Say why there was nothing to run; the exit status to leave with. */
static int
explain_unbuilt(const struct pool_exercise *played, const char *submission)
{
	const char *near = played->message;

	if (played->missing)
		fprintf(stderr, "%s: no source for %s%s%s\n", submission,
		    played->exercise->slug, near != NULL ? ": " : "",
		    near != NULL ? near : "");
	else
		print_output("the compiler", &played->compiler, false);
	if (!played->missing && near != NULL)
		fprintf(stderr, "not built: %s\n", near);
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
