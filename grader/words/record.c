/* grader record: expected captures, made by the solutions. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "catalogue.h"
#include "expected.h"
#include "packet/canonical.h"
#include "packet/pcap_file.h"
#include "packet/text.h"
#include "pool.h"
#include "runs.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader record [OPTION]... [EXERCISE]...\n"
    "\n"
    "Play the captured cases with the solutions and write their captures,\n"
    "each with a text dump, to exercises/NN-slug/expected/.\n"
    "\n"
    "  -s, --submission DIR   play these programs (default: solutions)\n"
    "      --expected DIR     write to DIR/NN-slug/ instead\n"
    "  -h, --help             print this\n";

static const struct option options[] = {
	{ "submission", required_argument, NULL, 's' },
	{ "expected", required_argument, NULL, 'e' },
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

struct recording {
	const char *submission;
	const char *folder; /* NULL: the exercises' own */
	struct isolation isolation;
};

/* The words of the run, as one would type them. */
static void
print_command(FILE *out, const struct run *run)
{
	fputs("#", out);
	for (size_t i = 0; i < run->argv.count; i++) {
		char *word =
		    escape_text(run->argv.items[i], strlen(run->argv.items[i]));

		fprintf(out,
		    strpbrk(word, " ") != NULL || *word == '\0' ? " '%s'"
								: " %s",
		    word);
		free(word);
	}
	fputs("\n\n", out);
}

static char *
make_text(const struct evidence *evidence, size_t *len)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, len);

	if (out == NULL)
		err(EXIT_UNCHECKED, "open_memstream");
	print_command(out, &evidence->runs[0]);
	text_capture(out, &evidence->captures[0]);
	fclose(out);
	return text;
}

static char *
make_pcap(const struct evidence *evidence, size_t *len)
{
	char err_text[ERR_LEN], *bytes;
	FILE *file = tmpfile();

	if (file == NULL)
		err(EXIT_UNCHECKED, "temporary file");
	if (pcap_file_write(file, &evidence->captures[0], err_text) == -1)
		errx(EXIT_UNCHECKED, "%s", err_text);
	*len = (size_t)ftell(file);
	bytes = xcalloc(1, *len + 1);
	rewind(file);
	if (fread(bytes, 1, *len, file) != *len)
		errx(EXIT_UNCHECKED, "temporary file: cut short");
	fclose(file);
	return bytes;
}

static void
write_both(const struct recording *recording, const struct exercise *exercise,
    const char *case_id, const struct evidence *evidence)
{
	static char *(*const make[])(
	    const struct evidence *, size_t *) = { make_pcap, make_text };
	static const char *const suffixes[] = { ".pcap", ".txt" };

	for (int i = 0; i < 2; i++) {
		char *path = expected_path(
		    recording->folder, exercise, case_id, suffixes[i]);
		char *folder = xstrdup(path), err_text[ERR_LEN];
		size_t len;
		char *bytes = make[i](evidence, &len);

		*strrchr(folder, '/') = '\0';
		if (runs_make_folder(folder) == -1)
			err(EXIT_UNCHECKED, "%s", folder);
		if (runs_write(path, bytes, len, err_text) == -1)
			errx(EXIT_UNCHECKED, "%s", err_text);
		printf("%s\n", path);
		free(bytes);
		free(folder);
		free(path);
	}
}

/* Play one captured case and write what came of it. */
static int
record_case(const struct recording *recording, const struct exercise *exercise,
    const struct scenario *scenario)
{
	struct pool_exercise played = { .exercise = exercise };
	char err_text[ERR_LEN];
	struct pool_order order = {
		.submission = recording->submission,
		.folder = runs_make(NULL, err_text),
		.seed = DEFAULT_SEED,
		.patience = 1,
		.jobs = 1,
		.any_source = true,
		.isolation = &recording->isolation,
	};
	const struct evidence *evidence;
	int rc;

	if (order.folder == NULL)
		errx(EXIT_UNCHECKED, "%s", err_text);
	strings_add(&order.only_cases, scenario->id);
	rc = pool_play(&order, &played, 1, err_text);
	strings_release(&order.only_cases);
	runs_remove(order.folder);
	if (rc == POOL_INTERRUPTED)
		return EXIT_INTERRUPTED;
	if (rc == -1)
		errx(EXIT_UNCHECKED, "%s", err_text);
	evidence = played.evidence;
	if (!played.built || !evidence->played || evidence->stop != STOP_NOT ||
	    evidence->capture_count == 0)
		errx(EXIT_NOT_PASSED,
		    "%s/%s: the program did not play it to its end",
		    exercise->slug, scenario->id);
	canonical_capture(&evidence->captures[0]);
	write_both(recording, exercise, scenario->id, evidence);
	pool_exercise_release(&played);
	free((char *)order.folder);
	return EXIT_PASSED;
}

int
word_record(int argc, char **argv)
{
	struct recording recording = { .submission = "solutions" };
	const struct exercise **exercises;
	int option, rc = EXIT_PASSED;
	size_t count;

	go_home();
	while ((option = next_option(argc, argv, "s:h", options, help)) != -1) {
		if (option == 's')
			recording.submission = operand_path(optarg);
		else
			recording.folder = operand_path(optarg);
	}
	exercises = operand_exercises(argc - optind, argv + optind, &count);
	isolation_probe(&recording.isolation);
	if (recording.isolation.level != LEVEL_FULL)
		errx(EXIT_UNCHECKED, "captures need a network of our own: %s",
		    recording.isolation.reason);
	for (size_t i = 0; i < count; i++) {
		for (const struct scenario *s = exercises[i]->scenarios;
		     rc == EXIT_PASSED && s->id != NULL; s++) {
			if ((s->flags & CASE_CAPTURED) != 0)
				rc = record_case(&recording, exercises[i], s);
		}
	}
	free(exercises);
	return rc;
}
