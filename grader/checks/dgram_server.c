/*
 * 22-dgram-server: its cases and its checks.  Every asker waits for its reply
 * before the next one asks, so what is to be printed is known to the byte.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/reply_astray.h"
#include "checks/server_duties.h"
#include "checks/told_datagrams.h"
#include "diagnose/diagnose.h"
#include "model/lab_facts.h"
#include "packet/compare.h"

enum { MEMORY_WORK = 48 };

#define REPLY "Message received by the UDP Message Server!"

/* clang-format off */
#define STEPS(...) \
	(const struct step[]) { __VA_ARGS__, { STEP_END, 0, NULL } }
#define RUN(arguments) \
	{ STEP_START, 0, (arguments) }, \
	{ STEP_AWAIT_EXIT, 0, NULL }
#define SERVE \
	{ STEP_START, 0, "$port" }, \
	{ STEP_AWAIT_BOUND, 0, "127.0.0.1 $port" }
#define ASKER(peer, at) \
	{ STEP_BIND, (peer), (at) }, \
	{ STEP_AIM, (peer), "127.0.0.1 $port" }
/*
 * What is printed after the reply is printed when it waits again: by a thread
 * or a process for each datagram, too, and before the next one is sent.
 */
#define ASK(peer, text) \
	{ STEP_SEND_DATAGRAM, (peer), (text) }, \
	{ STEP_RECEIVE, (peer), NULL }, \
	{ STEP_AWAIT_IDLE, 0, NULL }

/* Eight askers, whose texts differ in length, in turn. */
#define ASKERS \
	ASKER(0, "127.0.0.2 0"), ASKER(1, "127.0.0.3 0"), \
	ASKER(2, "127.1.2.3 0"), ASKER(3, "127.200.100.50 0"), \
	ASKER(4, "127.0.0.2 0"), ASKER(5, "127.0.0.3 0"), \
	ASKER(6, "127.0.0.250 0"), ASKER(7, "127.9.8.7 0")
#define ROUND(name) \
	ASK(0, name " of the first asker"), ASK(1, name " of $long\n"), \
	ASK(2, name), ASK(3, "$short " name "\n"), ASK(4, "$long " name), \
	ASK(5, "$short" name), ASK(6, name " $short $long\n"), \
	ASK(7, "the last of " name "\n")
#define FIVE_ROUNDS(name) \
	ROUND(name " one"), ROUND(name " two"), ROUND(name " three"), \
	ROUND(name " four"), ROUND(name " five")

#define PORT V_TEXT("port", "7777")
#define FRESH_ASKER \
	V_FRESH("port", VALUE_PORT, 0), V_FRESH("from", VALUE_PORT, 0)
#define SAYS(text) V_TEXT("text", text)

const struct step dgram_server_try[] = {
	{ STEP_START, 0, "$1" },
	{ STEP_AWAIT_BOUND, 0, "127.0.0.1 $1" },
	{ STEP_BIND, 0, "127.0.0.2 0" },
	{ STEP_AIM, 0, "127.0.0.1 $1" },
	{ STEP_SEND_DATAGRAM, 0, "Hello from Wirebook\n" },
	{ STEP_RECEIVE, 0, NULL },
	STOP_BY("TERM"),
	{ STEP_END, 0, NULL },
};

static const struct step one_question[] = { SERVE,
	ASKER(0, "127.0.0.2 20001"), ASK(0, "$text"),
	{ STEP_END, 0, NULL } };

