/*
 * The judges of 22 on exchanges made by hand: right ones pass, each wrong
 * behaviour fails its own check and, where it is known, names its cause.
 */
#include "test_judges.h"

#include <stdio.h>

#include "wire_datagrams.h"

#define REPLY "Message received by the UDP Message Server!"

static bool
is_any(const char *id, const char *const *ids)
{
	for (; *ids != NULL; ids++)
		if (strncmp(id, *ids, strlen(*ids)) == 0)
			return true;
	return false;
}

/* How a server deals with each datagram. */
struct server {
	const char *between; /* ADDRESS and PORT */
	const char *reply;
	int from_port; /* 0: its own */
};

static const struct server right_server = { " port - ", REPLY, 0 };

static void
bind_peer(struct peer_log *peer, const struct values *values, const char *text)
{
	struct strings words = { NULL, 0 };

	values_words(values, text, &words);
	snprintf(peer->address, sizeof(peer->address), "%s", words.items[0]);
	peer->port = atoi(words.items[1]);
	if (peer->port == 0)
		peer->port = 40961; /* 0xa001 */
	strings_release(&words);
}

static void
serve(struct evidence *evidence, const struct server *server,
    const struct values *values, const struct step *step, struct run *run)
{
	struct peer_log *peer = &evidence->peers[step->peer];
	struct datagram *reply = peer_log_add_datagram(peer);
	struct blob text = { NULL, 0 };

	blob_add(&reply->bytes, server->reply, strlen(server->reply));
	reply->from_port = server->from_port != 0
	    ? server->from_port
	    : (int)values_number(values, "port");
	values_bytes(values, step->text, &text);
	if (text.len > 0 && text.data[text.len - 1] == '\n')
		text.len--;
	blob_printf(&run->out, "Message Received: '");
	blob_add(&run->out, text.data, text.len);
	blob_printf(&run->out, "'\nSent by - %s%s%d\n", peer->address,
	    server->between, peer->port);
	blob_release(&text);
}

static void
play_service(struct trial_run *trial, size_t i, const struct server *server)
{
	struct evidence *evidence = &trial->cases[i];
	const struct values *values = &trial->values[i];
	const struct step *step = trial->exercise->scenarios[i].steps;
	struct run *run = add_run(evidence, END_STOPPED, 0);

	for (; step->kind != STEP_END; step++) {
		if (step->kind == STEP_BIND) {
			bind_peer(
			    &evidence->peers[step->peer], values, step->text);
			evidence->peer_count = (size_t)step->peer + 1;
		} else if (step->kind == STEP_SEND_DATAGRAM) {
			serve(evidence, server, values, step, run);
		} else if (step->kind == STEP_AWAIT_EXIT) {
			run->end = END_EXITED;
		}
	}
	if (strcmp(evidence->case_id, "memory") == 0)
		add_clean_log(run);
}

static void
play_server(struct trial_run *trial, const struct server *server)
{
	static const char *const refused[] = { "args-", "port-taken", NULL };
	size_t i;

	trial_init(trial, "22");
	for (i = 0; i < trial->count; i++) {
		if (is_any(trial->cases[i].case_id, refused))
			add_refusals(
			    &trial->cases[i], &trial->exercise->scenarios[i]);
		else
			play_service(trial, i, server);
	}
}

static void
right_server_passes(void **state)
{
	struct trial_run trial;

	(void)state;
	play_server(&trial, &right_server);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

static void
wrong_lines_fail_the_heart(void **state)
{
	static const struct server wrong = { " port ", REPLY, 0 };
	struct trial_run trial;

	(void)state;
	play_server(&trial, &wrong);
	trial_judge(&trial);
	assert_int_equal(
	    trial_check(&trial, "one-datagram")->verdict.status, STATUS_FAILED);
	assert_int_equal(
	    trial_check(&trial, "memory")->verdict.status, STATUS_SKIPPED);
	/* the second line is none of these checks' business */
	assert_int_equal(
	    trial_check(&trial, "newlines")->verdict.status, STATUS_PASSED);
	trial_release(&trial);
}

static void
wrong_replies_are_told_once(void **state)
{
	static const struct server wrong[] = {
		{ " port - ", REPLY "\n", 0 },
		{ " port - ", "", 0 },
		{ " port - ", REPLY, 41000 },
	};
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		play_server(&trial, &wrong[i]);
		trial_judge(&trial);
		assert_only_failed(&trial, "reply");
		assert_int_equal(trial.result.score, 18);
		trial_release(&trial);
	}
}

