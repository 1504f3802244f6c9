/* One check, explained: what stands below its line. */
#include <stdlib.h>
#include <string.h>

#include "report/explain.h"
#include "report/findings.h"
#include "report/prose.h"

enum {
	INDENT = 4,
	ERROR_LINES = 40, /* of what the compiler says */
	WARNING_LINES = 12,
	STORY_WHOLE = 24, /* a story of more steps is cut */
	STORY_BEGIN = 8,
	STORY_END = 12
};

/* What is common to the explanations of one check. */
struct scene {
	const struct terminal *terminal;
	const struct result *result;
	const struct exercise_result *exercise;
	const struct check_result *check;
};

static void
item(const struct scene *scene, const char *label, const char *text)
{
	prose_item(scene->terminal, INDENT, label, text);
}

static void
blank(const struct scene *scene)
{
	fputc('\n', scene->terminal->out);
}

/* What the deciding case is there for, or NULL. */
static const char *
case_why(const struct scene *scene)
{
	const struct scenario *scenario = scene->exercise->exercise->scenarios;

	for (; scenario != NULL && scenario->id != NULL; scenario++) {
		if (strcmp(scenario->id, scene->check->case_id) == 0)
			return scenario->why;
	}
	return NULL;
}

static void
explain_step(const struct scene *scene, size_t i)
{
	const struct check_result *check = scene->check;
	bool wrong = check->stopped && i + 1 == check->story.count;
	char label[32];

	snprintf(label, sizeof(label), "%s%3zu  ", wrong ? "->" : "  ", i + 1);
	item(scene, label, check->story.items[i]);
}

/*
 * The steps that were played; an arrow marks one that did not come about.  Of
 * a long story the beginning and the end: the middle is more of the same.
 */
static void
explain_story(const struct scene *scene)
{
	const struct check_result *check = scene->check;
	size_t count = check->story.count;
	const char *why;

	if (check->case_id == NULL)
		return;
	blank(scene);
	why = case_why(scene);
	prose_itemf(scene->terminal, INDENT, "case   ", "%s%s%s",
	    check->case_id, why == NULL ? "" : ": ", why == NULL ? "" : why);
	for (size_t i = 0; i < count; i++) {
		if (count > STORY_WHOLE && i == STORY_BEGIN) {
			prose_itemf(scene->terminal, INDENT, "       ",
			    "... %zu steps more like these ...",
			    count - STORY_BEGIN - STORY_END);
			i = count - STORY_END;
		}
		explain_step(scene, i);
	}
}

static void
explain_causes(const struct scene *scene)
{
	const struct causes *causes = &scene->check->verdict.causes;

	for (size_t i = 0; i < causes->count; i++) {
		const char *word = i > 0 ? "or " : "either ";
		char *text = xprintf("%s%s", causes->count > 1 ? word : "",
		    causes->items[i].message);

		item(scene, i == 0 ? "why    " : "       ", text);
		free(text);
	}
}

static void
explain_notes(const struct scene *scene)
{
	const struct strings *notes = &scene->check->verdict.notes;

	for (size_t i = 0; i < notes->count; i++)
		item(scene, "note   ", notes->items[i]);
}

/*
 * The folder to look into.  A run's own folder has a unique name; build/last
 * is what leads to the newest.
 */
static const char *
evidence_folder(const struct result *result)
{
	static const char runs[] = "build/runs/";

	if (result->run_folder == NULL ||
	    strncmp(result->run_folder, runs, strlen(runs)) == 0)
		return "build/last";
	return result->run_folder;
}

/*
 * Paths are not wrapped: they are there to be copied.  A capture without a
 * frame has nothing to be seen.
 */
