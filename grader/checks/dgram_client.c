/*
 * 21-dgram-client: its cases and its checks.  What the program sent is read
 * from the capture, where a second datagram and a wrong port show too; what it
 * printed is compared with the reply that the peer sends in that case.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "bytes.h"
#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/raw_packet.h"
#include "diagnose/diagnose.h"
#include "model/lab_facts.h"
#include "packet/build.h"
#include "packet/compare.h"
#include "packet/datagram.h"

enum { MOST_REPLY = 1472 }; /* what fits an Ethernet frame: 1500 - 20 - 8 */

/* clang-format off */
#define STEPS(...) \
	(const struct step[]) { __VA_ARGS__, { STEP_END, 0, NULL } }
#define START_AT(address) \
	{ STEP_BIND, 0, address " $port" }, \
	{ STEP_START, 0, "$host $port $message" }
#define REPLY \
	{ STEP_SEND_DATAGRAM, 0, "$reply" }, \
	{ STEP_AWAIT_EXIT, 0, NULL }
#define RUN(arguments) \
	{ STEP_START, 0, (arguments) }, \
	{ STEP_AWAIT_EXIT, 0, NULL }
/* The contract's 10 seconds: over at once when the program ends. */
#define END_IN_TIME \
	{ STEP_PAUSE, 0, "10000" }, \
	{ STEP_AWAIT_EXIT, 0, NULL }

#define PEER V_TEXT("host", "127.0.0.2"), V_TEXT("port", "7777")
#define HELLO V_TEXT("message", "Hello, server!")

const struct step dgram_client_try[] = {
	{ STEP_BIND, 0, "0.0.0.0 $2" }, /* HOST may be a name */
	{ STEP_START, 0, "$1 $2 $3" },
	{ STEP_RECEIVE, 0, NULL },
	{ STEP_SEND_DATAGRAM, 0, "Hello from Wirebook\n" },
	{ STEP_AWAIT_EXIT, 0, NULL },
	{ STEP_END, 0, NULL },
};

static const struct step exchange[] = { START_AT("$host"),
	{ STEP_RECEIVE, 0, NULL }, REPLY, { STEP_END, 0, NULL } };

