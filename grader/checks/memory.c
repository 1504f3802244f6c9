/*
 * The memory checker's log read: is it whole, which error came first, and
 * what was left at the end.  The log and the exit status have to agree, so
 * that neither alone decides.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/duties.h"
#include "checks/evidence_look.h"

enum { ERROR_STATUS = 99, WHERE_LEN = 128 };

/* How memcheck's words for an error are said to a student. */
struct kind {
	const char *start;
	const char *words;
};
static const struct kind kinds[] = {
	{ "Invalid read", "it reads memory that is not its own" },
	{ "Invalid write", "it writes to memory that is not its own" },
	{ "Syscall param", "it hands the kernel bytes that were never set" },
	{ "Conditional jump", "it decides on a value that was never set" },
	{ "Use of uninit", "it uses a value that was never set" },
	{ "Invalid free", "it frees what is not allocated (any more)" },
	{ "Mismatched free", "it frees memory by the wrong function" },
	{ "Source and destination overlap",
	    "it copies between two places that overlap" },
	{ "Argument", "it asks for an impossible number of bytes" },
	{ "Jump to the invalid address", "it jumps to where no code is" },
	{ "Process terminating with default action of signal",
	    "it was killed by a signal" },
	{ "File descriptor", "it uses a descriptor that is not open" },
};

/* What the whole log says. */
struct log {
	size_t heads, summaries; /* 1 of each in a whole log */
	bool summary_last;
	unsigned long errors;
	unsigned long blocks;	   /* in use at exit */
	unsigned long descriptors; /* open at exit, not inherited */
	const struct kind *first;
	unsigned long most; /* blocks of one place */
	/* " in FUNCTION (FILE:LINE)", or "" */
	char where[WHERE_LEN];	   /* of the first error */
	char allocated[WHERE_LEN]; /* of most blocks that are left */
	char opened[WHERE_LEN];	   /* of the last descriptor that is open */
	char *stack; /* which of them the call stack at hand is for, or NULL */
};

/* memcheck writes 1,234 for 1234. */
static unsigned long
number_at(const char *text)
{
	unsigned long number = 0;

	for (; isdigit((unsigned char)*text) || *text == ','; text++)
		if (*text != ',')
			number = number * 10 + (unsigned long)(*text - '0');
	return number;
}

static const char *
after(const char *text, const char *start)
{
	size_t len = strlen(start);

	return strncmp(text, start, len) == 0 ? text + len : NULL;
}

static const struct kind *
kind_of(const char *line)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (after(line, kinds[i].start) != NULL)
			return &kinds[i];
	return NULL;
}

/* "   by 0x4005D2: main (echo.c:12)": keep it if echo.c is the submission. */
static void
read_frame(const char *line, const char *source, char *where)
{
	const char *function = strstr(line, ": ");
	const char *file = function == NULL ? NULL : strstr(function, " (");

	if (file == NULL || where[0] != '\0' || after(file + 2, source) == NULL)
		return;
	snprintf(where, WHERE_LEN, " in %.*s%.60s", (int)(file - function - 2),
	    function + 2, file);
}

/* "48 bytes in 3 blocks are definitely lost in loss record 1 of 2" */
static void
read_loss(const char *line, struct log *log)
{
	const char *blocks = strstr(line, " in ");

	if (number_at(blocks + 4) <= log->most)
		return;
	log->most = number_at(blocks + 4);
	log->allocated[0] = '\0';
	log->stack = log->allocated;
}

static void
read_line(const char *line, const char *source, struct log *log)
{
	const char *rest;

	log->summary_last = false;
	log->heads += after(line, "Memcheck, a memory error") != NULL;
	if ((rest = after(line, "ERROR SUMMARY: ")) != NULL) {
		log->summaries++;
		log->summary_last = true;
		log->errors = number_at(rest);
	} else if ((rest = after(line, "    in use at exit: ")) != NULL) {
		rest = strstr(rest, " in ");
		log->blocks = rest == NULL ? 0 : number_at(rest + 4);
	} else if (strstr(line, " in loss record ") != NULL) {
		read_loss(line, log);
	} else if (after(line, "Open ") != NULL) {
		log->descriptors++;
		log->stack = log->opened;
	} else if (after(line, "   <inherited from parent>") != NULL) {
		log->descriptors -= log->descriptors > 0;
	} else if (log->first == NULL && kind_of(line) != NULL) {
		log->first = kind_of(line);
		log->stack = log->where;
	} else if (line[0] == '\0' || after(line, " Address") != NULL) {
		log->stack = NULL;
	} else if (log->stack != NULL) {
		read_frame(line, source, log->stack);
	}
}

