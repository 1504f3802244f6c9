/*
 * The judges of 12 on clients made by hand: a right server passes, in whatever
 * order it serves them; each wrong behaviour fails its own check.
 */
#include "test_judges.h"

enum { FIRST_PORT = 40000 };

static bool
has_step(const struct scenario *scenario, enum step_kind kind, int peer)
{
	const struct step *step;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		if (step->kind == kind && step->peer == peer)
			return true;
	return false;
}

static void
add_pair(
    struct blob *out, const struct peer_log *log, const void *line, size_t len)
{
	blob_printf(out, "Message Received - '");
	blob_add(out, line, len);
	blob_printf(
	    out, "'\nSent by - %s port - %d\n", log->address, log->port);
}

/* What the peer sends, without the newline. */
static void
sent_line(const struct scenario *scenario, const struct values *values,
    int peer, struct blob *line)
{
	const struct step *step;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		if (step->kind == STEP_SEND && step->peer == peer)
			values_bytes(values, step->text, line);
	if (line->len > 0 && line->data[line->len - 1] == '\n')
		line->len--;
}

/* A client that was served, unless it broke off. */
static void
serve(struct evidence *evidence, const struct scenario *scenario,
    const struct values *values, int peer)
{
	struct peer_log *log = &evidence->peers[peer];
	struct blob line = { NULL, 0 };

	evidence->peer_count = (size_t)peer + 1;
	log->connected = true;
	snprintf(log->address, sizeof(log->address), "127.7.%d.9", peer);
	log->port = FIRST_PORT + peer;
	log->end = PEER_END_OF_FILE;
	if (!has_step(scenario, STEP_SEND, peer) ||
	    has_step(scenario, STEP_RESET, peer))
		return;
	sent_line(scenario, values, peer, &line);
	add_pair(&evidence->runs[0].out, log, line.data, line.len);
	blob_printf(&log->received, "Connected to TCP Server on port %s\n",
	    values_text(values, "port"));
	blob_release(&line);
}

static void
play_case(struct evidence *evidence, const struct scenario *scenario,
    const struct values *values)
{
	const struct step *step;
	bool told = false;
	int peer;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		told |= step->kind == STEP_SIGNAL;
	if (strncmp(scenario->id, "args-", 5) == 0 ||
	    strcmp(scenario->id, "port-taken") == 0) {
		add_refusals(evidence, scenario);
		return;
	}
	add_run(evidence, told ? END_EXITED : END_STOPPED, 0);
	if (strcmp(scenario->id, "restart") == 0)
		add_run(evidence, END_STOPPED, 0);
	for (peer = 0; has_step(scenario, STEP_CONNECT, peer); peer++)
		serve(evidence, scenario, values, peer);
	if ((scenario->flags & CASE_VALGRIND) != 0)
		add_clean_log(&evidence->runs[0]);
}

/* Every case, played by a right server. */
static void
play(struct trial_run *trial)
{
	size_t i;

	trial_init(trial, "stream-server");
	for (i = 0; i < trial->count; i++)
		play_case(&trial->cases[i], &trial->exercise->scenarios[i],
		    &trial->values[i]);
}

static struct evidence *
case_of(struct trial_run *trial, const char *id)
{
	return &trial->cases[trial_case(trial, id)];
}

/* The story stopped at its last step of that kind. */
static void
stop_at(struct trial_run *trial, const char *id, enum stop stop,
    enum step_kind kind)
{
	struct evidence *evidence = case_of(trial, id);
	const struct step *steps =
	    trial->exercise->scenarios[trial_case(trial, id)].steps;
	size_t i;

	evidence->stop = stop;
	evidence->stop_kind = kind;
	for (i = 0; i < evidence->step_count; i++)
		if (steps[i].kind == kind)
			evidence->stop_step = (int)i;
	for (i = (size_t)evidence->stop_step; i < evidence->step_count; i++)
		evidence->steps[i].done = false;
}

static void
right_server_passes(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

static void
the_order_of_clients_is_free(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	struct blob turned = { NULL, 0 };
	const struct values *values;
	char *line;
	int peer;

	(void)state;
	play(&trial);
	evidence = case_of(&trial, "twenty");
	values = &trial.values[trial_case(&trial, "twenty")];
	for (peer = 19; peer >= 0; peer--) {
		line = xprintf("%s %d", values_text(values, "line"), peer);
		add_pair(&turned, &evidence->peers[peer], line, strlen(line));
		free(line);
	}
	assert_int_equal(turned.len, evidence->runs[0].out.len);
	blob_release(&evidence->runs[0].out);
	evidence->runs[0].out = turned;
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);
}

/* What came of a line may be printed, or nothing of it: both are right. */
static void
clients_that_broke_off_may_be_printed(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;

	(void)state;
	play(&trial);
	evidence = case_of(&trial, "at-once");
	add_pair(&evidence->runs[0].out, &evidence->peers[0], "", 0);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);

	play(&trial);
	evidence = case_of(&trial, "at-once");
	add_pair(&evidence->runs[0].out, &evidence->peers[0], "more", 4);
	trial_judge(&trial);
	assert_only_failed(&trial, "at-once");
	trial_release(&trial);
}

