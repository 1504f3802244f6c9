/* Where something was wrong: the line above a table of fields. */
#include <string.h>

#include "report/caption.h"
#include "report/prose.h"

enum {
	INDENT = 4,
	ARGV_MAX = 300 /* more of an argument list hides the rest */
};

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

static const char *
text_of(const char *text)
{
	return text == NULL ? "-" : text;
}

/* The words of a run as they would be typed, escaped, and cut if very long. */
static void
add_command(struct blob *line, const struct run *run)
{
	for (size_t i = 0; i < run->argv.count; i++) {
		const char *word = run->argv.items[i];
		bool quote = word[0] == '\0' || strchr(word, ' ') != NULL;

		blob_printf(line, "%s%s", i == 0 ? "" : " ", quote ? "'" : "");
		escape_add(line, word, strlen(word));
		blob_printf(line, "%s", quote ? "'" : "");
		if (line->len > ARGV_MAX) {
			line->data[ARGV_MAX] = '\0';
			line->len = ARGV_MAX;
			blob_printf(line, "...");
			break;
		}
	}
}

static const struct evidence *
find_evidence(
    const struct exercise_result *exercise, const struct finding *finding)
{
	for (size_t i = 0; i < exercise->evidence_count; i++)
		if (same_text(exercise->evidence[i].case_id, finding->case_id))
			return &exercise->evidence[i];
	return NULL;
}

/* Where in the standards the fields stand, each place once. */
static void
add_rfcs(struct blob *line, const struct finding *findings, size_t count)
{
	const char *last = NULL;

	for (size_t i = 0; i < count; i++) {
		const char *rfc = findings[i].rfc;

		if (rfc == NULL || same_text(rfc, last))
			continue;
		blob_printf(line, "%s%s", last == NULL ? " (" : ", ", rfc);
		last = rfc;
	}
	if (last != NULL)
		blob_printf(line, ")");
}

/*
 * What that run of the case found on its standard input, as the story tells
 * it, or NULL.
 */
static const char *
find_input(const struct exercise_result *exercise,
    const struct finding *finding, const struct evidence *evidence)
{
	static const char holds[] = "standard input holds ";
	const struct scenario *scenario = exercise->exercise->scenarios;
	const char *input = NULL;
	int run = 0;

	while (
	    scenario->id != NULL && !same_text(scenario->id, finding->case_id))
		scenario++;
	for (size_t i = 0; scenario->id != NULL && i < evidence->step_count &&
	     scenario->steps[i].kind != STEP_END;
	     i++) {
		const char *text = evidence->steps[i].text;

		if (scenario->steps[i].kind == STEP_INPUT && text != NULL &&
		    strncmp(text, holds, strlen(holds)) == 0)
			input = text + strlen(holds);
		if (scenario->steps[i].kind != STEP_START)
			continue;
		if (++run == finding->run)
			return input;
		input = NULL;
	}
	return NULL;
}

static void
print_run(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct finding *finding)
{
	const struct evidence *evidence = find_evidence(exercise, finding);
	struct blob line = { 0 };
	const char *input;

	if (evidence == NULL || finding->run <= 0 ||
	    (size_t)finding->run > evidence->run_count)
		return;
	add_command(&line, &evidence->runs[finding->run - 1]);
	if (line.len > 0)
		prose_item(
		    terminal, INDENT, "ran    ", (const char *)line.data);
	blob_release(&line);
	input = find_input(exercise, finding, evidence);
	if (input != NULL)
		prose_item(terminal, INDENT, "input  ", input);
}

void
caption_print(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct finding *findings,
    size_t count)
{
	const struct finding *first = &findings[0];
	struct blob line = { 0 };

	blob_printf(&line, "case %s", text_of(first->case_id));
	if (first->frame > 0)
		blob_printf(&line, ", frame %d on %s", first->frame,
		    text_of(first->link));
	else if (first->run > 0)
		blob_printf(&line, ", run %d", first->run);
	add_rfcs(&line, findings, count);
	prose_item(terminal, INDENT, "", (const char *)line.data);
	blob_release(&line);
	if (first->frame == 0)
		print_run(terminal, exercise, first);
}
