/* What was wrong in a case: tables of fields, with the bytes below them. */
#include <stdlib.h>
#include <string.h>

#include "report/dump.h"
#include "report/findings.h"
#include "report/prose.h"

enum {
	INDENT = 4,
	OFF_LEN = 5,	/* room for an offset */
	ARGV_MAX = 300, /* more of an argument list hides the rest */
	GAP = 2
};

static const char wrong[] = "<-- wrong";

/* Findings of one place that are about the same bytes. */
struct table {
	const struct finding *items;
	size_t count;
	struct row {
		char *off, *field, *want, *got;
	} * rows;
};

static bool
same_text(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

static bool
same_place(const struct finding *a, const struct finding *b)
{
	return same_text(a->case_id, b->case_id) && a->run == b->run &&
	    same_text(a->link, b->link) && a->frame == b->frame;
}

static const char *
text_of(const char *text)
{
	return text == NULL ? "-" : text;
}

static char *
off_text(const struct finding *finding)
{
	if (finding->bytes.len == 0)
		return xstrdup("-");
	return xprintf("%zu", finding->mark);
}

static struct row
row_of(const struct finding *finding)
{
	char *name =
	    xprintf("%s%s%s", finding->layer == NULL ? "" : finding->layer,
		finding->layer == NULL ? "" : " ", text_of(finding->field));
	struct row row = { .off = off_text(finding),
		.field = printable_text(name),
		.want = printable_text(text_of(finding->expected)),
		.got = printable_text(text_of(finding->got)) };

	free(name);
	return row;
}

static void
table_init(struct table *table, const struct finding *items, size_t count)
{
	table->items = items;
	table->count = count;
	table->rows = xcalloc(count, sizeof(table->rows[0]));
	for (size_t i = 0; i < count; i++)
		table->rows[i] = row_of(&items[i]);
}

static void
table_release(struct table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		free(table->rows[i].off);
		free(table->rows[i].field);
		free(table->rows[i].want);
		free(table->rows[i].got);
	}
	free(table->rows);
}

static size_t
longer(size_t len, const char *text)
{
	return strlen(text) > len ? strlen(text) : len;
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

static const struct run *
find_run(const struct exercise_result *exercise, const struct finding *finding)
{
	for (size_t i = 0; i < exercise->evidence_count; i++) {
		const struct evidence *evidence = &exercise->evidence[i];

		if (same_text(evidence->case_id, finding->case_id) &&
		    finding->run > 0 &&
		    (size_t)finding->run <= evidence->run_count)
			return &evidence->runs[finding->run - 1];
	}
	return NULL;
}

/* Where in the standards the fields of the table stand, each place once. */
static void
add_rfcs(struct blob *line, const struct table *table)
{
	const char *last = NULL;

	for (size_t i = 0; i < table->count; i++) {
		const char *rfc = table->items[i].rfc;

		if (rfc == NULL || same_text(rfc, last))
			continue;
		blob_printf(line, "%s%s", last == NULL ? " (" : ", ", rfc);
		last = rfc;
	}
	if (last != NULL)
		blob_printf(line, ")");
}

static void
print_caption(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct table *table)
{
	const struct finding *first = &table->items[0];
	const struct run *run = find_run(exercise, first);
	struct blob line = { 0 };

	blob_printf(&line, "case %s", text_of(first->case_id));
	if (first->frame > 0)
		blob_printf(&line, ", frame %d on %s", first->frame,
		    text_of(first->link));
	else if (first->run > 0)
		blob_printf(&line, ", run %d", first->run);
	add_rfcs(&line, table);
	prose_item(terminal, INDENT, "", (const char *)line.data);
	blob_release(&line);
	if (first->frame > 0 || run == NULL)
		return;
	add_command(&line, run);
	if (line.len > 0)
		prose_item(
		    terminal, INDENT, "ran    ", (const char *)line.data);
	blob_release(&line);
}

/* A row below each other's columns. */
static void
print_flat(const struct terminal *terminal, const struct table *table,
    size_t field, size_t want, size_t got)
{
	fprintf(terminal->out, "%*s%*s%*s%-*s%*s%-*s%*sgot\n", INDENT, "",
	    OFF_LEN, "off", GAP, "", (int)field, "field", GAP, "", (int)want,
	    "want", GAP, "");
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];

		fprintf(terminal->out, "%*s%*s%*s%-*s%*s%-*s%*s%-*s%*s", INDENT,
		    "", OFF_LEN, row->off, GAP, "", (int)field, row->field, GAP,
		    "", (int)want, row->want, GAP, "", (int)got, row->got, GAP,
		    "");
		prose_paint(terminal, PAINT_BAD, wrong);
		fputc('\n', terminal->out);
	}
}

