/*
 * The judges of 21 on exchanges made by hand: right ones pass, each wrong
 * behaviour fails its own check and, where it is known, names its cause.
 */
#include "test_judges.h"

#include "args.h"
#include "wire_datagrams.h"

/* What a client does in every case; a test changes one thing of it. */
struct client {
	const char *after; /* sent after MESSAGE */
	int times;
	bool swapped; /* the port's bytes */
};

static const struct client right_client = { "\n", 1, false };

static bool
is_any(const char *id, const char *const *ids)
{
	for (; *ids != NULL; ids++)
		if (strncmp(id, *ids, strlen(*ids)) == 0)
			return true;
	return false;
}

/* What the program sent: on the wire, and as its peer received it. */
static void
add_question(struct evidence *evidence, const struct values *values,
    const struct client *client)
{
	const struct blob *message = values_get(values, "message");
	uint16_t port = (uint16_t)values_number(values, "port");
	uint16_t to =
	    client->swapped ? (uint16_t)(port << 8 | port >> 8) : port;
	struct blob sent = { NULL, 0 };
	uint8_t address[4];
	int i;

	if (values_address(values, "host", address) == -1)
		parse_address(LAB_HOST_ADDRESS, address);
	blob_add(&sent, message->data, message->len);
	blob_add(&sent, client->after, strlen(client->after));
	evidence->peer_count = 1;
	if (strcmp(evidence->case_id, "unreachable") != 0)
		evidence->peers[0].port = port;
	for (i = 0; i < client->times; i++) {
		add_datagram(&evidence->captures[0], address, 40000, to, &sent);
		if (client->swapped ||
		    strcmp(evidence->case_id, "unreachable") == 0)
			continue;
		blob_add(&peer_log_add_datagram(&evidence->peers[0])->bytes,
		    sent.data, sent.len);
	}
	blob_release(&sent);
}

static void
play_client(struct trial_run *trial, const struct client *client)
{
	static const char *const unsent[] = { "args-", "unresolvable", NULL };
	static const char *const failures[] = { "no-reply", "unreachable",
		NULL };
	const struct blob *reply;
	struct evidence *evidence;
	struct run *run;
	size_t i;

	trial_init(trial, "21");
	for (i = 0; i < trial->count; i++) {
		evidence = &trial->cases[i];
		if (is_any(evidence->case_id, unsent)) {
			add_refusals(evidence, &trial->exercise->scenarios[i]);
			continue;
		}
		add_question(evidence, &trial->values[i], client);
		if (is_any(evidence->case_id, failures)) {
			add_refusal(evidence);
			continue;
		}
		run = add_run(evidence, END_EXITED, 0);
		reply = values_get(&trial->values[i], "reply");
		blob_add(&run->out, reply->data, reply->len);
		if (strcmp(evidence->case_id, "memory") == 0)
			add_clean_log(run);
	}
}

static void
right_client_passes(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	play_client(&trial, &right_client);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);

	/* what the peer received says enough where nothing is captured */
	play_client(&trial, &right_client);
	for (i = 0; i < trial.count; i++) {
		capture_release(&trial.cases[i].captures[0]);
		trial.cases[i].capture_count = 0;
	}
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

static void
wrong_datagrams_fail_the_heart(void **state)
{
	static const struct {
		struct client client;
		const char *cause;
	} wrong[] = { { { "", 1, false }, "newline-missing" },
		{ { "\r\n", 1, false }, "return-sent" },
		{ { "\n", 2, false }, NULL }, { { "\n", 0, false }, NULL },
		{ { "\n", 1, true }, "byte-order-16" } };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		play_client(&trial, &wrong[i].client);
		trial_judge(&trial);
		assert_int_equal(
		    trial_check(&trial, "one-datagram")->verdict.status,
		    STATUS_FAILED);
		assert_int_equal(
		    trial_check(&trial, "arguments")->verdict.status,
		    STATUS_SKIPPED);
		if (wrong[i].cause != NULL)
			assert_cause(&trial, "one-datagram", wrong[i].cause);
		trial_release(&trial);
	}
}

/* Which check notices that this case's output is one byte too long. */
static void
replies_are_judged_by_their_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "reply" },
		{ "fresh", "reply" }, { "any-byte", "any-byte" },
		{ "pattern", "any-byte" }, { "long-reply", "reply-sizes" },
		{ "shorter-reply", "reply-sizes" },
		{ "empty-reply", "empty-reply" },
		{ "late-reply", "late-reply" },
		{ "empty-message", "message-sizes" },
		{ "host-name", "host-name" }, { "fresh-host", "host-name" },
		{ "memory", "memory" } };
	struct trial_run trial;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play_client(&trial, &right_client);
		at = trial_case(&trial, pairs[i][0]);
		blob_add(&trial.cases[at].runs[0].out, "\n", 1);
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		trial_release(&trial);
	}
}

static void
silence_must_be_told(void **state)
{
	static const char *const ids[] = { "no-reply", "unreachable",
		"unresolvable" };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		play_client(&trial, &right_client);
		trial.cases[trial_case(&trial, ids[i])].runs[0].status = 0;
		trial_judge(&trial);
		assert_only_failed(&trial, "failures");
		trial_release(&trial);
	}
}

/* Where nothing came, nothing is printed. */
static void
silence_is_printed_nowhere(void **state)
{
	struct trial_run trial;

	(void)state;
	play_client(&trial, &right_client);
	blob_printf(&trial.cases[trial_case(&trial, "no-reply")].runs[0].out,
	    "no reply\n");
	trial_judge(&trial);
	assert_only_failed(&trial, "failures");
	trial_release(&trial);
}

/* The program is there when the pause ends, or it ends the pause. */
static void
the_wait_ends_within_ten_seconds(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	size_t i, pause;

	(void)state;
	for (i = 0; i < 2; i++) {
		play_client(&trial, &right_client);
		evidence = &trial.cases[trial_case(&trial, "no-reply")];
		pause = evidence->step_count - 2;
		evidence->steps[pause].time_ns = 10000000000;
		evidence->runs[0].end_ns = 10000000000 - 1 + 2 * i;
		trial_judge(&trial);
		if (i == 0)
			assert_all_passed(&trial);
		else
			assert_only_failed(&trial, "failures");
		trial_release(&trial);
	}
}

/* Exits with an error at once: never a mark. */
static void
refusing_all_earns_nothing(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	trial_init(&trial, "dgram-client");
	for (i = 0; i < trial.count; i++) {
		evidence = &trial.cases[i];
		add_refusals(evidence, &trial.exercise->scenarios[i]);
		evidence->stop = STOP_ENDED;
		evidence->stop_kind = STEP_RECEIVE;
	}
	trial_judge(&trial);
	assert_int_equal(trial.result.score, 0);
	assert_int_equal(trial.result.unchecked, 0);
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_client_passes),
		cmocka_unit_test(wrong_datagrams_fail_the_heart),
		cmocka_unit_test(replies_are_judged_by_their_check),
		cmocka_unit_test(silence_must_be_told),
		cmocka_unit_test(silence_is_printed_nowhere),
		cmocka_unit_test(the_wait_ends_within_ten_seconds),
		cmocka_unit_test(refusing_all_earns_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