/* Which check notices that the output of this case is one byte too long. */
static void
output_is_judged_by_its_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "exchange" },
		{ "fresh", "exchange" }, { "loopback", "every-address" },
		{ "elsewhere", "every-address" }, { "pieces", "pieces" },
		{ "late-newline", "pieces" }, { "no-newline", "end-of-file" },
		{ "empty", "line-sizes" }, { "longest", "line-sizes" },
		{ "longest-no-newline", "line-sizes" },
		{ "any-byte", "any-byte" }, { "shrinking", "shrinking-line" },
		{ "twenty", "many-clients" }, { "at-once", "at-once" },
		{ "port-taken", "port-taken" }, { "sigterm", "clean-stop" },
		{ "sigint", "clean-stop" } };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play(&trial);
		blob_add(&case_of(&trial, pairs[i][0])->runs[0].out, "\n", 1);
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		trial_release(&trial);
	}
}

static void
answers_are_judged_by_their_check(void **state)
{
	static const char *const pairs[][2] = { { "hello", "exchange" },
		{ "elsewhere", "every-address" }, { "twenty", "many-clients" },
		{ "at-once", "at-once" }, { "memory", "memory" } };
	struct trial_run trial;
	struct evidence *evidence;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		play(&trial);
		evidence = case_of(&trial, pairs[i][0]);
		evidence->peers[1 % evidence->peer_count].received.len--;
		trial_judge(&trial);
		assert_only_failed(&trial, pairs[i][1]);
		trial_release(&trial);
	}
}

/* Of clients that break off, after the others, anything may be printed. */
static void
broken_clients_are_printed_or_not(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;

	(void)state;
	play(&trial);
	evidence = case_of(&trial, "memory");
	add_pair(&evidence->runs[0].out, &evidence->peers[40], "half", 4);
	add_pair(&evidence->runs[0].out, &evidence->peers[41], "", 0);
	trial_judge(&trial);
	assert_all_passed(&trial);
	trial_release(&trial);

	play(&trial);
	case_of(&trial, "memory")->runs[0].out.data[0]++;
	trial_judge(&trial);
	assert_only_failed(&trial, "memory");
	trial_release(&trial);
}

/* The pairs of the case's first clients, with these lines and ports. */
static void
assert_line_cause(const char *id, const char *check, const char *const *lines,
    int port, const char *cause)
{
	struct trial_run trial;
	struct evidence *evidence;
	struct peer_log log;
	int peer;

	play(&trial);
	evidence = case_of(&trial, id);
	blob_release(&evidence->runs[0].out);
	for (peer = 0; lines[peer] != NULL; peer++) {
		log = evidence->peers[peer];
		log.port = port != 0 ? port : log.port;
		add_pair(&evidence->runs[0].out, &log, lines[peer],
		    strlen(lines[peer]));
	}
	trial_judge(&trial);
	assert_only_failed(&trial, check);
	assert_cause(&trial, check, cause);
	trial_release(&trial);
}

static void
wrong_lines_name_their_cause(void **state)
{
	struct trial_run trial;
	const struct values *values;
	char *first, *tail, *piece;

	(void)state;
	trial_init(&trial, "stream-server");
	values = &trial.values[trial_case(&trial, "shrinking")];
	first = xstrdup(values_text(values, "long"));
	tail = xprintf("%s%s", values_text(values, "short"),
	    first + strlen(values_text(values, "short")));
	values = &trial.values[trial_case(&trial, "pieces")];
	piece = xstrdup(values_text(values, "tiny"));
	trial_release(&trial);

	assert_line_cause("hello", "exchange",
	    (const char *[]){ "Hello, server!\n", NULL }, 0, "newline-kept");
	assert_line_cause("hello", "exchange",
	    (const char *[]){ "Hello, server!", NULL }, 0x409c,
	    "port-in-network-order");
	assert_line_cause("any-byte", "any-byte",
	    (const char *[]){ "100% %s", "  in between  ", NULL }, 0,
	    "line-as-string");
	assert_line_cause("pieces", "pieces", (const char *[]){ piece, NULL },
	    0, "line-first-piece");
	assert_line_cause("shrinking", "shrinking-line",
	    (const char *[]){ first, tail, "", NULL }, 0, "line-stale-tail");
	free(first);
	free(tail);
	free(piece);
}

static void
a_wrong_port_is_no_pair(void **state)
{
	struct trial_run trial;

	(void)state;
	play(&trial);
	case_of(&trial, "fresh")->peers[0].port++;
	trial_judge(&trial);
	assert_only_failed(&trial, "exchange");
	assert_int_equal(trial.result.unchecked, 0);
	trial_release(&trial);
}

static void
the_end_has_to_be_in_order(void **state)
{
	static const enum peer_end ends[] = { PEER_OPEN, PEER_RESET };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial);
		case_of(&trial, "server-first")->peers[0].end = ends[i];
		trial_judge(&trial);
		assert_only_failed(&trial, "orderly-close");
		trial_release(&trial);
	}
	play(&trial);
	stop_at(&trial, "server-first", STOP_DEADLINE, STEP_READ_END);
	trial_judge(&trial);
	assert_only_failed(&trial, "orderly-close");
	trial_release(&trial);
}

