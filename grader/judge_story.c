/* How much of a case's story a failure tells. */
#include "judge_story.h"

/* How many steps there are up to where it stopped, or run ended; 0: to all. */
static size_t
count_told(
    const struct scenario *scenario, const struct evidence *evidence, int run)
{
	const struct step *step = scenario->steps;
	int ended = 0;
	size_t i;

	for (i = 0; i < evidence->step_count; i++) {
		if (evidence->stop != STOP_NOT && (int)i == evidence->stop_step)
			return i + 1;
		if (step->kind == STEP_END)
			continue;
		ended += step->kind == STEP_AWAIT_EXIT;
		step++;
		if (run > 0 && ended == run)
			return i + 1;
	}
	return i;
}

/* Of hundreds of runs only the last few of these steps are worth reading. */
static size_t
first_told(const struct step *steps, size_t count)
{
	enum { MANY_RUNS = 16, RUNS_TOLD = 3 };
	size_t first, ended = 0, i;

	for (i = 0; i < count && steps[i].kind != STEP_END; i++)
		ended += steps[i].kind == STEP_AWAIT_EXIT;
	if (ended <= MANY_RUNS)
		return 0;
	for (first = i, ended = 0; first > 0 && ended <= RUNS_TOLD; first--)
		ended += steps[first - 1].kind == STEP_AWAIT_EXIT;
	return first + 1;
}

void
judge_tell(const struct scenario *scenario, const struct evidence *evidence,
    int run, struct check_result *result)
{
	const size_t count = count_told(scenario, evidence, run);
	const size_t first = first_told(scenario->steps, count);
	size_t i;

	if (first > 0)
		strings_addf(&result->story,
		    "(%zu steps of earlier runs are left out)", first);
	for (i = first; i < count; i++)
		strings_add(&result->story, evidence->steps[i].text);
	result->stopped = evidence->stop != STOP_NOT && count > 0 &&
	    (int)count - 1 == evidence->stop_step;
}