/* Values that are too long for columns stand below their field's name. */
static void
print_stacked(const struct terminal *terminal, const struct table *table)
{
	const int indent = INDENT + OFF_LEN + GAP;

	fprintf(terminal->out, "%*s%*s%*sfield\n", INDENT, "", OFF_LEN, "off",
	    GAP, "");
	for (size_t i = 0; i < table->count; i++) {
		const struct row *row = &table->rows[i];

		fprintf(terminal->out, "%*s%*s%*s%s%*s", INDENT, "", OFF_LEN,
		    row->off, GAP, "", row->field, GAP, "");
		prose_paint(terminal, PAINT_BAD, wrong);
		fputc('\n', terminal->out);
		prose_item(terminal, (size_t)indent, "want ", row->want);
		prose_item(terminal, (size_t)indent, "got  ", row->got);
	}
}

static void
print_rows(const struct terminal *terminal, const struct table *table)
{
	size_t field = strlen("field"), want = strlen("want");
	size_t got = strlen("got");

	for (size_t i = 0; i < table->count; i++) {
		field = longer(field, table->rows[i].field);
		want = longer(want, table->rows[i].want);
		got = longer(got, table->rows[i].got);
	}
	if (INDENT + OFF_LEN + field + want + got + 4 * GAP + strlen(wrong) <=
	    terminal->width)
		print_flat(terminal, table, field, want, got);
	else
		print_stacked(terminal, table);
}

static void
print_table(const struct terminal *terminal, const struct table *table)
{
	print_rows(terminal, table);
	if (table->items[0].bytes.len > 0)
		dump_print(terminal, INDENT, table->items, table->count);
	for (size_t i = 0; i < table->count; i++) {
		const struct strings *proof = &table->items[i].proof;

		for (size_t j = 0; j < proof->count; j++)
			prose_item(terminal, INDENT,
			    j == 0 ? "sums   " : "       ", proof->items[j]);
	}
}

/* The cases after the first one, each named once. */
static void
print_others(const struct terminal *terminal, const struct finding *findings,
    size_t count)
{
	const char *last = findings[0].case_id;
	struct strings names = { 0 };

	for (size_t i = 0; i < count; i++) {
		if (same_text(findings[i].case_id, last))
			continue;
		last = findings[i].case_id;
		strings_add(&names, text_of(last));
	}
	if (names.count > 0) {
		fputc('\n', terminal->out);
		prose_list(terminal, INDENT, "also in case ", &names);
	}
	strings_release(&names);
}

void
findings_print(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct verdict *verdict)
{
	const struct finding *items = verdict->findings;
	size_t begin = 0;

	while (begin < verdict->finding_count &&
	    same_text(items[begin].case_id, items[0].case_id)) {
		struct table table;
		size_t end = begin + 1;

		while (end < verdict->finding_count &&
		    same_place(&items[begin], &items[end]) &&
		    blob_equal(&items[begin].bytes, &items[end].bytes))
			end++;
		table_init(&table, items + begin, end - begin);
		fputc('\n', terminal->out);
		if (begin == 0 || !same_place(&items[begin - 1], &items[begin]))
			print_caption(terminal, exercise, &table);
		print_table(terminal, &table);
		table_release(&table);
		begin = end;
	}
	if (verdict->finding_count > 0)
		print_others(terminal, items, verdict->finding_count);
}
