/*
 * The judges of 11 on conversations made by hand: the right one passes, each
 * wrong behaviour fails its own check and, where it is known, names its cause.
 */
#include "test_judges.h"

#include "bytes.h"

enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };

/* What a program does in every case; a test changes one thing of it. */
struct behaviour {
	const char *after; /* sent after MESSAGE instead of a newline */
	size_t after_len;
	bool first_piece_only, reset;
};

struct direction {
	uint8_t from[4], to[4];
	uint16_t from_port, to_port;
	uint32_t next;
};

static void
add_segment(struct capture *capture, struct direction *from, uint32_t acked,
    int flags, const void *data, size_t len)
{
	struct blob frame = { NULL, 0 };
	uint8_t header[54] = { [12] = 8, [14] = 0x45, [23] = 6, [46] = 0x50 };

	header[22] = LAB_TTL;
	put_be16(header + 16, (uint16_t)(40 + len));
	memcpy(header + 26, from->from, 4);
	memcpy(header + 30, from->to, 4);
	put_be16(header + 34, from->from_port);
	put_be16(header + 36, from->to_port);
	put_be32(header + 38, from->next);
	put_be32(header + 42, acked);
	header[47] = (uint8_t)flags;
	blob_add(&frame, header, sizeof(header));
	blob_add(&frame, data, len);
	capture_add(capture, frame.data, frame.len);
	blob_release(&frame);
	from->next += (uint32_t)len + ((flags & (SYN | FIN)) != 0);
}

static void
set_directions(const struct values *values, struct direction *client,
    struct direction *server)
{
	static const uint8_t own[4] = { 127, 0, 0, 1 };
	static const uint8_t name[4] = { 192, 0, 2, 250 };

	memset(client, 0, sizeof(*client));
	memset(server, 0, sizeof(*server));
	memcpy(client->from, own, 4);
	if (values_address(values, "host", client->to) != 0)
		memcpy(client->to, name, 4);
	client->from_port = 50000;
	client->to_port = (uint16_t)values_number(values, "port");
	client->next = 0xfffffff0;
	memcpy(server->from, client->to, 4);
	memcpy(server->to, own, 4);
	server->from_port = client->to_port;
	server->to_port = client->from_port;
	server->next = 1;
}

/* The conversation on the wire: the answer's bytes are left out of it. */
static void
add_conversation(struct evidence *evidence, const struct values *values,
    const struct blob *sent, bool reset)
{
	struct capture *capture = &evidence->captures[0];
	struct direction client, server;

	set_directions(values, &client, &server);
	add_segment(capture, &client, 0, SYN, "", 0);
	add_segment(capture, &server, client.next, SYN | ACK, "", 0);
	add_segment(capture, &client, server.next, ACK, "", 0);
	add_segment(capture, &client, server.next, ACK, sent->data, sent->len);
	add_segment(capture, &server, client.next, FIN | ACK, "", 0);
	add_segment(
	    capture, &client, server.next, reset ? RST : FIN | ACK, "", 0);
	evidence->peer_count = 1;
	evidence->peers[0].connected = true;
	blob_add(&evidence->peers[0].received, sent->data, sent->len);
}

static void
add_output(struct run *run, const struct scenario *scenario,
    const struct values *values, bool first_only)
{
	const struct step *step;

	for (step = scenario->steps; step->kind != STEP_END; step++) {
		if (step->kind != STEP_SEND)
			continue;
		values_bytes(values, step->text, &run->out);
		if (first_only)
			return;
	}
}

static void
play_exchange(
    struct trial_run *trial, size_t i, const struct behaviour *behaviour)
{
	struct evidence *evidence = &trial->cases[i];
	const struct values *values = &trial->values[i];
	const struct blob *message = values_get(values, "message");
	struct blob sent = { NULL, 0 };
	struct run *run;

	blob_add(&sent, message->data, message->len);
	blob_add(&sent, behaviour->after, behaviour->after_len);
	add_conversation(evidence, values, &sent, behaviour->reset);
	blob_release(&sent);
	run = add_run(evidence, END_EXITED, 0);
	add_output(run, &trial->exercise->scenarios[i], values,
	    behaviour->first_piece_only);
	if (strcmp(evidence->case_id, "memory") == 0)
		add_clean_log(run);
}

static void
play(struct trial_run *trial, const struct behaviour *behaviour)
{
	const char *id;
	size_t i;

	trial_init(trial, "11");
	for (i = 0; i < trial->count; i++) {
		id = trial->cases[i].case_id;
		if (strncmp(id, "args-", 5) == 0 ||
		    strcmp(id, "refused") == 0 ||
		    strcmp(id, "unresolvable") == 0 || strcmp(id, "reset") == 0)
			add_refusals(
			    &trial->cases[i], &trial->exercise->scenarios[i]);
		else
			play_exchange(trial, i, behaviour);
	}
}