const struct scenario dgram_server_scenarios[] = {
	{ "hello", "the captured exchange", CASE_CAPTURED | CASE_TERMINAL,
	    one_question, { PORT, SAYS("Hello, server!\n") } },
	{ "fresh-1", "other values each time, so nothing can be built in",
	    CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.200.100.50 $from"), ASK(0, "$text")),
	    { FRESH_ASKER, V_FRESH("text", VALUE_WORDS, 29) } },
	{ "fresh-2", "others again", CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.9.8.7 $from"), ASK(0, "$text")),
	    { FRESH_ASKER, V_FRESH("text", VALUE_WORDS, 54) } },
	{ "newlines", "with a newline, without, with two, CR LF, nothing else",
	    CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, "$word\n"),
		ASK(0, "no $word"), ASK(0, "two $word\n\n"), ASK(0, "\n"),
		ASK(0, "one\n$word"), ASK(0, "return $word\r\n"),
		ASK(0, "  $word  \n"), ASK(0, "the end\n")),
	    { PORT, V_FRESH("word", VALUE_WORDS, 9) } },
	{ "empty", "a datagram without data, and life after it", CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, ""),
		ASK(0, "after it\n"), ASK(0, "")), { PORT } },
	{ "longest", "as long as a datagram may be", CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, "$text"),
		ASK(0, "$more\n")),
	    { PORT, V_FRESH("text", VALUE_BYTES, 1472),
	    V_FRESH("more", VALUE_WORDS, 1471) } },
	{ "any-byte", "NUL, %, CR, quotes, bytes above 0x7f", CASE_TERMINAL,
	    one_question, { PORT,
	    SAYS("100% of %s %n %d\0after the NUL '\r\n\t\\\xff\xfe\x80\n") } },
	{ "pattern", "bytes of any value from the seed", CASE_TERMINAL,
	    one_question, { PORT, V_FRESH("text", VALUE_PATTERN, 300) } },
	{ "shrinking", "a short datagram after a long one", CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, "$long"),
		ASK(0, "$short")),
	    { PORT, V_FRESH("long", VALUE_WORDS, 90),
	    V_FRESH("short", VALUE_WORDS, 7) } },
	{ "every-address", "asked at addresses that are not loopback's",
	    CASE_TERMINAL | CASE_LAB,
	    STEPS({ STEP_START, 0, "$port" },
		{ STEP_AWAIT_BOUND, 0, "192.0.2.250 $port" },
		{ STEP_BIND, 0, "198.51.100.7 20001" },
		{ STEP_AIM, 0, "192.0.2.250 $port" }, ASK(0, "here?\n"),
		{ STEP_BIND, 1, "127.0.0.3 20002" },
		{ STEP_AIM, 1, "127.0.0.5 $port" }, ASK(1, "and here?\n"),
		{ STEP_BIND, 2, "203.0.113.251 20003" },
		{ STEP_AIM, 2, "$address $port" }, ASK(2, "there?\n")),
	    { PORT, V_FRESH("address", VALUE_ADDRESS, 0) } },
	{ "askers", "several askers, at one address and at others",
	    CASE_TERMINAL | CASE_LAB,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 $one"), ASKER(1, "127.0.0.2 $two"),
		ASKER(2, "127.200.100.50 $one"), ASKER(3, "$address $two"),
		ASKER(4, LAB_HOST_ADDRESS " 0"), ASK(0, "first\n"),
		ASK(1, "the second asks more\n"), ASK(2, "third"),
		ASK(3, "$words"), ASK(4, "fifth\n"), ASK(0, "first again\n")),
	    { PORT, V_FRESH("one", VALUE_PORT, 0),
	    V_FRESH("two", VALUE_PORT, 0), V_FRESH("address", VALUE_ADDRESS, 0),
	    V_FRESH("words", VALUE_WORDS, 33) } },
	{ "many", "200 datagrams of eight askers in turn", CASE_TERMINAL,
	    STEPS(SERVE, ASKERS, FIVE_ROUNDS("red"), FIVE_ROUNDS("green"),
		FIVE_ROUNDS("blue"), FIVE_ROUNDS("black"), FIVE_ROUNDS("white")),
	    { PORT, V_FRESH("short", VALUE_WORDS, 5),
	    V_FRESH("long", VALUE_WORDS, 43) } },
	{ "as-it-happens", "each line is seen before the next datagram",
	    CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, "$one\n"),
		{ STEP_AWAIT_OUTPUT, 0, "$one" },
		{ STEP_AWAIT_OUTPUT, 0, "20001\n" }, ASK(0, "$two\n"),
		{ STEP_AWAIT_OUTPUT, 0, "$two" },
		{ STEP_AWAIT_OUTPUT, 0, "20001\n" }),
	    { PORT, V_FRESH("one", VALUE_WORDS, 12),
	    V_FRESH("two", VALUE_WORDS, 12) } },
	{ "port-taken", "somebody else has the port", 0,
	    STEPS({ STEP_OCCUPY_UDP, 0, "$port" }, RUN("$port")), { PORT } },
	{ "term", "SIGTERM while it waits", CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, "one\n"),
		STOP_BY("TERM")), { PORT } },
	{ "term-unused", "SIGTERM before anybody asked", CASE_TERMINAL,
	    STEPS(SERVE, STOP_BY("TERM")), { PORT } },
	{ "int", "SIGINT while it waits", CASE_TERMINAL,
	    STEPS(SERVE, ASKER(0, "127.0.0.2 20001"), ASK(0, "one\n"),
		STOP_BY("INT")), { PORT } },
	{ "args-count", "no argument, and too many", 0,
	    STEPS(RUN(""), RUN("$port more"), RUN("$port two more")),
	    { PORT } },
	{ "args-port", "PORT is a number from 1 to 65535, in digits", 0,
	    STEPS(RUN("''"), RUN("0"), RUN("65536"), RUN("70000"),
		RUN("-7777"), RUN("-1"), RUN("80x"), RUN("7777."), RUN("http"),
		RUN("x80"), RUN("4294967296"), RUN("4294975073"),
		RUN("99999999999999999999"), RUN("18446744073709559393")),
	    { PORT } },
	{ "memory", "many datagrams, so that what is lost each time shows",
	    CASE_TERMINAL | CASE_VALGRIND,
	    STEPS(SERVE, ASKERS, ROUND("one"), ROUND("two"), ROUND("three"),
		ROUND("four"), ROUND("five"), ROUND("six"), STOP_BY("TERM")),
	    { PORT, V_FRESH("short", VALUE_WORDS, 5),
	    V_FRESH("long", VALUE_WORDS, 700) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

/* One reply as it reached its asker. */
static void
judge_reply(const struct exhibit *exhibit, const struct datagram *reply,
    struct verdict *verdict)
{
	int port = (int)values_number(exhibit->values, "port");
	char wanted[16], got[16];

	if (compare_bytes("reply", REPLY, strlen(REPLY), reply->bytes.data,
		reply->bytes.len, verdict) > 0) {
		verdict_fail(verdict,
		    "the reply has %zu bytes that are not the text of %zu "
		    "that is asked for",
		    reply->bytes.len, strlen(REPLY));
		diagnose_payload(&(struct blob){ (uint8_t *)(uintptr_t)REPLY,
				     strlen(REPLY) },
		    &(struct blob){
			(uint8_t *)(uintptr_t)REPLY, strlen(REPLY) },
		    reply->bytes.data, reply->bytes.len, verdict);
	}
	if (reply->from_port == port)
		return;
	snprintf(wanted, sizeof(wanted), "%d", port);
	snprintf(got, sizeof(got), "%d", reply->from_port);
	verdict_fail(verdict,
	    "the reply comes from port %s, not from the server's own, %s", got,
	    wanted);
	look_finding(verdict, 1, "source port of the reply", wanted, got);
}

/* How often that peer asked, as far as the story went. */
static size_t
asked_by(const struct exhibit *exhibit, int peer)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct step *step = exhibit->scenario->steps;
	size_t i, count = 0;

	for (i = 0; i < evidence->step_count && step->kind != STEP_END;
	     i++, step++)
		count += step->kind == STEP_SEND_DATAGRAM &&
		    step->peer == peer && evidence->steps[i].done;
	return count;
}

/* Each datagram has its reply, whatever that says. */
static void
judge_answered(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct peer_log *peer;
	char wanted[24], got[24];
	size_t i, asked;

	for (i = 0; i < evidence->peer_count; i++) {
		peer = &evidence->peers[i];
		asked = asked_by(exhibit, (int)i);
		if (peer->datagram_count == asked)
			continue;
		if (peer->datagram_count < asked)
			judge_reply_astray(exhibit, verdict);
		snprintf(wanted, sizeof(wanted), "%zu", asked);
		snprintf(got, sizeof(got), "%zu", peer->datagram_count);
		verdict_fail(verdict,
		    "the asker at %s port %d sent %s datagram%s and got %s "
		    "repl%s",
		    peer->address, peer->port, wanted, asked == 1 ? "" : "s",
		    got, peer->datagram_count == 1 ? "y" : "ies");
		look_finding(verdict, 1, "replies", wanted, got);
	}
}

/* The story was played to its end, each datagram printed and answered. */
static void
judge_service(
    const struct exhibit *exhibit, bool sender, struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);
	char *stop = look_stop(exhibit->evidence);

	if (stop != NULL) {
		verdict_fail(verdict, "%s", stop);
		look_own_port_swapped(exhibit, verdict);
		look_finding(verdict, 1, "story", "played to its end", stop);
	}
	free(stop);
	if (run == NULL) {
		verdict_fail(verdict, "the program was not started");
		return;
	}
	judge_answered(exhibit, verdict);
	judge_told(exhibit, run, sender, verdict);
}