const struct scenario dgram_client_scenarios[] = {
	{ "hello", "the captured exchange", CASE_CAPTURED, exchange,
	    { PEER, HELLO, V_TEXT("reply", "Hello from the server\n") } },
	{ "fresh", "other values each time, so nothing can be built in", 0,
	    exchange, { V_TEXT("host", "127.18.52.86"),
	    V_FRESH("port", VALUE_PORT, 0),
	    V_FRESH("message", VALUE_WORDS, 23),
	    V_FRESH("reply", VALUE_WORDS, 61) } },
	{ "any-byte", "bytes of every kind, NUL, % and newlines among them", 0,
	    exchange, { PEER, HELLO, V_TEXT("reply",
	    "100% of %s %n %d\n\0after the NUL\n\n\xff\xfe\x80\x01 the end") } },
	{ "pattern", "bytes of any value from the seed", 0, exchange,
	    { PEER, HELLO, V_FRESH("reply", VALUE_PATTERN, 300) } },
	{ "long-reply", "as long as a reply may be", 0, exchange,
	    { PEER, HELLO, V_FRESH("reply", VALUE_PATTERN, MOST_REPLY) } },
	{ "shorter-reply", "a reply that is shorter than the message", 0,
	    exchange, { PEER, V_FRESH("message", VALUE_WORDS, 200),
	    V_TEXT("reply", "short") } },
	{ "empty-reply", "a datagram without data is a reply too", 0, exchange,
	    { PEER, HELLO, V_TEXT("reply", "") } },
	{ "late-reply", "a reply that comes a second later", 0,
	    STEPS(START_AT("$host"), { STEP_RECEIVE, 0, NULL },
		{ STEP_PAUSE, 0, "1000" }, REPLY),
	    { PEER, HELLO, V_TEXT("reply", "sorry, I was busy\n") } },
	{ "empty-message", "the newline alone", 0, exchange,
	    { PEER, V_TEXT("message", ""),
	    V_TEXT("reply", "an answer to nothing\n") } },
	{ "long-message", "as long as a message may be", 0, exchange,
	    { PEER, V_FRESH("message", VALUE_WORDS, 1400),
	    V_TEXT("reply", "that was long\n") } },
	{ "dash-message", "a dash, %, quotes, blanks and UTF-8", 0, exchange,
	    { PEER, V_TEXT("message",
	    "-n 100% \"%s\" 'it''s'  \xc3\xbc\xe2\x82\xac \\"),
	    V_TEXT("reply", "well\n") } },
	{ "host-name", "a name from the hosts file", CASE_LAB,
	    STEPS(START_AT(LAB_HOST_ADDRESS), { STEP_RECEIVE, 0, NULL }, REPLY),
	    { V_TEXT("host", LAB_HOST_NAME), V_FRESH("port", VALUE_PORT, 0),
	    HELLO, V_TEXT("reply", "you found me\n") } },
	{ "fresh-host", "an address from the seed", CASE_LAB, exchange,
	    { V_FRESH("host", VALUE_ADDRESS, 0), V_FRESH("port", VALUE_PORT, 0),
	    V_FRESH("message", VALUE_WORDS, 19),
	    V_FRESH("reply", VALUE_WORDS, 31) } },
	{ "no-reply", "a server that says nothing", 0,
	    STEPS(START_AT("$host"), { STEP_RECEIVE, 0, NULL }, END_IN_TIME),
	    { PEER, HELLO } },
	{ "unreachable", "nobody has the port", 0,
	    STEPS({ STEP_START, 0, "$host $port $message" }, END_IN_TIME),
	    { PEER, HELLO } },
	{ "unresolvable", "a name that nobody has", CASE_LAB,
	    STEPS({ STEP_START, 0, "nowhere.invalid $port $message" },
		END_IN_TIME), { PEER, HELLO } },
	{ "args-count", "too few arguments, and too many", 0,
	    STEPS(RUN(""), RUN("$host"), RUN("$host $port"),
		RUN("$host $port $message more"),
		RUN("$host $port $message two more")),
	    { PEER, HELLO } },
	{ "args-host", "an empty HOST is neither an address nor a name", 0,
	    STEPS(RUN("'' $port $message"), RUN("'' 80 ''")), { PEER, HELLO } },
	{ "args-port", "PORT is a number from 1 to 65535, in digits", 0,
	    STEPS(RUN("$host '' $message"), RUN("$host 0 $message"),
		RUN("$host 65536 $message"), RUN("$host 70000 $message"),
		RUN("$host -7777 $message"), RUN("$host -1 $message"),
		RUN("$host 80x $message"), RUN("$host 7777. $message"),
		RUN("$host http $message"), RUN("$host x80 $message"),
		RUN("$host 4294967296 $message"),
		RUN("$host 4294975073 $message"),
		RUN("$host 99999999999999999999 $message"),
		RUN("$host 18446744073709559393 $message")),
	    { PEER, HELLO } },
	{ "memory", "under the memory checker", CASE_VALGRIND, exchange,
	    { PEER, V_FRESH("message", VALUE_WORDS, 1399),
	    V_FRESH("reply", VALUE_PATTERN, 700) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

/* The program's own datagrams on lo, the first of them, and their bytes. */
struct sent {
	size_t count;
	size_t frame; /* of the first: its index */
	struct wire_datagram first;
	struct blob all;
};

/* What does not come from the server's port is the program's. */
static void
find_sent(const struct exhibit *exhibit, const struct capture *capture,
    struct sent *sent)
{
	uint32_t port = values_number(exhibit->values, "port");
	struct wire_datagram datagram;
	size_t i;

	memset(sent, 0, sizeof(*sent));
	for (i = 0; i < capture->count; i++) {
		if (datagram_read(&capture->frames[i], &datagram) == -1 ||
		    datagram.source_port == port)
			continue;
		blob_add(&sent->all, datagram.data, datagram.len);
		if (sent->count++ > 0)
			continue;
		sent->first = datagram;
		sent->frame = i;
	}
}

/* Where it went is held against the same frame with the right goal in it. */
static void
judge_goal(const struct exhibit *exhibit, const struct frame *frame,
    struct verdict *verdict)
{
	struct blob bytes = { NULL, 0 };
	struct packet wanted, got;
	uint8_t address[4];

	if (values_address(exhibit->values, "host", address) == -1)
		parse_address(LAB_HOST_ADDRESS, address);
	blob_add(&bytes, frame->data, frame->len);
	frame_set(&bytes, LAYER_IPV4, "destination address", get_be32(address));
	frame_set(&bytes, LAYER_UDP, "destination port",
	    values_number(exhibit->values, "port"));
	decode_frame(bytes.data, bytes.len, &wanted);
	decode_frame(frame->data, frame->len, &got);
	if (compare_field(
		&wanted, &got, LAYER_IPV4, "destination address", verdict) > 0)
		verdict_fail(verdict,
		    "the datagram goes to an address that is not HOST's");
	judge_field(&wanted, &got, LAYER_UDP, "destination port", verdict);
	blob_release(&bytes);
}

/*
 * Where nobody has the port the first part may stay alone: once the kernel has
 * heard so, the call that sends the next one fails.
 */
static bool
may_be_a_part(const struct exhibit *exhibit, const struct blob *wanted,
    const void *data, size_t len)
{
	return exhibit->evidence->peers[0].port == 0 && len < wanted->len &&
	    (len == 0 || memcmp(data, wanted->data, len) == 0);
}

/* The first datagram; all has the bytes of every one. */
static void
judge_bytes(const struct exhibit *exhibit, const void *data, size_t len,
    const struct blob *all, struct verdict *verdict)
{
	const struct blob *message = values_get(exhibit->values, "message");
	struct blob wanted = { NULL, 0 };

	blob_add(&wanted, message->data, message->len);
	blob_add(&wanted, "\n", 1);
	if (compare_bytes(
		"datagram", wanted.data, wanted.len, data, len, verdict) > 0) {
		verdict_fail(verdict,
		    "the datagram has %zu bytes that are not MESSAGE and one "
		    "newline (%zu bytes)",
		    len, wanted.len);
		if (blob_equal(all, &wanted) ||
		    may_be_a_part(exhibit, &wanted, data, len))
			diagnose_parts(verdict);
		if (!blob_equal(all, &wanted))
			diagnose_payload(message, &wanted, data, len, verdict);
	}
	blob_release(&wanted);
}

/* How many there were, and why there was none. */
static void
judge_number(
    const struct exhibit *exhibit, size_t count, struct verdict *verdict)
{
	char *stop = look_stop(exhibit->evidence);
	char got[24];

	if (count == 0)
		verdict_fail(verdict, "%s",
		    stop != NULL ? stop : "the program sent no datagram");
	else if (count > 1)
		verdict_fail(verdict,
		    "the program sent %zu datagrams; one carries it all, and "
		    "is sent once",
		    count);
	free(stop);
	if (count == 1)
		return;
	snprintf(got, sizeof(got), "%zu", count);
	look_finding(verdict, 1, "datagrams", "1", got);
}

/* Without a capture only what the peer received is known. */
static void
judge_received(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct peer_log *peer = &exhibit->evidence->peers[0];
	struct blob all = { NULL, 0 };
	size_t i;

	if (peer->port == 0) {
		verdict_skip(verdict,
		    "there is neither a peer nor a capture "
		    "to see a datagram with");
		return;
	}
	judge_number(exhibit, peer->datagram_count, verdict);
	for (i = 0; i < peer->datagram_count; i++)
		blob_add(&all, peer->datagrams[i].bytes.data,
		    peer->datagrams[i].bytes.len);
	if (peer->datagram_count > 0)
		judge_bytes(exhibit, peer->datagrams[0].bytes.data,
		    peer->datagrams[0].bytes.len, &all, verdict);
	blob_release(&all);
}

static void
judge_one_datagram(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct capture *capture = look_capture(exhibit->evidence, "lo");
	struct sent sent;

	if (capture == NULL) {
		judge_received(exhibit, verdict);
		return;
	}
	find_sent(exhibit, capture, &sent);
	judge_number(exhibit, sent.count, verdict);
	if (sent.count == 0)
		return;
	judge_goal(exhibit, &capture->frames[sent.frame], verdict);
	judge_bytes(
	    exhibit, sent.first.data, sent.first.len, &sent.all, verdict);
	blob_release(&sent.all);
	name_frame(verdict, sent.frame);
}

static void
judge_output(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct blob *reply = values_get(exhibit->values, "reply");
	const struct run *run = look_run(exhibit->evidence);

	if (!run->out_cut &&
	    compare_bytes("standard output", reply->data, reply->len,
		run->out.data, run->out.len, verdict) == 0)
		return;
	verdict_fail(verdict,
	    "standard output does not hold the reply: %zu bytes wanted, "
	    "%s%zu got",
	    reply->len, run->out_cut ? "more than " : "", run->out.len);
	diagnose_reply(reply, &run->out, verdict);
}

/*
 * The reply was printed, and the program ended.  One that still hangs is
 * judged by that alone: more output might have come.
 */
static void
judge_copy(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	char *stop = look_stop(evidence);

	if (stop != NULL) {
		verdict_fail(verdict, "%s", stop);
		look_finding(verdict, 1, "story", "played to its end", stop);
	}
	free(stop);
	if (evidence->stop == STOP_NOT) {
		judge_output(exhibit, verdict);
		look_exit_zero(look_run(evidence), verdict);
	}
}

/* Whatever the datagram held, once the peer has one it sends the reply. */
static void
judge_reply(const struct exhibit *exhibit, struct verdict *verdict)
{
	if (exhibit->evidence->peers[0].datagram_count == 0)
		verdict_skip(verdict,
		    "there is no reply to a datagram that did not arrive: see "
		    "one-datagram");
	else
		judge_copy(exhibit, verdict);
}

/* Here the message, or the way to the host, is what is tried. */
static void
judge_exchange(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_one_datagram(exhibit, verdict);
	if (exhibit->evidence->peers[0].datagram_count > 0)
		judge_copy(exhibit, verdict);
}

/* The pause is the contract's time; it is over at once when the program ends. */
static void
judge_in_time(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct run *run = look_run(evidence);
	const struct step *steps = exhibit->scenario->steps;
	size_t i;

	for (i = 0; i < evidence->step_count && steps[i].kind != STEP_PAUSE;
	     i++)
		;
	if (run == NULL || i == evidence->step_count ||
	    !evidence->steps[i].done ||
	    run->end_ns <= evidence->steps[i].time_ns)
		return;
	verdict_fail(verdict,
	    "the program was still waiting after 10 seconds; it should give "
	    "up after 2");
	look_finding(verdict, 1, "end", "within 10 seconds", "later");
}

/* Nothing came, so there is nothing to print. */
static void
judge_no_reply(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_failure(exhibit, verdict);
	judge_in_time(exhibit, verdict);
	look_silent(look_run(exhibit->evidence), verdict);
}

static void
judge_client_memory(const struct exhibit *exhibit, struct verdict *verdict)
{
	char *stop = look_stop(exhibit->evidence);

	judge_memory(exhibit, 0, verdict);
	if (stop != NULL)
		verdict_fail(verdict, "under the memory checker %s", stop);
	/* 99 is the checker's own word; the errors are told above. */
	else if (verdict->status == STATUS_PASSED)
		judge_copy(exhibit, verdict);
	free(stop);
}

#define COPY "stdout carries the reply byte for byte, then exit status 0"

const struct check dgram_client_checks[] = {
	{ "arguments", "bad arguments are refused", 2, ROLE_DUTY, "args-*",
	    judge_arguments,
	    "a bad argument: a non-zero exit, a line on stderr, nothing on "
	    "stdout or on the wire" },
	{ "one-datagram", "MESSAGE and one newline, in one datagram", 4,
	    ROLE_HEART,
	    "hello fresh any-byte pattern long-reply shorter-reply "
	    "empty-reply late-reply no-reply unreachable",
	    judge_one_datagram,
	    "one datagram to HOST and PORT, sent once: the bytes of MESSAGE "
	    "and one newline (RFC 768)" },
	{ "reply", "the reply is printed", 3, ROLE_CORE, "hello fresh",
	    judge_reply, COPY },
	{ "any-byte", "any byte is printed, NUL and % too", 2, ROLE_CORE,
	    "any-byte pattern", judge_reply, COPY },
	{ "reply-sizes", "a reply may be long, or shorter than the message", 2,
	    ROLE_CORE, "long-reply shorter-reply", judge_reply,
	    "a datagram is read whole, by one call, into a buffer that is "
	    "large enough; what does not fit is lost (recv(2))" },
	{ "empty-reply", "a reply may be empty", 1, ROLE_CORE, "empty-reply",
	    judge_reply,
	    "a datagram without data is a datagram: recv returns 0, and "
	    "nothing has ended (recv(2))" },
	{ "late-reply", "a reply that takes a second is printed", 1, ROLE_CORE,
	    "late-reply", judge_reply, "a reply is waited for, 2 seconds" },
	{ "message-sizes", "a message may be empty, long, or odd to look at", 1,
	    ROLE_CORE, "empty-message long-message dash-message",
	    judge_exchange,
	    "MESSAGE: 0 to 1,400 bytes, any but NUL, sent as they are" },
	{ "host-name", "HOST may be a name or any address", 1, ROLE_CORE,
	    "host-name fresh-host", judge_exchange,
	    "HOST is an IPv4 address, or a name that resolves to one "
	    "(getaddrinfo(3))" },
	{ "failures", "no reply, and other failures, are reported", 2,
	    ROLE_DUTY, "no-reply unreachable unresolvable", judge_no_reply,
	    "no reply within 2 seconds (10 at most), port unreachable, "
	    "unresolvable: a line on stderr, nothing on stdout, a non-zero "
	    "exit" },
	{ "memory", "no memory error", 1, ROLE_DUTY, "memory",
	    judge_client_memory,
	    "no invalid access, no byte used or handed to the kernel that was "
	    "never set" },
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
