/* The sentences that judges have in common. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "checks/evidence_look.h"

/* What is said when the story of one run stops at that step. */
static void
assert_says(enum stop stop, enum step_kind kind, enum end end, bool out_cut,
    bool err_cut, const char *words)
{
	struct run run = { .end = end, .out_cut = out_cut, .err_cut = err_cut };
	const struct evidence evidence = {
		.stop = stop, .stop_kind = kind, .runs = &run, .run_count = 1
	};
	char *text = look_stop(&evidence);

	assert_string_equal(text, words);
	free(text);
}

static void
a_story_says_why_it_stopped(void **state)
{
	(void)state;
	assert_says(STOP_REFUSED, STEP_CONNECT, END_STOPPED, false, false,
	    "the program did not listen any more: the peer's connection was "
	    "refused");
	assert_says(STOP_REFUSED, STEP_READ_END, END_STOPPED, false, false,
	    "the program closed or reset the connection before it closed its "
	    "sending side");
	assert_says(STOP_ENDED, STEP_ACCEPT, END_EXITED, false, false,
	    "the program exited with status 0 before it connected");
}

/* It was ended for what it wrote, not by itself. */
static void
a_flood_is_called_one(void **state)
{
	(void)state;
	assert_says(STOP_ENDED, STEP_RECEIVE, END_STOPPED, true, false,
	    "the program wrote to standard output without end, and was stopped "
	    "before it sent the peer a datagram");
	assert_says(STOP_ENDED, STEP_RECEIVE, END_STOPPED, false, true,
	    "the program wrote to standard error without end, and was stopped "
	    "before it sent the peer a datagram");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_story_says_why_it_stopped),
		cmocka_unit_test(a_flood_is_called_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
