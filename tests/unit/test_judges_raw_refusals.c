/* A packet that the kernel refuses: what the program has to do then. */
#include "checks/raw_refusals.h"

#include "test_judges.h"

/* The verdict on the case after this one run, which a frame may go with. */
static enum status
refusal(const char *slug, const char *id, int status, const char *complaint,
    bool sends)
{
	static const uint8_t frame[34] = { [12] = 8, [14] = 0x45, [22] = 64 };
	struct trial_run trial;
	struct verdict verdict = { .status = STATUS_PASSED };
	struct exhibit exhibit;
	struct evidence *evidence;
	size_t at;

	trial_init(&trial, slug);
	at = trial_case(&trial, id);
	evidence = &trial.cases[at];
	blob_printf(
	    &add_run(evidence, END_EXITED, status)->err, "%s", complaint);
	if (sends)
		capture_add(&evidence->captures[0], frame, sizeof(frame));
	exhibit =
	    (struct exhibit){ trial.exercise, &trial.exercise->scenarios[at],
		    &trial.values[at], evidence, NULL };
	judge_refusal(&exhibit, &verdict);
	trial_release(&trial);
	at = verdict.status;
	verdict_release(&verdict);
	return at;
}

static const char *const slugs[] = { "raw-ipv4", "raw-tcp-syn" };

static void
a_refusal_has_to_be_told(void **state)
{
	static const char *const ids[] = { "no-permission", "no-route" };
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		const char *slug = slugs[i / 2], *id = ids[i % 2];

		assert_int_equal(
		    refusal(slug, id, 1, "no\n", false), STATUS_PASSED);
		assert_int_equal(
		    refusal(slug, id, 1, "", false), STATUS_FAILED);
		assert_int_equal(
		    refusal(slug, id, 0, "", false), STATUS_FAILED);
		assert_int_equal(
		    refusal(slug, id, 0, "no\n", false), STATUS_FAILED);
	}
}

/* A packet socket needs no route, but it does need the right to be opened. */
static void
without_a_route_it_may_be_handed_over(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		assert_int_equal(
		    refusal(slugs[i], "no-route", 0, "", true), STATUS_PASSED);
		assert_int_equal(
		    refusal(slugs[i], "no-route", 1, "", true), STATUS_FAILED);
		assert_int_equal(
		    refusal(slugs[i], "no-permission", 1, "no\n", true),
		    STATUS_FAILED);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refusal_has_to_be_told),
		cmocka_unit_test(without_a_route_it_may_be_handed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
