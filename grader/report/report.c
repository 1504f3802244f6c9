/* The report of a whole result on a terminal. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "report/explain.h"
#include "report/prose.h"
#include "report/report.h"
#include "report/summary.h"

enum {
	INDENT = 2,
	EXPLAINED = 3 /* failures of an exercise; later ones mostly go along */
};

/* The mark of a line: its word tells the same as its colour. */
struct mark {
	const char *word;
	enum paint paint;
};

static const struct mark marks[] = {
	[STATUS_PASSED] = { "ok  ", PAINT_GOOD },
	[STATUS_FAILED] = { "FAIL", PAINT_BAD },
	[STATUS_SKIPPED] = { "skip", PAINT_CARE },
	[STATUS_COULD_NOT_CHECK] = { "????", PAINT_CARE },
};

static const struct mark todo_mark = { "todo", PAINT_CARE };

/*
 * A mark, a name in a column of its own, a text, and points at the right edge;
 * what the text has too much goes below itself.
 */
static void
print_line(const struct terminal *terminal, const struct mark *mark,
    const char *name, size_t name_len, const char *text, const char *points)
{
	size_t hang = INDENT + strlen(mark->word) + 2 + name_len + 2;
	size_t room = terminal->width - hang - strlen(points) - 2;
	size_t len = prose_fit(text, room);

	fprintf(terminal->out, "%*s", INDENT, "");
	prose_paint(terminal, mark->paint, mark->word);
	fprintf(terminal->out, "  %-*s  %-*.*s  %s\n", (int)name_len, name,
	    (int)room, (int)len, text, points);
	text += len;
	text += strspn(text, " ");
	if (*text != '\0')
		prose_item(terminal, hang, "", text);
}

static void
print_check(const struct terminal *terminal, const struct check_result *check,
    size_t name_len)
{
	char *points =
	    summary_fraction(check_score(check), check->check->halves);

	print_line(terminal, &marks[check->verdict.status], check->check->id,
	    name_len, check->check->title, points);
	free(points);
}

/* The first failures are explained in full, for they are read first. */
static void
print_checks(const struct terminal *terminal, const struct result *result,
    const struct exercise_result *exercise)
{
	size_t name_len = 0, failures = 0;

	for (size_t i = 0; i < exercise->check_count; i++) {
		size_t len = strlen(exercise->checks[i].check->id);

		name_len = len > name_len ? len : name_len;
	}
	for (size_t i = 0; i < exercise->check_count; i++) {
		const struct check_result *check = &exercise->checks[i];

		failures += check->verdict.status == STATUS_FAILED;
		print_check(terminal, check, name_len);
		explain_check(
		    terminal, result, exercise, check, failures > EXPLAINED);
	}
}

/* What was noted of checks that passed: it costs nothing, and it teaches. */
static void
print_notes(
    const struct terminal *terminal, const struct exercise_result *exercise)
{
	for (size_t i = 0; i < exercise->check_count; i++) {
		const struct check_result *check = &exercise->checks[i];
		const struct strings *notes = &check->verdict.notes;

		if (check->verdict.status != STATUS_PASSED)
			continue;
		for (size_t j = 0; j < notes->count; j++) {
			char *note = xprintf(
			    "%s: %s", check->check->id, notes->items[j]);

			prose_item(terminal, INDENT, "note  ", note);
			free(note);
		}
	}
}

/* The one line of an exercise that was not played. */
static void
print_unplayed(const struct terminal *terminal, const struct mark *mark,
    const struct exercise_result *exercise, char *text)
{
	const char *word = exercise_status_word(exercise->status);
	char *points = summary_fraction(exercise->score, exercise->max_score);
	char *safe = printable_text(text);

	print_line(terminal, mark, word, strlen(word), safe, points);
	free(points);
	free(safe);
	free(text);
}

static char *
missing_text(
    const struct result *result, const struct exercise_result *exercise)
{
	char *folder = summary_folder(exercise);
	char *hint = exercise->message != NULL
	    ? xstrdup(exercise->message)
	    : xprintf("exercises/%s/README.md says what to write", folder);
	char *text = xprintf("there is no source in %s/%s yet: %s",
	    result->submission == NULL ? "." : result->submission, folder,
	    hint);

	free(hint);
	free(folder);
	return text;
}

static char *
not_started_text(const struct exercise_result *exercise)
{
	char *folder = summary_folder(exercise);
	char *text = xprintf("read exercises/%s/README.md first, then fill in "
			     "what the TODOs of the starter ask",
	    folder);

	free(folder);
	return text;
}

static void
print_not_built(
    const struct terminal *terminal, const struct exercise_result *exercise)
{
	const char *message = exercise->message;

	if (message == NULL)
		message = "the compiler makes no program of it";
	print_unplayed(
	    terminal, &marks[STATUS_FAILED], exercise, xstrdup(message));
	explain_compiler(terminal, exercise);
}

static void
print_body(const struct terminal *terminal, const struct result *result,
    const struct exercise_result *exercise)
{
	switch (exercise->status) {
	case EXERCISE_MISSING:
		print_unplayed(terminal, &todo_mark, exercise,
		    missing_text(result, exercise));
		break;
	case EXERCISE_NOT_STARTED:
		print_unplayed(
		    terminal, &todo_mark, exercise, not_started_text(exercise));
		break;
	case EXERCISE_NOT_BUILT:
		print_not_built(terminal, exercise);
		break;
	case EXERCISE_FAILED:
	case EXERCISE_COULD_NOT_CHECK:
	case EXERCISE_PASSED:
		explain_warnings(terminal, exercise);
		print_checks(terminal, result, exercise);
		print_notes(terminal, exercise);
		break;
	}
}

static void
print_exercise(const struct terminal *terminal, const struct result *result,
    const struct exercise_result *exercise)
{
	char *folder = summary_folder(exercise);
	char *label = xprintf("%s  ", folder);

	fputc('\n', terminal->out);
	prose_item(terminal, 0, label, exercise->exercise->title);
	free(label);
	free(folder);
	print_body(terminal, result, exercise);
	summary_score(terminal, exercise);
}

static void
print_header(const struct terminal *terminal, const struct result *result)
{
	prose_itemf(terminal, 0, "Wirebook ",
	    "%s   seed %" PRIu64 "   isolation %s%s",
	    result->version == NULL ? "?" : result->version, result->seed,
	    result->level == NULL ? "?" : result->level,
	    result->shared_network ? ", on the shared network" : "");
	prose_list(terminal, 0, "missing: ", &result->missing);
}

void
report_result(const struct terminal *terminal, const struct result *result)
{
	print_header(terminal, result);
	for (size_t i = 0; i < result->exercise_count; i++)
		print_exercise(terminal, result, &result->exercises[i]);
	summary_next(terminal, result);
	summary_total(terminal, result);
	summary_verdict(terminal, result);
}