/* Process ids and addresses differ each time: nothing of them is kept. */
static void
read_log(const struct blob *text, const char *source, struct log *log)
{
	char *copy, *line, *next;

	copy = xcalloc(text->len + 1, 1);
	if (text->len > 0)
		memcpy(copy, text->data, text->len);
	for (line = copy; *line != '\0'; line = next) {
		next = line + strcspn(line, "\n");
		if (*next == '\n')
			*next++ = '\0';
		if (after(line, "==") == NULL)
			continue;
		line = strstr(line + 2, "== ");
		if (line != NULL)
			read_line(line + 3, source, log);
	}
	free(copy);
}

/* "raw-tcp-syn" is compiled from "raw_tcp_syn.c". */
static char *
source_of(const struct exercise *exercise)
{
	char *name = xprintf("%s.c", exercise->slug), *p;

	for (p = name; *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
	return name;
}

static bool
log_is_whole(const struct run *run, const struct log *log)
{
	bool failed = run->end == END_EXITED && run->status == ERROR_STATUS;

	if (run->tool_log_garbled || log->heads != 1 || log->summaries != 1 ||
	    !log->summary_last)
		return false;
	return run->end != END_EXITED || failed == (log->errors > 0);
}

static void
judge_errors(const struct log *log, struct verdict *verdict)
{
	const char *words = "the memory checker found an error";
	char *got;

	if (log->errors == 0)
		return;
	if (log->first != NULL)
		words = log->first->words;
	got = xprintf("%s%s", words, log->where);
	verdict_fail(verdict, "a memory error: %s", got);
	look_finding(verdict, 1, "memory", "no error", got);
	free(got);
}

/* What was left, and where the program made it: " in FUNCTION (...)" or "". */
struct left {
	const char *what, *made;
	unsigned long count;
	const char *where;
};

/* As many blocks or descriptors as pieces of work: one is lost each time. */
static void
judge_left(const struct left *left, size_t work, struct verdict *verdict)
{
	char wanted[64], got[64];

	if (work == 0 || left->count < work)
		return;
	snprintf(wanted, sizeof(wanted), "a number that does not grow");
	snprintf(got, sizeof(got), "%lu after %zu pieces", left->count, work);
	verdict_fail(verdict,
	    "%lu %s were left after %zu pieces of work: that number grows "
	    "with the work%s%s",
	    left->count, left->what, work,
	    left->where[0] != '\0' ? left->made : "", left->where);
	look_finding(verdict, 1, left->what, wanted, got);
}

static void
judge_all_left(const struct log *log, size_t work, struct verdict *verdict)
{
	const struct left blocks = { "memory blocks", "; most were allocated",
		log->blocks, log->allocated };
	const struct left descriptors = { "open descriptors",
		"; the last was opened", log->descriptors, log->opened };

	judge_left(&blocks, work, verdict);
	judge_left(&descriptors, work, verdict);
}

void
judge_memory(
    const struct exhibit *exhibit, size_t work, struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);
	struct log log = { .heads = 0 };
	char *source;

	if (run == NULL) {
		verdict_fail(verdict, "the program was not started");
		return;
	}
	if (run->end == END_HUNG) {
		verdict_fail(verdict,
		    "under the memory checker the program did not end");
		return;
	}
	source = source_of(exhibit->exercise);
	read_log(&run->tool_log, source, &log);
	free(source);
	if (!log_is_whole(run, &log)) {
		verdict_fail(
		    verdict, "the memory checker's report is incomplete");
		look_finding(verdict, 1, "memory",
		    "one whole report that agrees with the exit status",
		    "none");
		return;
	}
	judge_errors(&log, verdict);
	judge_all_left(&log, work, verdict);
	if (log.blocks > 0 && verdict->status == STATUS_PASSED)
		verdict_note(verdict,
		    "memory blocks in use at exit: %lu; freeing them is "
		    "tidy, but no mark is lost",
		    log.blocks);
}