static void
judge_both_lines(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_service(exhibit, true, verdict);
}

/* Here TEXT is what is tried; others tell of a wrong second line. */
static void
judge_text(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_service(exhibit, false, verdict);
}

/* What it says at its end on standard output is no datagram's line. */
static void
judge_quiet_stop(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_stop(exhibit, verdict);
	if (verdict->status == STATUS_PASSED)
		judge_service(exhibit, false, verdict);
}

static void
judge_replies(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct peer_log *peer;
	size_t i, k, count = 0;

	for (i = 0; i < evidence->peer_count; i++) {
		peer = &evidence->peers[i];
		count += peer->datagram_count;
		for (k = 0; k < peer->datagram_count; k++)
			judge_reply(exhibit, &peer->datagrams[k], verdict);
	}
	if (count == 0)
		verdict_skip(
		    verdict, "there is no reply to look at: see one-datagram");
}

static void
judge_memory_of_many(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_server_memory(exhibit, MEMORY_WORK, verdict);
}

#define LINES "two lines for each datagram, TEXT being its bytes"

const struct check dgram_server_checks[] = {
	{ "arguments", "bad arguments are refused", 2, ROLE_DUTY, "args-*",
	    judge_arguments,
	    "a bad argument: a non-zero exit, a line on stderr, nothing on "
	    "stdout or on the wire" },
	{ "one-datagram", "one datagram is printed and answered", 3, ROLE_HEART,
	    "hello fresh-1 fresh-2", judge_both_lines,
	    "Message Received: 'TEXT' and Sent by - ADDRESS port - PORT; a "
	    "reply goes back where the datagram came from (recvfrom(2))" },
	{ "reply", "the reply is exact, and from the server's port", 2,
	    ROLE_CORE,
	    "hello fresh-1 fresh-2 newlines empty longest any-byte pattern "
	    "shrinking every-address askers many",
	    judge_replies, "the 43 bytes \"" REPLY "\"" },
	{ "newlines", "one trailing newline is cut, if there is one", 2,
	    ROLE_CORE, "newlines", judge_text,
	    "TEXT is the datagram without one trailing newline if it has "
	    "one" },
	{ "sizes", "an empty datagram, and the longest", 2, ROLE_CORE,
	    "empty longest", judge_text,
	    "0 to 1,472 bytes; a datagram without data is one too "
	    "(recv(2), RFC 768)" },
	{ "any-byte", "any byte is printed, NUL and % too", 1, ROLE_CORE,
	    "any-byte pattern", judge_text, LINES },
	{ "shrinking", "a short datagram after a long one", 1, ROLE_CORE,
	    "shrinking", judge_text,
	    "of the buffer only the bytes that recvfrom returned are new "
	    "(recv(2))" },
	{ "every-address", "every address of the machine is served", 1,
	    ROLE_CORE, "every-address", judge_text,
	    "bound to INADDR_ANY (ip(7))" },
	{ "askers", "each asker is named and gets its own reply", 1, ROLE_CORE,
	    "askers", judge_both_lines,
	    "the reply goes to the address and port that recvfrom gave" },
	{ "many", "200 datagrams, none mixed up", 1, ROLE_CORE, "many",
	    judge_both_lines,
	    "each datagram is printed and answered once, whoever sent it" },
	{ "as-it-happens", "lines are seen when they are due", 1, ROLE_CORE,
	    "as-it-happens", judge_as_it_happens,
	    "each line is seen when it happens, not at the end (stdout is a "
	    "terminal)" },
	{ "port-taken", "a taken port is reported", 1, ROLE_DUTY, "port-taken",
	    judge_port_taken,
	    "the port taken: a line on stderr, exit at once" },
	{ "clean-stop", "SIGTERM and SIGINT stop it", 1, ROLE_DUTY,
	    "term term-unused int", judge_quiet_stop,
	    "a server that waits stops at SIGTERM and SIGINT, with exit status "
	    "0, leaves no child behind and prints nothing more" },
	{ "memory", "no memory error, nothing lost with each datagram", 1,
	    ROLE_DUTY, "memory", judge_memory_of_many,
	    "no invalid access, no byte used that was never set, nothing left "
	    "that grows with the work" },
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
