/* The lines that sum up: an exercise's score, the total, the verdict. */
#include <stdlib.h>
#include <string.h>

#include "report/prose.h"
#include "report/summary.h"

char *
summary_fraction(int score, int max_score)
{
	char *have = prose_points(score);
	char *all = prose_points(max_score);
	char *text = xprintf("%s/%s", have, all);

	free(have);
	free(all);
	return text;
}

char *
summary_folder(const struct exercise_result *exercise)
{
	return xprintf(
	    "%02d-%s", exercise->exercise->number, exercise->exercise->slug);
}

/* "WORD 17.5/20", and how much could not be checked. */
static char *
score_text(const char *word, int score, int max_score, int unchecked)
{
	char *fraction = summary_fraction(score, max_score);
	char *points = prose_points(unchecked);
	char *text = xprintf("%s %s, %s unchecked", word, fraction, points);

	free(fraction);
	free(points);
	return text;
}

void
summary_score(
    const struct terminal *terminal, const struct exercise_result *exercise)
{
	char *text = score_text(
	    "score", exercise->score, exercise->max_score, exercise->unchecked);

	if (exercise->unchecked == 0)
		text[strcspn(text, ",")] = '\0';
	fprintf(
	    terminal->out, "%*s", (int)(terminal->width - strlen(text)), "");
	prose_paint(terminal, PAINT_STRONG, text);
	fputc('\n', terminal->out);
	free(text);
}

static bool
is_failure(const struct exercise_result *exercise)
{
	return exercise->status != EXERCISE_PASSED &&
	    exercise->status != EXERCISE_COULD_NOT_CHECK;
}

static const struct exercise_result *
first_failure(const struct result *result)
{
	for (size_t i = 0; i < result->exercise_count; i++) {
		if (is_failure(&result->exercises[i]))
			return &result->exercises[i];
	}
	return NULL;
}

static size_t
count_passed(const struct result *result)
{
	size_t passed = 0;

	for (size_t i = 0; i < result->exercise_count; i++)
		passed += result->exercises[i].status == EXERCISE_PASSED;
	return passed;
}

static const char *
first_failed_check(const struct exercise_result *exercise)
{
	for (size_t i = 0; i < exercise->check_count; i++) {
		const struct check_result *check = &exercise->checks[i];

		if (check->verdict.status == STATUS_FAILED)
			return check->check->id;
	}
	return NULL;
}

/* What to do next about the exercise: a string to be freed. */
static char *
next_step(const struct exercise_result *exercise)
{
	const char *id = first_failed_check(exercise);
	char *folder = summary_folder(exercise);
	char *text = NULL;

	switch (exercise->status) {
	case EXERCISE_MISSING:
	case EXERCISE_NOT_STARTED:
		text = xprintf(
		    "%s: begin with exercises/%s/README.md", folder, folder);
		break;
	case EXERCISE_NOT_BUILT:
		text =
		    xprintf("%s: mend the first error of the compiler", folder);
		break;
	case EXERCISE_FAILED:
	case EXERCISE_COULD_NOT_CHECK:
	case EXERCISE_PASSED:
		text = xprintf("%s%s%s", folder, id == NULL ? "" : ": check ",
		    id == NULL ? "" : id);
		break;
	}
	free(folder);
	return text;
}

void
summary_next(const struct terminal *terminal, const struct result *result)
{
	const struct exercise_result *failure = first_failure(result);
	char *text;

	fputc('\n', terminal->out);
	if (failure == NULL)
		return;
	text = next_step(failure);
	prose_item(terminal, 0, "next   ", text);
	free(text);
}

void
summary_total(const struct terminal *terminal, const struct result *result)
{
	char *text = score_text(
	    "TOTAL", result->score, result->max_score, result->unchecked);

	prose_paint(terminal, PAINT_STRONG, text);
	fputc('\n', terminal->out);
	free(text);
}

static void
print_verdict(const struct terminal *terminal, enum paint paint,
    const char *word, char *text)
{
	prose_paint(terminal, paint, word);
	fprintf(terminal->out, "  %s\n", text);
	free(text);
}

void
summary_verdict(const struct terminal *terminal, const struct result *result)
{
	size_t passed = count_passed(result);
	char *tally =
	    xprintf("%zu of %zu exercises", passed, result->exercise_count);
	char *points = prose_points(result->unchecked);

	if (first_failure(result) != NULL)
		print_verdict(terminal, PAINT_BAD, "NOT YET",
		    xprintf("%s passed", tally));
	else if (passed < result->exercise_count)
		print_verdict(terminal, PAINT_CARE, "COULD NOT CHECK",
		    xprintf("%s points; nothing failed", points));
	else
		print_verdict(terminal, PAINT_GOOD, "PASSED", xstrdup(tally));
	free(points);
	free(tally);
}