static void
a_server_that_ends_does_not_go_on(void **state)
{
	static const char *const ids[] = { "reset", "leaves-at-once",
		"half-close", "broken-pipe" };
	struct trial_run trial;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		play(&trial);
		stop_at(&trial, ids[i], STOP_ENDED, STEP_CONNECT);
		trial_judge(&trial);
		assert_only_failed(&trial, "goes-on");
		assert_int_equal(trial.result.score, 18);
		trial_release(&trial);
	}
}

/* A client whose story stopped need not have been printed. */
static void
a_story_that_stopped_is_told_as_it_stopped(void **state)
{
	const struct check_result *check;
	struct trial_run trial;
	struct evidence *evidence;

	(void)state;
	play(&trial);
	stop_at(&trial, "pieces", STOP_DEADLINE, STEP_READ_LINE);
	evidence = case_of(&trial, "pieces");
	blob_release(&evidence->runs[0].out);
	blob_release(&evidence->peers[0].received);
	trial_judge(&trial);
	assert_only_failed(&trial, "pieces");
	check = trial_check(&trial, "pieces");
	assert_non_null(strstr(check->verdict.message, "waited in vain"));
	trial_release(&trial);
}

static void
restart_names_the_option(void **state)
{
	const struct check_result *check;
	struct trial_run trial;

	(void)state;
	play(&trial);
	stop_at(&trial, "restart", STOP_ENDED, STEP_AWAIT_READY);
	trial_judge(&trial);
	assert_only_failed(&trial, "restart");
	check = trial_check(&trial, "restart");
	assert_non_null(strstr(check->verdict.message, "SO_REUSEADDR"));
	trial_release(&trial);

	play(&trial);
	stop_at(&trial, "restart", STOP_DEADLINE, STEP_AWAIT_EXIT);
	case_of(&trial, "restart")->run_count = 1;
	trial_judge(&trial);
	assert_int_equal(
	    trial_check(&trial, "restart")->verdict.status, STATUS_SKIPPED);
	case_of(&trial, "restart")->run_count = 2;
	trial_release(&trial);
}

static void
stops_have_to_be_clean(void **state)
{
	static const char *const ids[] = { "sigterm", "sigint" };
	struct trial_run trial;
	struct run *run;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		play(&trial);
		run = &case_of(&trial, ids[i])->runs[0];
		run->end = END_SIGNALLED;
		run->status = 15;
		trial_judge(&trial);
		assert_only_failed(&trial, "clean-stop");
		trial_release(&trial);
	}
}

static void
children_may_not_outlive_it(void **state)
{
	struct trial_run trial;
	const struct verdict *verdict;
	struct run *run;

	(void)state;
	play(&trial);
	run = case_of(&trial, "sigint")->runs;
	run->outlived = true;
	run->blocked = xstrdup("accept on descriptor 3");
	/* what outlives the first of two is the grader's to end */
	case_of(&trial, "restart")->runs[0].outlived = true;
	trial_judge(&trial);
	assert_only_failed(&trial, "clean-stop");
	verdict = &trial_check(&trial, "clean-stop")->verdict;
	assert_non_null(strstr(verdict->message, run->blocked));
	assert_string_equal(verdict->findings[0].field, "processes left");
	trial_release(&trial);
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
		trial_init(&trial, "stream-server");
		for (i = 0; i < trial.count; i++) {
			evidence = &trial.cases[i];
			add_refusals(evidence, &trial.exercise->scenarios[i]);
			if (kind == 1)
				evidence->runs[0].status = 0;
			if (strncmp(evidence->case_id, "args-", 5) == 0 ||
			    strcmp(evidence->case_id, "port-taken") == 0)
				continue;
			evidence->stop = STOP_ENDED;
			evidence->stop_step = 1;
			evidence->stop_kind = STEP_AWAIT_READY;
		}
		trial_judge(&trial);
		assert_int_equal(trial.result.score, 0);
		assert_int_equal(trial.result.unchecked, 0);
		trial_release(&trial);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_server_passes),
		cmocka_unit_test(the_order_of_clients_is_free),
		cmocka_unit_test(clients_that_broke_off_may_be_printed),
		cmocka_unit_test(output_is_judged_by_its_check),
		cmocka_unit_test(answers_are_judged_by_their_check),
		cmocka_unit_test(broken_clients_are_printed_or_not),
		cmocka_unit_test(wrong_lines_name_their_cause),
		cmocka_unit_test(a_wrong_port_is_no_pair),
		cmocka_unit_test(the_end_has_to_be_in_order),
		cmocka_unit_test(a_server_that_ends_does_not_go_on),
		cmocka_unit_test(a_story_that_stopped_is_told_as_it_stopped),
		cmocka_unit_test(restart_names_the_option),
		cmocka_unit_test(stops_have_to_be_clean),
		cmocka_unit_test(children_may_not_outlive_it),
		cmocka_unit_test(doing_nothing_earns_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
