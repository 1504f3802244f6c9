/* Verdicts and results: how they grow, what their words are, their release. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/result.h"

/* A verdict only ever changes to a status that weighs more. */
static const int weights[] = {
	[STATUS_PASSED] = 0,
	[STATUS_SKIPPED] = 1,
	[STATUS_COULD_NOT_CHECK] = 2,
	[STATUS_FAILED] = 3,
};

static const char *const status_words[] = {
	[STATUS_PASSED] = "passed",
	[STATUS_FAILED] = "failed",
	[STATUS_SKIPPED] = "skipped",
	[STATUS_COULD_NOT_CHECK] = "could-not-check",
};

static const char *const exercise_status_words[] = {
	[EXERCISE_MISSING] = "missing",
	[EXERCISE_NOT_STARTED] = "not-started",
	[EXERCISE_NOT_BUILT] = "not-built",
	[EXERCISE_FAILED] = "failed",
	[EXERCISE_COULD_NOT_CHECK] = "could-not-check",
	[EXERCISE_PASSED] = "passed",
};

static char *format_text(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

static char *
format_text(const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		return xstrdup(format);
	text = xcalloc((size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	return text;
}

static void verdict_set(struct verdict *verdict, enum status status,
    const char *format, va_list args) __attribute__((format(printf, 3, 0)));

static void
verdict_set(struct verdict *verdict, enum status status, const char *format,
    va_list args)
{
	if (weights[status] <= weights[verdict->status])
		return;
	verdict->status = status;
	free(verdict->message);
	verdict->message = format_text(format, args);
}

static void
finding_release(struct finding *finding)
{
	free(finding->case_id);
	free(finding->link);
	free(finding->layer);
	free(finding->field);
	free(finding->expected);
	free(finding->got);
	free(finding->rfc);
	blob_release(&finding->bytes);
	strings_release(&finding->proof);
}

static void
check_release(struct check_result *check)
{
	verdict_release(&check->verdict);
	strings_release(&check->story);
	free(check->reproduce);
}

static void
exercise_release(struct exercise_result *exercise)
{
	for (size_t i = 0; i < exercise->check_count; i++)
		check_release(&exercise->checks[i]);
	for (size_t i = 0; i < exercise->evidence_count; i++)
		evidence_release(&exercise->evidence[i]);
	free(exercise->checks);
	free(exercise->evidence);
	free(exercise->message);
	free(exercise->sha256);
	blob_release(&exercise->compiler);
}

void
causes_add(struct causes *causes, const char *id, const char *message)
{
	struct cause *cause;

	causes->items =
	    xgrow(causes->items, causes->count, sizeof(causes->items[0]));
	cause = &causes->items[causes->count++];
	cause->id = xstrdup(id);
	cause->message = xstrdup(message);
}

void
causes_release(struct causes *causes)
{
	for (size_t i = 0; i < causes->count; i++) {
		free(causes->items[i].id);
		free(causes->items[i].message);
	}
	free(causes->items);
	memset(causes, 0, sizeof(*causes));
}

void
verdict_fail(struct verdict *verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	verdict_set(verdict, STATUS_FAILED, format, args);
	va_end(args);
}

void
verdict_unchecked(struct verdict *verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	verdict_set(verdict, STATUS_COULD_NOT_CHECK, format, args);
	va_end(args);
}

void
verdict_skip(struct verdict *verdict, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	verdict_set(verdict, STATUS_SKIPPED, format, args);
	va_end(args);
}

void
verdict_note(struct verdict *verdict, const char *format, ...)
{
	va_list args;
	char *note;

	va_start(args, format);
	note = format_text(format, args);
	va_end(args);
	strings_add(&verdict->notes, note);
	free(note);
}

struct finding *
verdict_finding(struct verdict *verdict)
{
	struct finding *finding;

	verdict->findings = xgrow(verdict->findings, verdict->finding_count,
	    sizeof(verdict->findings[0]));
	finding = &verdict->findings[verdict->finding_count++];
	memset(finding, 0, sizeof(*finding));
	finding->bit_offset = -1;
	return finding;
}

void
verdict_release(struct verdict *verdict)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		finding_release(&verdict->findings[i]);
	free(verdict->findings);
	free(verdict->message);
	causes_release(&verdict->causes);
	strings_release(&verdict->notes);
	memset(verdict, 0, sizeof(*verdict));
}

void
result_release(struct result *result)
{
	for (size_t i = 0; i < result->exercise_count; i++)
		exercise_release(&result->exercises[i]);
	free(result->exercises);
	free(result->version);
	free(result->catalogue);
	free(result->level);
	free(result->submission);
	free(result->run_folder);
	strings_release(&result->missing);
	memset(result, 0, sizeof(*result));
}

int
check_score(const struct check_result *check)
{
	if (check->verdict.status != STATUS_PASSED)
		return 0;
	return check->check->halves;
}

int
check_unchecked(const struct check_result *check)
{
	if (check->verdict.status != STATUS_COULD_NOT_CHECK)
		return 0;
	return check->check->halves;
}

char *
printable_text(const char *text)
{
	struct blob blob = { 0 };

	for (; *text != '\0'; text++) {
		if (*text == '\\')
			blob_add(&blob, text, 1);
		else
			escape_add(&blob, text, 1);
	}
	return blob.data == NULL ? xstrdup("") : (char *)blob.data;
}

const char *
status_word(enum status status)
{
	return status_words[status];
}

const char *
exercise_status_word(enum exercise_status status)
{
	return exercise_status_words[status];
}
