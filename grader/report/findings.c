/* What was wrong in a case: tables of fields, with the bytes below them. */
#include <stdlib.h>
#include <string.h>

#include "report/caption.h"
#include "report/dump.h"
#include "report/findings.h"
#include "report/prose.h"

enum {
	INDENT = 4,
	OFF_LEN = 5, /* room for an offset */
	GAP = 2,
	MOST_PLACES = 3 /* of one case: what is wrong more often is alike */
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
	bool bare =
	    finding->layer == NULL || same_text(finding->layer, finding->field);
	char *name = xprintf("%s%s%s", bare ? "" : finding->layer,
	    bare ? "" : " ", text_of(finding->field));
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

/* The sentence above has said it already, and a table would repeat it. */
static bool
is_said(const struct finding *finding, const struct verdict *verdict)
{
	return finding->bytes.len == 0 && finding->got != NULL &&
	    same_text(finding->got, verdict->message);
}

/* How many findings, from items on, make one table. */
static size_t
table_length(const struct verdict *verdict, const struct finding *items)
{
	const struct finding *end = verdict->findings + verdict->finding_count;
	size_t count = 1;

	while (items + count < end && same_place(items, items + count) &&
	    blob_equal(&items->bytes, &items[count].bytes) &&
	    !is_said(&items[count], verdict))
		count++;
	return count;
}

/* How many places more, from items on, the same case has. */
static size_t
places_left(const struct verdict *verdict, const struct finding *items)
{
	const struct finding *end = verdict->findings + verdict->finding_count;
	size_t places = 1;

	for (; items + 1 < end && same_text(items[1].case_id, items->case_id);
	     items++)
		places += !same_place(items, items + 1);
	return places;
}

static void
print_places_left(const struct terminal *terminal, size_t places)
{
	prose_itemf(terminal, INDENT, "", "and %zu place%s more in this case",
	    places, places == 1 ? "" : "s");
}

void
findings_print(const struct terminal *terminal,
    const struct exercise_result *exercise, const struct verdict *verdict)
{
	const struct finding *items = verdict->findings, *last = NULL;
	const struct finding *end = items + verdict->finding_count;
	size_t count, places = 0;

	for (; items < end &&
	     same_text(items->case_id, verdict->findings->case_id);
	     items += count) {
		struct table table;

		count = 1;
		if (is_said(items, verdict))
			continue;
		count = table_length(verdict, items);
		fputc('\n', terminal->out);
		if (last == NULL || !same_place(last, items)) {
			if (places++ == MOST_PLACES) {
				print_places_left(
				    terminal, places_left(verdict, items));
				break;
			}
			caption_print(terminal, exercise, items, count);
		}
		table_init(&table, items, count);
		print_table(terminal, &table);
		table_release(&table);
		last = items;
	}
	if (verdict->finding_count > 0)
		print_others(
		    terminal, verdict->findings, verdict->finding_count);
}
