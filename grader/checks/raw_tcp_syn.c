/*
 * 51-raw-tcp-syn: its cases and its checks.  Every case sends one packet; it
 * is held against the captured one with the case's own values set.
 */
#include <string.h>

#include "bytes.h"
#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/raw_handed.h"
#include "checks/raw_packet.h"
#include "checks/raw_refusals.h"
#include "checks/raw_repairs.h"
#include "checks/raw_segment.h"
#include "diagnose/diagnose.h"
#include "model/lab_facts.h"
#include "packet/build.h"
#include "packet/compare.h"

enum { TCP_PROTOCOL = 6 };

/* clang-format off */
#define GOOD "$src $sport $dst $dport $seq $message"

const struct step raw_tcp_syn_try[] = {
	{ STEP_LISTEN, 0, "$3 $4" },
	RUN("$1 $2 $3 $4 $5 $6"),
	{ STEP_END, 0, NULL },
};

static const struct step to_listener[] = {
	{ STEP_LISTEN, 0, "$dst $dport" }, RUN(GOOD), { STEP_END, 0, NULL },
};
static const struct step to_nobody[] = { RUN(GOOD), { STEP_END, 0, NULL } };

#define FROM_TO(src, dst) \
	V_TEXT("src", src), V_TEXT("sport", "40000"), \
	V_TEXT("dst", dst), V_TEXT("dport", "7777")
#define HOME FROM_TO("127.0.0.1", "127.0.0.2")
#define SEQ(text) V_TEXT("seq", text)
#define SAYS(text) V_TEXT("message", text)
#define HELLO HOME, SEQ("1000"), SAYS("Hello")
#define ALL_FRESH(len) \
	V_FRESH("src", VALUE_ADDRESS, 0), V_FRESH("sport", VALUE_PORT, 0), \
	V_FRESH("dst", VALUE_ADDRESS, 0), V_FRESH("dport", VALUE_PORT, 0), \
	V_FRESH("seq", VALUE_NUMBER32, 0), V_FRESH("message", VALUE_WORDS, len)

#define BAD_PORT(a, b) \
	RUNS(BAD_NUMBER(a, b), RUN(a "0" b), RUN(a "65536" b), \
	    RUN(a "70000" b))