static void
explain_captures(const struct scene *scene)
{
	for (size_t i = 0; i < scene->exercise->evidence_count; i++) {
		const struct evidence *evidence = &scene->exercise->evidence[i];

		if (scene->check->case_id == NULL ||
		    strcmp(evidence->case_id, scene->check->case_id) != 0)
			continue;
		for (size_t j = 0; j < evidence->capture_count; j++) {
			char *path;

			if (evidence->captures[j].count == 0)
				continue;
			path = xprintf("%s/%s/%s/%s.pcap",
			    evidence_folder(scene->result), evidence->slug,
			    evidence->case_id, evidence->captures[j].link);
			prose_command(scene->terminal, INDENT, "see    ", path);
			free(path);
		}
	}
}

static void
explain_again(const struct scene *scene)
{
	if (scene->check->reproduce != NULL)
		prose_command(scene->terminal, INDENT, "again  ",
		    scene->check->reproduce);
}

static void
explain_failed(const struct scene *scene)
{
	const struct check_result *check = scene->check;

	if (check->verdict.message != NULL)
		item(scene, "", check->verdict.message);
	explain_story(scene);
	findings_print(scene->terminal, scene->exercise, &check->verdict);
	blank(scene);
	explain_causes(scene);
	if (check->check->rule != NULL)
		item(scene, "rule   ", check->check->rule);
	explain_notes(scene);
	explain_captures(scene);
	explain_again(scene);
	blank(scene);
}

static void
explain_briefly(const struct scene *scene)
{
	const struct check_result *check = scene->check;

	if (check->verdict.message != NULL)
		item(scene, "", check->verdict.message);
	explain_causes(scene);
	explain_again(scene);
	blank(scene);
}

static void
explain_skipped(const struct scene *scene)
{
	const char *message = scene->check->verdict.message;
	bool said;

	if (message == NULL)
		return;
	said = strncmp(message, "skipped", strlen("skipped")) == 0;
	item(scene, said ? "" : "skipped: ", message);
}

static void
explain_unchecked(const struct scene *scene)
{
	const char *message = scene->check->verdict.message;

	item(scene, "could not be checked: ",
	    message == NULL ? "no reason was recorded" : message);
	explain_notes(scene);
	explain_again(scene);
}

void
explain_check(const struct terminal *terminal, const struct result *result,
    const struct exercise_result *exercise, const struct check_result *check,
    bool briefly)
{
	const struct scene scene = { terminal, result, exercise, check };

	switch (check->verdict.status) {
	case STATUS_PASSED:
		break;
	case STATUS_FAILED:
		(briefly ? explain_briefly : explain_failed)(&scene);
		break;
	case STATUS_SKIPPED:
		explain_skipped(&scene);
		break;
	case STATUS_COULD_NOT_CHECK:
		explain_unchecked(&scene);
		break;
	}
}

/* Its lines as they are, but printable: the columns of a caret matter. */
static void
print_compiler(const struct terminal *terminal,
    const struct exercise_result *exercise, int most, const char *more)
{
	const char *rest = (const char *)exercise->compiler.data;
	const char *end = rest + exercise->compiler.len;
	int lines = 0;

	while (rest < end) {
		const char *newline = memchr(rest, '\n', (size_t)(end - rest));
		size_t len = (size_t)((newline ? newline : end) - rest);
		char *text;

		if (lines++ == most) {
			prose_item(terminal, INDENT, "", more);
			break;
		}
		text = escape_text(rest, len);
		prose_item(terminal, INDENT, "", text);
		free(text);
		rest += newline ? len + 1 : len;
	}
}

void
explain_compiler(
    const struct terminal *terminal, const struct exercise_result *exercise)
{
	print_compiler(terminal, exercise, ERROR_LINES,
	    "... there is more: mend the first error first");
}

void
explain_warnings(
    const struct terminal *terminal, const struct exercise_result *exercise)
{
	if (exercise->compiler.len == 0)
		return;
	prose_item(terminal, INDENT / 2, "warn  ",
	    "the compiler warns; it is mostly right, but no mark is lost");
	print_compiler(terminal, exercise, WARNING_LINES,
	    "... there is more: `make` prints it all");
	fputc('\n', terminal->out);
}