static const struct behaviour right = { "\n", 1, false, false };

static void
right_conversation_passes(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial, &right);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

/* Without a capture only the connection's end cannot be seen. */
static void
without_capture_the_peer_is_asked(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	play(&trial, &right);
	for (i = 0; i < trial.count; i++) {
		capture_release(&trial.cases[i].captures[0]);
		trial.cases[i].capture_count = 0;
	}
	trial_judge(&trial);
	assert_int_equal(trial.result.status, EXERCISE_COULD_NOT_CHECK);
	assert_int_equal(trial.result.unchecked, 1);
	assert_int_equal(trial.result.score, 19);
	trial_release(&trial);
}

static void
assert_message_cause(const char *after, size_t len, const char *cause)
{
	struct behaviour behaviour = { after, len, false, false };
	struct trial_run trial;

	play(&trial, &behaviour);
	trial_judge(&trial);
	assert_int_equal(
	    trial_check(&trial, "message")->verdict.status, STATUS_FAILED);
	assert_cause(&trial, "message", cause);
	/* the answers are not told off again */
	assert_int_equal(
	    trial_check(&trial, "one-piece")->verdict.status, STATUS_SKIPPED);
	assert_int_equal(
	    trial_check(&trial, "arguments")->verdict.status, STATUS_SKIPPED);
	trial_release(&trial);
}

static void
wrong_messages_name_their_cause(void **state)
{
	(void)state;
	assert_message_cause("", 0, "newline-missing");
	assert_message_cause("\n\0", 2, "nul-sent");
	assert_message_cause("\0\n", 2, "nul-sent");
}

static void
one_recv_fails_many_pieces(void **state)
{
	struct behaviour behaviour = { "\n", 1, true, false };
	struct trial_run trial;

	(void)state;
	play(&trial, &behaviour);
	trial_judge(&trial);
	assert_cause(&trial, "many-pieces", "one-recv");
	assert_int_equal(trial_check(&trial, "shrinking-piece")->verdict.status,
	    STATUS_FAILED);
	assert_int_equal(
	    trial_check(&trial, "one-piece")->verdict.status, STATUS_PASSED);
	trial_release(&trial);
}

static void
a_reset_fails_orderly_close_alone(void **state)
{
	struct behaviour behaviour = { "\n", 1, false, true };
	struct trial_run trial;

	(void)state;
	play(&trial, &behaviour);
	trial_judge(&trial);
	assert_only_failed(&trial, "orderly-close");
	assert_int_equal(trial.result.score, 19);
	trial_release(&trial);
}

/* Which check notices that the output of this case is one byte too long. */
static void
output_is_judged_by_its_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "one-piece" },
		{ "fresh", "one-piece" }, { "many-pieces", "many-pieces" },
		{ "shrinking", "shrinking-piece" }, { "any-byte", "any-byte" },
		{ "two-lines", "two-lines" }, { "megabytes", "megabytes" },
		{ "empty-answer", "empty-answer" },
		{ "empty-message", "message-sizes" },
		{ "long-message", "message-sizes" },
		{ "dash-message", "message-sizes" },
		{ "host-name", "host-name" }, { "fresh-host", "host-name" },
		{ "memory", "memory" } };
	struct trial_run trial;
	size_t i, at;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play(&trial, &right);
		at = trial_case(&trial, pairs[i][0]);
		blob_add(&trial.cases[at].runs[0].out, "\n", 1);
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		assert_string_equal(
		    trial_check(&trial, pairs[i][1])->case_id, pairs[i][0]);
		trial_release(&trial);
	}
}

/* Of an answer that broke off something may have been printed. */
static void
failures_print_nothing(void **state)
{
	static const char *const ids[] = { "refused", "unresolvable", "reset" };
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		play(&trial, &right);
		evidence = &trial.cases[trial_case(&trial, ids[i])];
		evidence->peers[0].connected = i == 2;
		blob_printf(&evidence->runs[0].out, "no");
		trial_judge(&trial);
		if (i < 2)
			assert_only_failed(&trial, "failures");
		else
			assert_all_passed(&trial);
		trial_release(&trial);
	}
}