const struct scenario raw_tcp_syn_scenarios[] = {
	{ "syn", "the captured packet", CASE_CAPTURED, to_listener,
	    { HOME, SEQ("1000"), SAYS("Hello, wire!") } },
	{ "odd", "data of odd length, which the checksum pads", 0, to_listener,
	    { HOME, SEQ("1000"), SAYS("An odd number of bytes!") } },
	{ "empty", "no data at all", 0, to_listener,
	    { HOME, SEQ("305419896"), SAYS("") } },
	{ "one-byte", "a single byte of data", 0, to_listener,
	    { HOME, SEQ("1000"), SAYS("x") } },
	{ "high-bytes", "bytes above 0x7f, which a signed char spoils", 0,
	    to_listener,
	    { HOME, SEQ("1000"), V_FRESH("message", VALUE_BYTES, 33) } },
	{ "long", "as long as a message may be", 0, to_listener,
	    { HOME, SEQ("1000"), V_FRESH("message", VALUE_WORDS, 1400) } },
	{ "fresh-1", "all values from the seed", CASE_LAB, to_listener,
	    { ALL_FRESH(18) } },
	{ "fresh-2", "all values from the seed, odd length", CASE_LAB,
	    to_listener, { ALL_FRESH(27) } },
	{ "fresh-3", "all values from the seed, more data", CASE_LAB,
	    to_listener, { ALL_FRESH(336) } },
	{ "seq-0", "the smallest sequence number", 0, to_listener,
	    { HOME, SEQ("0"), SAYS("from zero") } },
	{ "seq-high", "a sequence number above 2^31", 0, to_listener,
	    { HOME, SEQ("3735928559"), SAYS("above 2^31") } },
	{ "seq-max", "the largest one: the answer's is 0", 0, to_listener,
	    { HOME, SEQ("4294967295"), SAYS("round the corner") } },
	{ "source", "a source that the kernel would not choose", CASE_LAB,
	    to_listener,
	    { FROM_TO("192.0.2.1", "127.0.0.9"), SEQ("1000"),
	    SAYS("from elsewhere") } },
	{ "far", "addresses with high octets", CASE_LAB, to_listener,
	    { FROM_TO("198.51.100.250", "203.0.113.251"), SEQ("4042322160"),
	    SAYS("far away") } },
	{ "two-folds", "a sum that one folding does not bring to 16 bits", 0,
	    to_listener,
	    { HOME, SEQ("4042322160"),
	    SAYS("one fold is not enough: \201^") } },
	{ "two-folds-swapped", "the same for a sum over words in memory", 0,
	    to_listener,
	    { HOME, SEQ("4042322160"),
	    SAYS("one fold is not enough: \205Y") } },
	{ "percent", "a dash, %, quotes, blanks and UTF-8", 0, to_listener,
	    { HOME, SEQ("1000"),
	    SAYS("-n 100% \"%s\" it's  \xc3\xbc\xe2\x82\xac \\") } },
	{ "closed", "a port where nobody listens", 0, to_nobody,
	    { HOME, SEQ("1000"), SAYS("Is anybody there?") } },
	{ "args-count", "too few arguments, and too many", 0,
	    RUNS(RUN(""), RUN("$src"), RUN("$src $sport $dst $dport"),
		RUN("$src $sport $dst $dport $seq"), RUN(GOOD " more"),
		RUN(GOOD " two more")), { HELLO } },
	{ "args-source", "SRC is four numbers up to 255 with dots between", 0,
	    BAD_ADDRESS("", " $sport $dst $dport $seq $message"), { HELLO } },
	{ "args-sport", "SPORT is a number from 1 to 65535, in digits", 0,
	    BAD_PORT("$src ", " $dst $dport $seq $message"), { HELLO } },
	{ "args-destination", "DST is four numbers up to 255 with dots between",
	    0, BAD_ADDRESS("$src $sport ", " $dport $seq $message"),
	    { HELLO } },
	{ "args-dport", "DPORT is a number from 1 to 65535, in digits", 0,
	    BAD_PORT("$src $sport $dst ", " $seq $message"), { HELLO } },
	{ "args-seq", "SEQ is a number from 0 to 4294967295, in digits", 0,
	    RUNS(BAD_NUMBER("$src $sport $dst $dport ", " $message")),
	    { HELLO } },
	{ "no-permission", "no right to open a raw socket", CASE_NO_RAW,
	    to_nobody, { HELLO } },
	{ "no-route", "a DST that no route leads to", CASE_LAB, to_nobody,
	    { FROM_TO("127.0.0.1", LAB_NO_ROUTE), SEQ("1000"),
	    SAYS("nowhere") } },
	{ "memory", "under the memory checker", CASE_VALGRIND, to_listener,
	    { HOME, SEQ("1000"), V_FRESH("message", VALUE_WORDS, 1399) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

#define LISTENER_CASES \
	"syn odd empty one-byte high-bytes long fresh-1 fresh-2 fresh-3 " \
	"seq-0 seq-high seq-max source far two-folds two-folds-swapped percent"
#define PACKET_CASES LISTENER_CASES " closed"

/* What the heart alone judges: they say whose packet it is. */
static const char *const ipv4_of_heart[] = { "protocol", "source address",
	"destination address", NULL };
static const char *const tcp_of_others[] = { "source port", "destination port",
	"checksum", NULL };

static void
set_segment(struct blob *frame, const struct values *values)
{
	frame_set(
	    frame, LAYER_TCP, "source port", values_number(values, "sport"));
	frame_set(frame, LAYER_TCP, "destination port",
	    values_number(values, "dport"));
	frame_set(
	    frame, LAYER_TCP, "sequence number", values_number(values, "seq"));
}

static const struct packet_kind segment = { set_segment, read_segment };

/* Is it a SYN from the right place to the right place? */
static void
judge_identity(struct comparison *it, struct verdict *verdict)
{
	const struct packet *wanted = &it->wanted, *got = &it->got;
	size_t i, wrong = 0;

	if (read_segment(own_frames_get(&it->own, 0), wanted, &it->got) != 0) {
		verdict_fail(verdict,
		    "what the program sent is no TCP "
		    "segment in an IPv4 packet");
		own_frames_list(
		    &it->own, 0, "a TCP segment in an IPv4 packet", verdict);
		judge_field(wanted, got, LAYER_ETHERNET, "type", verdict);
		return;
	}
	for (i = 0; ipv4_of_heart[i] != NULL; i++)
		wrong += judge_field(
		    wanted, got, LAYER_IPV4, ipv4_of_heart[i], verdict);
	wrong += judge_field(wanted, got, LAYER_TCP, "source port", verdict);
	wrong +=
	    judge_field(wanted, got, LAYER_TCP, "destination port", verdict);
	if ((packet_get(got, LAYER_TCP, "flags") & FLAG_SYN) == 0)
		wrong += judge_field(wanted, got, LAYER_TCP, "flags", verdict);
	if (wrong > 0)
		name_frame(verdict, it->own.indices[0]);
}

static void
judge_one_packet(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct comparison it;

	if (comparison_init(exhibit, &segment, &it, verdict) != 0)
		return;
	if (it.own.count > 0) {
		judge_identity(&it, verdict);
		name_filled_in(exhibit->evidence, &it.got, verdict);
	}
	judge_one_frame(exhibit->evidence, &it.own, verdict);
	name_refused(exhibit->evidence, &it, verdict);
	judge_ending(exhibit, verdict);
	blob_release(&it.wanted_bytes);
}

static void
judge_ipv4_fields(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct comparison it;

	if (comparison_read(exhibit, &segment, &it, verdict) != 0)
		return;
	judge_fields(&it.wanted, &it.got, LAYER_IPV4, ipv4_of_heart, verdict);
	name_filled_in(exhibit->evidence, &it.got, verdict);
	name_frame(verdict, it.own.indices[0]);
	note_repairs(exhibit->evidence, &it.got, verdict);
	blob_release(&it.wanted_bytes);
}

static void
judge_tcp_fields(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct comparison it;

	if (comparison_read(exhibit, &segment, &it, verdict) != 0)
		return;
	judge_fields(&it.wanted, &it.got, LAYER_TCP, tcp_of_others, verdict);
	name_frame(verdict, it.own.indices[0]);
	blob_release(&it.wanted_bytes);
}

static void
judge_data(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct blob *message = values_get(exhibit->values, "message");
	struct comparison it;

	if (comparison_read(exhibit, &segment, &it, verdict) != 0)
		return;
	if (judge_message(&it, LAYER_TCP, TCP_MIN_LEN, message, verdict) > 0)
		name_frame(verdict, it.own.indices[0]);
	blob_release(&it.wanted_bytes);
}

static void
judge_checksum(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct comparison it;

	if (comparison_read(exhibit, &segment, &it, verdict) != 0)
		return;
	/* The protocol is part of the sum; which one was meant is not known. */
	if (packet_get(&it.got, LAYER_IPV4, "protocol") == TCP_PROTOCOL)
		judge_field(
		    &it.wanted, &it.got, LAYER_TCP, "checksum", verdict);
	else
		verdict_skip(verdict,
		    "the packet does not say that it is TCP: see one-packet");
	name_frame(verdict, it.own.indices[0]);
	blob_release(&it.wanted_bytes);
}

/* The check that has said already why no answer could come, or NULL. */
static const char *
said_by(const struct exhibit *exhibit)
{
	static const struct {
		const char *id;
		void (*judge)(const struct exhibit *, struct verdict *);
	} others[] = { { "one-packet", judge_one_packet },
		{ "tcp-fields", judge_tcp_fields },
		{ "checksum", judge_checksum },
		{ "ipv4-fields", judge_ipv4_fields } };
	struct verdict verdict;
	bool failed;
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		memset(&verdict, 0, sizeof(verdict));
		others[i].judge(exhibit, &verdict);
		failed = verdict.status == STATUS_FAILED;
		verdict_release(&verdict);
		if (failed)
			return others[i].id;
	}
	return NULL;
}

/* The segment is right: why did nobody answer? */
static void
judge_silence(const struct comparison *it, const struct counters *counters,
    struct verdict *verdict)
{
	const struct finding *finding;

	if (compare_field(&it->wanted, &it->got, LAYER_ETHERNET,
		"destination address", verdict) > 0) {
		finding = &verdict->findings[verdict->finding_count - 1];
		verdict_fail(verdict,
		    "the kernel did not answer, for the frame is sent to %s; "
		    "lo's own address is %s",
		    finding->got, finding->expected);
		name_frame(verdict, it->own.indices[0]);
		return;
	}
	verdict_fail(verdict,
	    "the kernel did not answer with SYN,ACK and SEQ+1 (it counted %s)",
	    counters->tcp_in_csum_errors > 0	 ? "a wrong TCP checksum"
		: counters->ip_in_hdr_errors > 0 ? "a wrong IP header"
						 : "no error");
	look_finding(verdict, 0, "answer", "SYN,ACK", "none");
}

static void
judge_kernel_answer(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct counters *counters = &exhibit->evidence->counters;
	struct comparison it;
	const char *check;

	if (comparison_read(exhibit, &segment, &it, verdict) != 0)
		return;
	/* a program could forge the answer; it cannot forge the counter */
	if (counters->tcp_in_csum_errors == 0 &&
	    syn_was_answered(&it.own, &it.wanted))
		goto out;
	check = said_by(exhibit);
	if (check != NULL) {
		verdict_skip(
		    verdict, "no right answer could come: see %s", check);
		goto out;
	}
	judge_silence(&it, counters, verdict);
out:
	blob_release(&it.wanted_bytes);
}

const struct check raw_tcp_syn_checks[] = {
	{ "arguments", "bad arguments are refused", 2, ROLE_DUTY, "args-*",
	    judge_arguments,
	    "a bad argument: a non-zero exit, a line on stderr, nothing on "
	    "stdout or on the wire" },
	{ "one-packet", "one SYN, from and to the right addresses and ports", 3,
	    ROLE_HEART, PACKET_CASES, judge_one_packet,
	    "one IPv4 packet of protocol 6 with SYN set, then exit status 0 "
	    "and nothing on stdout" },
	{ "ipv4-fields", "the other fields of the IPv4 header", 3, ROLE_CORE,
	    PACKET_CASES, judge_ipv4_fields,
	    "the IPv4 header of RFC 791 section 3.1" },
	{ "tcp-fields", "the other fields of the TCP header", 4, ROLE_CORE,
	    PACKET_CASES, judge_tcp_fields,
	    "the TCP header of RFC 9293 section 3.1" },
	{ "data", "MESSAGE is the data", 2, ROLE_CORE, PACKET_CASES, judge_data,
	    "the bytes of MESSAGE after the TCP header, nothing more" },
	{ "checksum", "the TCP checksum verifies", 3, ROLE_CORE, PACKET_CASES,
	    judge_checksum,
	    "the ones' complement of the ones' complement sum over "
	    "pseudo-header, TCP header and data (RFC 9293 section 3.1)" },
	{ "kernel-answer", "a listening port answers", 1, ROLE_CORE,
	    LISTENER_CASES, judge_kernel_answer,
	    "a SYN is answered by SYN,ACK with acknowledgement SEQ+1 "
	    "(RFC 9293 section 3.5)" },
	{ "permission", "what the kernel refuses is reported", 1, ROLE_DUTY,
	    "no-permission no-route", judge_refusal,
	    "without the right to open a raw socket, or a route to DST: a "
	    "line on stderr, a non-zero exit" },
	{ "memory", "no memory error", 1, ROLE_DUTY, "memory", judge_raw_memory,
	    "no invalid access, no byte used or handed to the kernel that was "
	    "never set" },
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
