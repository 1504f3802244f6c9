/* Stories that stopped: what is said of them, and which cause is named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "checks/evidence_look.h"
#include "test_judges.h"

static void
assert_said(const struct evidence *evidence, const char *words)
{
	char *stop = look_stop(evidence);

	if (stop == NULL || strstr(stop, words) == NULL)
		fail_msg("no \"%s\" in: %s", words, stop);
	free(stop);
}

/* Its death is told, and not only the connection that died with it. */
static void
what_killed_a_server_is_said(void **state)
{
	struct evidence evidence = { .stop = STOP_REFUSED,
		.stop_kind = STEP_CONNECT };
	struct run *run = evidence_add_run(&evidence);

	(void)state;
	run->end = END_STOPPED;
	assert_said(&evidence, "the peer's connection was refused");
	evidence.stop_kind = STEP_READ_LINE;
	assert_said(&evidence, "closed or reset the connection before");
	run->end = END_SIGNALLED;
	run->status = 13;
	assert_said(&evidence, "the program was killed by signal 13");
	evidence_release(&evidence);
}

static void
a_server_at_a_swapped_port_is_named(void **state)
{
	struct verdict verdict = { .status = STATUS_PASSED };
	struct evidence *evidence;
	struct exhibit exhibit;
	struct trial_run trial;
	size_t i;

	(void)state;
	trial_init(&trial, "12");
	i = trial_case(&trial, "hello");
	evidence = &trial.cases[i];
	exhibit =
	    (struct exhibit){ trial.exercise, &trial.exercise->scenarios[i],
		    &trial.values[i], evidence, NULL };
	add_run(evidence, END_HUNG, 0)->blocked =
	    xstrdup("accept on descriptor 3 (a TCP socket at 0.0.0.0 port "
		    "24862)");
	evidence->stop = STOP_DEADLINE;
	evidence->stop_kind = STEP_AWAIT_READY;
	evidence->stop_step = 1;
	free(evidence->steps[1].text);
	evidence->steps[1].text = xstrdup("it listens at 127.0.0.1 port 7777");
	assert_said(evidence, "until the program listened at 127.0.0.1 port ");
	look_own_port_swapped(&exhibit, &verdict);
	assert_int_equal(verdict.causes.count, 1);
	assert_string_equal(verdict.causes.items[0].id, "byte-order-16");
	verdict_release(&verdict);
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_killed_a_server_is_said),
		cmocka_unit_test(a_server_at_a_swapped_port_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