static void
failures_must_fail(void **state)
{
	static const char *const ids[] = { "refused", "unresolvable", "reset" };
	struct trial_run trial;
	struct run *run;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		play(&trial, &right);
		run = trial.cases[trial_case(&trial, ids[i])].runs;
		run->status = 0;
		trial_judge(&trial);
		assert_only_failed(&trial, "failures");
		trial_release(&trial);

		play(&trial, &right);
		run = trial.cases[trial_case(&trial, ids[i])].runs;
		blob_release(&run->err);
		trial_judge(&trial);
		assert_only_failed(&trial, "failures");
		trial_release(&trial);
	}
}

/* Exits with an error at once, or does nothing at all: never a mark. */
static void
doing_nothing_earns_nothing(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	size_t i, kind;

	(void)state;
	for (kind = 0; kind < 2; kind++) {
		trial_init(&trial, "stream-client");
		for (i = 0; i < trial.count; i++) {
			evidence = &trial.cases[i];
			if (kind == 0)
				add_run(evidence, END_EXITED, 0);
			else
				add_refusals(
				    evidence, &trial.exercise->scenarios[i]);
			if (strncmp(evidence->case_id, "args-", 5) == 0)
				continue;
			evidence->stop = STOP_ENDED;
			evidence->stop_step = 2;
			evidence->stop_kind = STEP_ACCEPT;
		}
		trial_judge(&trial);
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(trial.result.unchecked, 0);
		trial_release(&trial);
	}
}

static void
a_hang_is_told_with_its_place(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	const struct check_result *check;

	(void)state;
	play(&trial, &right);
	evidence = &trial.cases[trial_case(&trial, "two-lines")];
	evidence->stop = STOP_DEADLINE;
	evidence->stop_kind = STEP_AWAIT_EXIT;
	evidence->stop_step = 6;
	evidence->runs[0].end = END_HUNG;
	evidence->runs[0].blocked = xstrdup("recvfrom on descriptor 3");
	trial_judge(&trial);
	assert_only_failed(&trial, "two-lines");
	check = trial_check(&trial, "two-lines");
	assert_non_null(strstr(check->verdict.message, "ended"));
	assert_non_null(strstr(check->verdict.message, "recvfrom"));
	assert_int_equal(check->story.count, 7);
	trial_release(&trial);
}

static void
what_was_not_played_is_never_passed(void **state)
{
	struct trial_run trial;
	size_t i;

	(void)state;
	play(&trial, &right);
	i = trial_case(&trial, "megabytes");
	trial.cases[i].played = false;
	trial.cases[i].trouble = xstrdup("no memory for the ring");
	trial_judge(&trial);
	assert_int_equal(trial_check(&trial, "megabytes")->verdict.status,
	    STATUS_COULD_NOT_CHECK);
	assert_non_null(
	    strstr(trial_check(&trial, "megabytes")->verdict.message,
		"no memory for the ring"));
	assert_int_equal(trial_check(&trial, "message")->verdict.status,
	    STATUS_COULD_NOT_CHECK);
	/* megabytes, orderly-close, and with the heart all duties */
	assert_int_equal(trial.result.unchecked, 1 + 1 + 3 + 2 + 2 + 1);
	assert_int_equal(trial.result.score, 10);
	assert_int_equal(trial.result.status, EXERCISE_COULD_NOT_CHECK);
	trial_release(&trial);
}

/* A case left out after a hang is the submission's doing. */
static void
what_a_hang_left_out_is_skipped(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;

	(void)state;
	play(&trial, &right);
	evidence = &trial.cases[trial_case(&trial, "shrinking")];
	evidence->stop = STOP_DEADLINE;
	evidence->stop_kind = STEP_AWAIT_EXIT;
	evidence = &trial.cases[trial_case(&trial, "any-byte")];
	evidence->played = false;
	evidence->skipped = xstrdup("shrinking");
	trial_judge(&trial);
	assert_int_equal(
	    trial_check(&trial, "any-byte")->verdict.status, STATUS_SKIPPED);
	assert_non_null(strstr(
	    trial_check(&trial, "any-byte")->verdict.message, "shrinking"));
	assert_int_equal(trial.result.unchecked, 0);
	trial_release(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_conversation_passes),
		cmocka_unit_test(without_capture_the_peer_is_asked),
		cmocka_unit_test(wrong_messages_name_their_cause),
		cmocka_unit_test(one_recv_fails_many_pieces),
		cmocka_unit_test(a_reset_fails_orderly_close_alone),
		cmocka_unit_test(output_is_judged_by_its_check),
		cmocka_unit_test(failures_must_fail),
		cmocka_unit_test(failures_print_nothing),
		cmocka_unit_test(doing_nothing_earns_nothing),
		cmocka_unit_test(a_hang_is_told_with_its_place),
		cmocka_unit_test(what_was_not_played_is_never_passed),
		cmocka_unit_test(what_a_hang_left_out_is_skipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
