/*
 * What a server of 12 prints of its clients: whose lines are due, whose are
 * free, and which mistake made the wrong ones.
 */
#include "served_trial.h"

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

/* The silent client's pair is wrong in the same way: one mistake, one cause. */
static void
a_silent_client_hides_no_cause(void **state)
{
	struct trial_run trial;
	struct evidence *evidence;
	struct blob *out;
	struct blob right, lines = { NULL, 0 };
	size_t i;

	(void)state;
	play(&trial);
	evidence = case_of(&trial, "at-once");
	out = &evidence->runs[0].out;
	right = *out;
	add_pair(&lines, &evidence->peers[0], "", 0);
	blob_add(&lines, right.data, right.len);
	blob_release(&right);
	*out = lines;
	for (i = 0; i < 3; i++) /* 40000 to 40002, printed as they stand */
		evidence->peers[i].port = (evidence->peers[i].port & 0xff)
			<< 8 |
		    evidence->peers[i].port >> 8;
	trial_judge(&trial);
	assert_only_failed(&trial, "at-once");
	assert_cause(&trial, "at-once", "port-in-network-order");
	trial_release(&trial);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_order_of_clients_is_free),
		cmocka_unit_test(clients_that_broke_off_may_be_printed),
		cmocka_unit_test(broken_clients_are_printed_or_not),
		cmocka_unit_test(wrong_lines_name_their_cause),
		cmocka_unit_test(a_silent_client_hides_no_cause),
		cmocka_unit_test(a_wrong_port_is_no_pair),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
