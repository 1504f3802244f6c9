/* The judges of a server's duties. */
#include <stdlib.h>

#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/server_duties.h"

/* The story stopped only because the server did not. */
static bool
goes_on(const struct evidence *evidence)
{
	return evidence->stop == STOP_DEADLINE &&
	    evidence->stop_kind == STEP_AWAIT_EXIT;
}

/* Fail, and return true, if the story stopped before its end. */
static bool
fail_stopped(const struct exhibit *exhibit, struct verdict *verdict)
{
	char *stop = look_stop(exhibit->evidence);

	if (stop == NULL)
		return false;
	verdict_fail(verdict, "%s", stop);
	look_finding(verdict, 1, "story", "played to its end", stop);
	free(stop);
	return true;
}

/* The name of the signal that the case sends last. */
static const char *
signal_of(const struct scenario *scenario)
{
	const struct step *step;
	const char *name = "?";

	for (step = scenario->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_SIGNAL)
			name = step->text;
	return name;
}

/* A process that it started has outlived it. */
static void
fail_left(const struct run *run, const char *name, struct verdict *verdict)
{
	char *got;

	got = xprintf("one was left%s%s", run->blocked != NULL ? ", in " : "",
	    run->blocked != NULL ? run->blocked : "");
	verdict_fail(verdict,
	    "told to stop by SIG%s, the server ended and left a process behind "
	    "that it had started%s%s; it should see to its children's end "
	    "before its own",
	    name, run->blocked != NULL ? ": that sat in " : "",
	    run->blocked != NULL ? run->blocked : "");
	look_finding(verdict, 1, "processes left", "none", got);
	free(got);
}

void
judge_stop(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const char *name = signal_of(exhibit->scenario);
	const struct run *run = look_run(evidence);
	char *ending;

	if (!goes_on(evidence) && fail_stopped(exhibit, verdict))
		return;
	if (run == NULL || run->end != END_EXITED || run->status != 0) {
		ending = look_ending(run);
		verdict_fail(verdict,
		    "told %sto stop by SIG%s while it waited, the server %s; it "
		    "should exit with 0",
		    goes_on(evidence) ? "twice " : "", name, ending);
		look_finding(verdict, 1, "end", "exited with status 0", ending);
		free(ending);
	}
	if (run != NULL && run->outlived)
		fail_left(run, name, verdict);
}

void
judge_port_taken(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_failure(exhibit, verdict);
	look_silent(look_run(exhibit->evidence), verdict);
}

void
judge_as_it_happens(const struct exhibit *exhibit, struct verdict *verdict)
{
	fail_stopped(exhibit, verdict);
}

void
judge_server_memory(
    const struct exhibit *exhibit, size_t work, struct verdict *verdict)
{
	if (goes_on(exhibit->evidence)) {
		verdict_skip(verdict,
		    "the memory checker reports when the server stops, and it "
		    "does not");
		return;
	}
	judge_memory(exhibit, work, verdict);
	fail_stopped(exhibit, verdict);
}