/* Which check notices that this case's output is one byte too long. */
static void
lines_are_judged_by_their_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "one-datagram" },
		{ "fresh-1", "one-datagram" }, { "fresh-2", "one-datagram" },
		{ "newlines", "newlines" }, { "empty", "sizes" },
		{ "longest", "sizes" }, { "any-byte", "any-byte" },
		{ "pattern", "any-byte" }, { "shrinking", "shrinking" },
		{ "every-address", "every-address" }, { "askers", "askers" },
		{ "many", "many" }, { "port-taken", "port-taken" },
		{ "term", "clean-stop" }, { "int", "clean-stop" } };
	struct trial_run trial;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play_server(&trial, &right_server);
		at = trial_case(&trial, pairs[i][0]);
		blob_add(&trial.cases[at].runs[0].out, "\n", 1);
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		trial_release(&trial);
	}
}

/* A reply too few, and one too many. */
static void
each_asker_gets_its_replies(void **state)
{
	struct trial_run trial;
	struct peer_log *peer;

	(void)state;
	play_server(&trial, &right_server);
	peer = &trial.cases[trial_case(&trial, "askers")].peers[3];
	blob_release(&peer->datagrams[--peer->datagram_count].bytes);
	trial_judge(&trial);
	assert_only_failed(&trial, "askers");
	trial_release(&trial);

	play_server(&trial, &right_server);
	peer = &trial.cases[trial_case(&trial, "many")].peers[5];
	blob_printf(&peer_log_add_datagram(peer)->bytes, REPLY);
	peer->datagrams[peer->datagram_count - 1].from_port = 7777;
	trial_judge(&trial);
	assert_only_failed(&trial, "many");
	trial_release(&trial);
}

/* The asker at 127.0.0.2 port 20001 hears nothing; where did its reply go? */
static void
a_reply_that_went_elsewhere_is_named(void **state)
{
	static const uint8_t asker[] = { 127, 0, 0, 2 };
	static const struct blob reply = { (uint8_t *)(uintptr_t)REPLY,
		sizeof(REPLY) - 1 };
	static const uint16_t ports[] = { 20001, 8526 };
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play_server(&trial, &right_server);
		evidence = &trial.cases[trial_case(&trial, "hello")];
		blob_release(&evidence->peers[0].datagrams[0].bytes);
		evidence->peers[0].datagram_count = 0;
		add_datagram(
		    &evidence->captures[0], asker, 7777, ports[i], &reply);
		trial_judge(&trial);
		assert_int_equal(
		    trial_check(&trial, "one-datagram")->verdict.causes.count,
		    i);
		if (i == 1)
			assert_cause(&trial, "one-datagram", "reply-astray");
		trial_release(&trial);
	}
}

static void
set_output(struct trial_run *trial, const char *id, const char *out, size_t len)
{
	struct run *run = trial->cases[trial_case(trial, id)].runs;

	blob_release(&run->out);
	blob_add(&run->out, out, len);
}

static void
known_mistakes_are_named(void **state)
{
	static const char cut[] = "Message Received: '100% of %s %n %d'\n"
				  "Sent by - 127.0.0.2 port - 20001\n";
	static const char swapped[] = "Message Received: 'Hello, server!'\n"
				      "Sent by - 127.0.0.2 port - 8526\n";
	static const char kept[] = "Message Received: 'Hello, server!\n'\n"
				   "Sent by - 127.0.0.2 port - 20001\n";
	struct trial_run trial;

	(void)state;
	play_server(&trial, &right_server);
	set_output(&trial, "any-byte", cut, sizeof(cut) - 1);
	trial_judge(&trial);
	assert_only_failed(&trial, "any-byte");
	assert_cause(&trial, "any-byte", "datagram-as-string");
	trial_release(&trial);

	play_server(&trial, &right_server);
	set_output(&trial, "hello", swapped, sizeof(swapped) - 1);
	trial_judge(&trial);
	assert_cause(&trial, "one-datagram", "port-in-network-order");
	trial_release(&trial);

	play_server(&trial, &right_server);
	set_output(&trial, "hello", kept, sizeof(kept) - 1);
	trial_judge(&trial);
	assert_cause(&trial, "one-datagram", "newline-kept");
	trial_release(&trial);
}

/* Another check tells of the sender: what is shown of it is what is there. */
static void
a_wrong_text_is_shown_beside_whole_lines(void **state)
{
	static const char kept[] = "Message Received: ''\n"
				   "Sent by - 127.0.0.2 port - 8526\n"
				   "Message Received: 'after it\n'\n"
				   "Sent by - 127.0.0.2 port - 8526\n";
	const struct verdict *verdict;
	struct trial_run trial;

	(void)state;
	play_server(&trial, &right_server);
	set_output(&trial, "empty", kept, sizeof(kept) - 1);
	trial_judge(&trial);
	verdict = &trial_check(&trial, "sizes")->verdict;
	assert_int_equal(verdict->status, STATUS_FAILED);
	assert_non_null(strstr(verdict->findings[0].expected,
	    "'after it'\\x0aSent by - 127.0.0.2"));
	trial_release(&trial);
}

