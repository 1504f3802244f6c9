/* The judge of the codec exercises. */
#include "checks/codec.h"

#include <stdlib.h>
#include <string.h>

#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "packet/compare.h"

enum {
	SHOWN_LEN = 24,	  /* of an input, to name a run by it */
	MOST_FINDINGS = 3 /* the same of more runs is no help */
};

const struct step codec_args_count[] = {
	{ STEP_START, 0, "" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "encode decode" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "encode more" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "decode two more" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_END, 0, NULL },
};

const struct step codec_args_word[] = {
	{ STEP_START, 0, "''" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "e" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "decod" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "encoder" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "decoder" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "Encode" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "DECODE" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_START, 0, "convert" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_END, 0, NULL },
};

const struct step codec_try[] = {
	{ STEP_INPUT, 0, "Hello, Wirebook!\n" },
	{ STEP_START, 0, "$1" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_END, 0, NULL },
};

/* One run: what it was to do, and what it did. */
struct task {
	int number; /* 1 is the first */
	bool encodes;
	bool unread;	/* until the pipe is full */
	bool full_disk; /* whatever it prints is lost */
	struct blob input, wanted;
	enum recoded right;
	const struct run *run; /* NULL: it was never started */
};

struct tasks {
	struct task *items;
	size_t count;
};

static bool
is_accepted(const struct run *run)
{
	return run->end == END_EXITED && run->status == 0;
}

static recode_function *
function_of(const struct codec *codec, const struct task *task)
{
	return task->encodes ? codec->encode : codec->decode;
}

/* What stands before the start of a run makes it. */
struct prelude {
	const struct step *input;
	bool unread, full_disk;
};

static void
tasks_add(struct tasks *tasks, const struct codec *codec,
    const struct exhibit *exhibit, const struct prelude *prelude,
    const struct step *start)
{
	const struct evidence *evidence = exhibit->evidence;
	const size_t index = tasks->count++;
	struct task *task;

	tasks->items = xgrow(tasks->items, index, sizeof(*tasks->items));
	task = &tasks->items[index];
	*task = (struct task){ .number = (int)index + 1,
		.encodes = strcmp(start->text, "encode") == 0,
		.unread = prelude->unread,
		.full_disk = prelude->full_disk };
	if (prelude->input != NULL)
		values_bytes(
		    exhibit->values, prelude->input->text, &task->input);
	task->right = function_of(codec, task)(
	    task->input.data, task->input.len, &task->wanted);
	if (index < evidence->run_count)
		task->run = &evidence->runs[index];
}

static void
tasks_collect(struct tasks *tasks, const struct codec *codec,
    const struct exhibit *exhibit)
{
	struct prelude prelude = { NULL, false, false };
	const struct step *step;

	for (step = exhibit->scenario->steps; step->kind != STEP_END; step++) {
		if (step->kind == STEP_INPUT)
			prelude.input = step;
		prelude.unread |= step->kind == STEP_HOLD_OUTPUT;
		prelude.full_disk |= step->kind == STEP_FULL_DISK;
		if (step->kind != STEP_START)
			continue;
		tasks_add(tasks, codec, exhibit, &prelude, step);
		prelude = (struct prelude){ NULL, false, false };
	}
}

static void
tasks_release(struct tasks *tasks)
{
	size_t i;

	for (i = 0; i < tasks->count; i++) {
		blob_release(&tasks->items[i].input);
		blob_release(&tasks->items[i].wanted);
	}
	free(tasks->items);
}

/* "run 2 (hex decode) of "48 6"", or "of 4096 bytes": to be freed. */
static char *
name_of(const struct task *task)
{
	char *input, *argv = look_argv(task->run), *name;

	if (task->input.len > SHOWN_LEN) {
		name = xprintf("run %d (%s) of %zu bytes", task->number, argv,
		    task->input.len);
	} else {
		input = escape_text(task->input.data, task->input.len);
		name =
		    xprintf("run %d (%s) of \"%s\"", task->number, argv, input);
		free(input);
	}
	free(argv);
	return name;
}

/* Encoding and decoding are told apart: a mistake in one is not the other's. */
static const char *
field_of(const struct task *task, const char *encoding, const char *decoding)
{
	return task->encodes ? encoding : decoding;
}

static void
judge_output(const struct task *task, const char *name, struct verdict *verdict)
{
	const struct run *run = task->run;
	size_t before = verdict->finding_count;

	if (!run->out_cut && blob_equal(&task->wanted, &run->out))
		return;
	verdict_fail(verdict,
	    "%s printed %s%zu bytes, which are not the %zu wanted%s", name,
	    run->out_cut ? "more than " : "", run->out.len, task->wanted.len,
	    task->unread ? " (they were read only when the pipe was full)"
			 : "");
	if (before >= MOST_FINDINGS)
		return;
	compare_bytes(field_of(task, "standard output of encode",
			  "standard output of decode"),
	    task->wanted.data, task->wanted.len, run->out.data, run->out.len,
	    verdict);
	if (verdict->finding_count > before)
		verdict->findings[before].run = task->number;
}

