/* The judges of duties: arguments, and failures at run time. */
#include <stdlib.h>

#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "packet/decode.h"

/* Fail for one run, named by its number and its argument list. */
static void
fail_run(const struct run *run, int number, const char *field,
    const char *expected, const char *got, struct verdict *verdict)
{
	char *argv = look_argv(run);

	verdict_fail(verdict,
	    "run %d (%s) is wrong in its %s: wanted %s, got: %s", number, argv,
	    field, expected, got);
	look_finding(verdict, number, field, expected, got);
	free(argv);
}

static void
judge_run_end(const struct run *run, int number, struct verdict *verdict)
{
	char *ending;

	if (!look_failed(run)) {
		ending = look_ending(run);
		fail_run(run, number, "end", "an exit status that is not 0",
		    ending, verdict);
		free(ending);
	}
	if (run->err.len == 0)
		fail_run(run, number, "standard error",
		    "a line that says what is wrong", "nothing", verdict);
}

static void
judge_run_output(const struct run *run, int number, struct verdict *verdict)
{
	char *got;

	if (run->out.len == 0)
		return;
	got = escape_text(run->out.data, run->out.len > 80 ? 80 : run->out.len);
	fail_run(run, number, "standard output", "nothing", got, verdict);
	free(got);
}

/* The first run in whose time the frame was seen; 0 if in none's. */
static int
run_of(const struct evidence *evidence, const struct frame *frame)
{
	size_t i;

	for (i = 0; i < evidence->run_count; i++)
		if (frame->time_ns >= evidence->runs[i].begin_ns &&
		    frame->time_ns <= evidence->runs[i].end_ns)
			return (int)i + 1;
	return 0;
}

/* With bad arguments nothing may be on the wire; one frame shows enough. */
static void
judge_quiet_wire(const struct evidence *evidence, struct verdict *verdict)
{
	const struct capture *capture = look_capture(evidence, "lo");
	struct finding *finding;
	char *argv;
	int run;

	if (capture == NULL || capture->count == 0)
		return;
	run = run_of(evidence, &capture->frames[0]);
	argv = run > 0 ? look_argv(&evidence->runs[run - 1]) : xstrdup("?");
	verdict_fail(verdict,
	    "in run %d (%s) a packet was sent, though an argument is bad", run,
	    argv);
	free(argv);
	finding = look_finding(verdict, run, "packets", "none", "one");
	finding->link = xstrdup("lo");
	finding->frame = 1;
	/* as elsewhere the bytes begin behind the Ethernet header */
	if (capture->frames[0].len > ETHERNET_LEN)
		blob_add(&finding->bytes,
		    capture->frames[0].data + ETHERNET_LEN,
		    capture->frames[0].len - ETHERNET_LEN);
}

static size_t
runs_wanted(const struct scenario *scenario)
{
	const struct step *step;
	size_t count = 0;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		count += step->kind == STEP_START;
	return count;
}

void
judge_arguments(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	size_t i;
	char *stop;

	for (i = 0; i < evidence->run_count; i++) {
		judge_run_end(&evidence->runs[i], (int)i + 1, verdict);
		judge_run_output(&evidence->runs[i], (int)i + 1, verdict);
	}
	judge_quiet_wire(evidence, verdict);
	stop = look_stop(evidence);
	if (stop != NULL)
		verdict_fail(verdict, "%s", stop);
	free(stop);
	if (evidence->run_count < runs_wanted(exhibit->scenario))
		verdict_fail(verdict,
		    "the program could not be run with all "
		    "of the case's arguments");
}

void
judge_failure(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct run *run = look_run(evidence);
	char *stop, *ending;

	stop = look_stop(evidence);
	if (stop != NULL)
		verdict_fail(verdict, "%s", stop);
	free(stop);
	if (run == NULL || !look_failed(run)) {
		ending = look_ending(run);
		verdict_fail(verdict,
		    "the program %s; after a failure it should exit with a "
		    "status that is not 0",
		    ending);
		look_finding(
		    verdict, 1, "end", "an exit status that is not 0", ending);
		free(ending);
	}
	if (run != NULL && run->err.len == 0) {
		verdict_fail(verdict,
		    "the program did not say on standard error what failed");
		look_finding(verdict, 1, "standard error",
		    "a line that says what failed", "nothing");
	}
}