static void
a_server_has_to_stop(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	play_server(&trial, &right_server);
	evidence = &trial.cases[trial_case(&trial, "int")];
	evidence->runs[0].end = END_SIGNALLED;
	evidence->runs[0].status = 2;
	trial_judge(&trial);
	assert_only_failed(&trial, "clean-stop");
	assert_non_null(strstr(
	    trial_check(&trial, "clean-stop")->verdict.message, "SIGINT"));
	trial_release(&trial);

	/* one that goes on is told off once: the checker has no report */
	play_server(&trial, &right_server);
	for (i = 0; i < trial.count; i++) {
		evidence = &trial.cases[i];
		if (strcmp(evidence->case_id, "term") != 0 &&
		    strcmp(evidence->case_id, "memory") != 0)
			continue;
		evidence->stop = STOP_DEADLINE;
		evidence->stop_kind = STEP_AWAIT_EXIT;
		evidence->runs[0].end = END_HUNG;
	}
	trial_judge(&trial);
	assert_only_failed(&trial, "clean-stop");
	assert_int_equal(
	    trial_check(&trial, "memory")->verdict.status, STATUS_SKIPPED);
	trial_release(&trial);
}

/* A stop can be wrong in both its status and what is left: both are found. */
static void
a_helper_has_to_stop_too(void **state)
{
	const struct check_result *check;
	struct trial_run trial;
	struct run *run;
	int status;

	(void)state;
	for (status = 0; status < 2; status++) {
		play_server(&trial, &right_server);
		run = trial.cases[trial_case(&trial, "term-unused")].runs;
		run->outlived = true;
		run->status = status;
		trial_judge(&trial);
		assert_only_failed(&trial, "clean-stop");
		check = trial_check(&trial, "clean-stop");
		assert_int_equal(check->verdict.finding_count, 1 + status);
		assert_string_equal(
		    check->verdict.findings[status].field, "processes left");
		trial_release(&trial);
	}
}

static void
late_lines_are_late(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;

	(void)state;
	play_server(&trial, &right_server);
	evidence = &trial.cases[trial_case(&trial, "as-it-happens")];
	evidence->stop = STOP_DEADLINE;
	evidence->stop_kind = STEP_AWAIT_OUTPUT;
	trial_judge(&trial);
	assert_only_failed(&trial, "as-it-happens");
	trial_release(&trial);
}

/* However a story stops, it is a failure, and told as what it was. */
static void
each_stop_is_told(void **state)
{
	static const struct {
		enum stop stop;
		const char *told;
	} stops[] = {
		{ STOP_DEADLINE, "in vain" },
		{ STOP_TAKEN, "had taken" },
		{ STOP_OVERTIME, "too long" },
	};
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		play_server(&trial, &right_server);
		evidence = &trial.cases[trial_case(&trial, "many")];
		evidence->stop = stops[i].stop;
		evidence->stop_kind = STEP_RECEIVE;
		evidence->runs[0].end = END_HUNG;
		trial_judge(&trial);
		assert_only_failed(&trial, "many");
		assert_non_null(
		    strstr(trial_check(&trial, "many")->verdict.message,
			stops[i].told));
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
	trial_init(&trial, "dgram-server");
	for (i = 0; i < trial.count; i++) {
		evidence = &trial.cases[i];
		add_refusals(evidence, &trial.exercise->scenarios[i]);
		evidence->stop = STOP_ENDED;
		evidence->stop_kind = STEP_AWAIT_BOUND;
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
		cmocka_unit_test(right_server_passes),
		cmocka_unit_test(wrong_lines_fail_the_heart),
		cmocka_unit_test(wrong_replies_are_told_once),
		cmocka_unit_test(lines_are_judged_by_their_check),
		cmocka_unit_test(each_asker_gets_its_replies),
		cmocka_unit_test(a_reply_that_went_elsewhere_is_named),
		cmocka_unit_test(known_mistakes_are_named),
		cmocka_unit_test(a_wrong_text_is_shown_beside_whole_lines),
		cmocka_unit_test(a_server_has_to_stop),
		cmocka_unit_test(a_helper_has_to_stop_too),
		cmocka_unit_test(late_lines_are_late),
		cmocka_unit_test(each_stop_is_told),
		cmocka_unit_test(refusing_all_earns_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