static void
judge_end(const struct task *task, const char *name, bool refuses,
    struct verdict *verdict)
{
	const char *wanted =
	    refuses ? "an exit status that is not 0" : "exited with status 0";
	char *ending;

	if (refuses ? look_failed(task->run) : is_accepted(task->run))
		return;
	ending = look_ending(task->run);
	verdict_fail(verdict, "%s %s; %s", name, ending,
	    refuses ? "such input is to be refused, with a status that is "
		      "not 0"
		    : "the input is good, so it should exit with 0");
	if (verdict->finding_count < MOST_FINDINGS)
		look_finding(verdict, task->number,
		    field_of(task, "end of encode", "end of decode"), wanted,
		    ending);
	free(ending);
}

static void
judge_complaint(
    const struct task *task, const char *name, struct verdict *verdict)
{
	if (task->run->err.len > 0)
		return;
	verdict_fail(
	    verdict, "%s did not say on standard error what is wrong", name);
	if (verdict->finding_count < MOST_FINDINGS)
		look_finding(verdict, task->number, "standard error",
		    "a line that says what is wrong", "nothing");
}

/* What was printed is lost; a mark is not.  One note says it for all runs. */
static void
note_full_disk(const struct task *task, struct verdict *verdict)
{
	char *argv, *ending;

	if (verdict->notes.count > 0 ||
	    (look_failed(task->run) && task->run->err.len > 0))
		return;
	argv = look_argv(task->run);
	ending = look_ending(task->run);
	verdict_note(verdict,
	    "%s printed to a full disk (/dev/full), where all is lost, and "
	    "%s. A good program exits with 1 and says what failed: stdio's "
	    "errors show at fflush(stdout) or fclose(stdout) at the latest, so "
	    "look at what it returns. No mark is lost for this",
	    argv, ending);
	free(ending);
	free(argv);
}

static void
judge_task(const struct task *task, struct verdict *verdict)
{
	const struct run *run = task->run;
	bool refuses = task->right == RECODED_REFUSED;
	char *name;

	/* of one that hung, or was none, the story's end tells */
	if (run == NULL || run->end == END_HUNG || run->end == END_NOT_STARTED)
		return;
	if (task->full_disk) {
		note_full_disk(task, verdict);
		return;
	}
	if (task->right == RECODED_EITHER)
		refuses = !is_accepted(run);
	name = name_of(task);
	if (!refuses)
		judge_output(task, name, verdict);
	judge_end(task, name, refuses, verdict);
	if (refuses && look_failed(run))
		judge_complaint(task, name, verdict);
	free(name);
}

/* Only when all is known of all runs can a mistake be replayed. */
static void
diagnose(const struct tasks *tasks, const struct codec *codec,
    struct verdict *verdict)
{
	struct recoding *runs = xcalloc(tasks->count, sizeof(*runs));
	const struct task *task;
	size_t i;

	for (i = 0; i < tasks->count; i++) {
		task = &tasks->items[i];
		if (task->run == NULL || task->run->end != END_EXITED ||
		    task->run->out_cut)
			goto out;
		runs[i] = (struct recoding){
			.coding =
			    task->encodes ? codec->encoding : codec->decoding,
			.right = function_of(codec, task),
			.letter = codec->letter,
			.input = &task->input,
			.got = &task->run->out,
			.accepted = is_accepted(task->run),
		};
	}
	diagnose_recoding(runs, tasks->count, verdict);
out:
	free(runs);
}

void
codec_judge(const struct codec *codec, const struct exhibit *exhibit,
    struct verdict *verdict)
{
	struct tasks tasks = { NULL, 0 };
	char *stop = look_stop(exhibit->evidence);
	size_t i;

	tasks_collect(&tasks, codec, exhibit);
	for (i = 0; i < tasks.count; i++)
		judge_task(&tasks.items[i], verdict);
	if (verdict->status == STATUS_FAILED)
		diagnose(&tasks, codec, verdict);
	if (stop != NULL) {
		verdict_fail(verdict, "%s", stop);
		look_finding(verdict, (int)exhibit->evidence->run_count,
		    "story", "played to its end", stop);
	}
	if (exhibit->evidence->run_count < tasks.count)
		verdict_fail(verdict,
		    "the program could not be run with all of the case's "
		    "inputs");
	free(stop);
	tasks_release(&tasks);
}

void
codec_judge_memory(const struct exhibit *exhibit, struct verdict *verdict)
{
	char *stop = look_stop(exhibit->evidence);

	judge_memory(exhibit, CODEC_BLOCKS, verdict);
	if (stop != NULL)
		verdict_fail(verdict, "under the memory checker %s", stop);
	free(stop);
	/* 99 is the checker's own word; the errors are told above. */
	if (verdict->status == STATUS_PASSED)
		look_exit_zero(look_run(exhibit->evidence), verdict);
}
