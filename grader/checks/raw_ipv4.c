/*
 * 41-raw-ipv4: its cases and its checks.  Every case sends one packet; it is
 * held against the captured one with the case's own values set.
 */
#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/raw_handed.h"
#include "checks/raw_packet.h"
#include "checks/raw_refusals.h"
#include "checks/raw_repairs.h"
#include "diagnose/diagnose.h"
#include "model/lab_facts.h"
#include "packet/build.h"

/* clang-format off */
#define GOOD "$src $dst $proto $message"

const struct step raw_ipv4_try[] = {
	RUN("$1 $2 $3 $4"), { STEP_END, 0, NULL },
};

/* Nobody receives these protocols: the kernel answers that it does not. */
static const struct step once[] = { RUN(GOOD), { STEP_END, 0, NULL } };

#define FROM_TO(src, dst) V_TEXT("src", src), V_TEXT("dst", dst)
#define HOME FROM_TO("127.0.0.1", "127.0.0.2")
#define PROTO(text) V_TEXT("proto", text)
#define SAYS(text) V_TEXT("message", text)
#define HELLO HOME, PROTO("222"), SAYS("Hello")
#define ALL_FRESH(len) \
	V_FRESH("src", VALUE_ADDRESS, 0), V_FRESH("dst", VALUE_ADDRESS, 0), \
	V_FRESH("proto", VALUE_PROTOCOL, 0), \
	V_FRESH("message", VALUE_WORDS, len)
#define FRESH_DATA(kind, len) \
	HOME, V_FRESH("proto", VALUE_PROTOCOL, 0), \
	V_FRESH("message", kind, len)

const struct scenario raw_ipv4_scenarios[] = {
	{ "packet", "the captured packet", CASE_CAPTURED, once,
	    { HOME, PROTO("222"), SAYS("Hello, wire!") } },
	{ "fresh-1", "all values from the seed", CASE_LAB, once,
	    { ALL_FRESH(18) } },
	{ "fresh-2", "all values from the seed, odd length", CASE_LAB, once,
	    { ALL_FRESH(27) } },
	{ "fresh-3", "all values from the seed, a length above 255", CASE_LAB,
	    once, { ALL_FRESH(336) } },
	{ "lowest", "the lowest protocol without an assignment", 0, once,
	    { HOME, PROTO("143"), SAYS("the lowest protocol") } },
	{ "highest", "the highest protocol without an assignment", 0, once,
	    { HOME, PROTO("252"), SAYS("the highest protocol") } },
	{ "source", "a source that the kernel would not choose", CASE_LAB, once,
	    { FROM_TO("192.0.2.1", "127.0.0.9"), PROTO("222"),
	    SAYS("from elsewhere") } },
	{ "far", "addresses with high octets", CASE_LAB, once,
	    { FROM_TO("198.51.100.250", "203.0.113.251"), PROTO("231"),
	    SAYS("far away") } },
	{ "two-folds", "a sum that one folding does not bring to 16 bits", 0,
	    once,
	    { FROM_TO("127.151.128.207", "127.10.202.78"), PROTO("222"),
	    SAYS("one fold is not enough") } },
	{ "two-folds-swapped", "the same for a sum over words in memory", 0,
	    once,
	    { FROM_TO("127.126.60.126", "127.108.16.85"), PROTO("222"),
	    SAYS("one fold is not enough") } },
	{ "empty", "no data at all", 0, once,
	    { HOME, PROTO("222"), SAYS("") } },
	{ "one-byte", "a single byte of data", 0, once,
	    { HOME, PROTO("222"), SAYS("x") } },
	{ "high-bytes", "an odd number of bytes above 0x7f", 0, once,
	    { FRESH_DATA(VALUE_BYTES, 33) } },
	{ "thousand", "1,000 bytes", 0, once,
	    { FRESH_DATA(VALUE_WORDS, 1000) } },
	{ "long", "as long as a message may be", 0, once,
	    { FRESH_DATA(VALUE_WORDS, 1400) } },
	{ "percent", "a dash, %, quotes, blanks and UTF-8", 0, once,
	    { HOME, PROTO("222"),
	    SAYS("-n 100% \"%s\" it's  \xc3\xbc\xe2\x82\xac \\") } },
	{ "args-count", "too few arguments, and too many", 0,
	    RUNS(RUN(""), RUN("$src"), RUN("$src $dst"),
		RUN("$src $dst $proto"), RUN(GOOD " more"),
		RUN(GOOD " two more")), { HELLO } },
	{ "args-source", "SRC is four numbers up to 255 with dots between", 0,
	    BAD_ADDRESS("", " $dst $proto $message"), { HELLO } },
	{ "args-destination", "DST is four numbers up to 255 with dots between",
	    0, BAD_ADDRESS("$src ", " $proto $message"), { HELLO } },
	{ "args-proto", "PROTO is a number from 0 to 255, in digits", 0,
	    RUNS(BAD_NUMBER("$src $dst ", " $message"),
		RUN("$src $dst 256 $message"), RUN("$src $dst 478 $message"),
		RUN("$src $dst 65536 $message")), { HELLO } },
	{ "no-permission", "no right to open a raw socket", CASE_NO_RAW, once,
	    { HELLO } },
	{ "no-route", "a DST that no route leads to", CASE_LAB, once,
	    { FROM_TO("127.0.0.1", LAB_NO_ROUTE), PROTO("222"),
	    SAYS("nowhere") } },
	{ "memory", "under the memory checker", CASE_VALGRIND, once,
	    { FRESH_DATA(VALUE_WORDS, 1399) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

#define PACKET_CASES \
	"packet fresh-1 fresh-2 fresh-3 lowest highest source far two-folds " \
	"two-folds-swapped"
#define MESSAGE_CASES "empty one-byte high-bytes thousand long percent"

/* Of the header: what makes it this packet, and what is derived of the rest. */
#define IDENTITY "protocol", "source address", "destination address"
#define DERIVED	 "total length", "header checksum"
static const char *const identity[] = { IDENTITY, NULL };
static const char *const derived[] = { DERIVED, NULL };
static const char *const not_constant[] = { IDENTITY, DERIVED, NULL };

static void
set_protocol(struct blob *frame, const struct values *values)
{
	frame_set(
	    frame, LAYER_IPV4, "protocol", values_number(values, "proto"));
}

/* Whatever the protocol says, all that follows the header is data. */
static int
read_packet(const struct frame *frame, const struct packet *wanted,
    struct packet *packet)
{
	const struct layer *ipv4;
	size_t from;

	(void)wanted;
	decode_frame(frame->data, frame->len, packet);
	ipv4 = packet_layer(packet, LAYER_IPV4);
	if (ipv4 == NULL)
		return -1;
	from = ipv4->offset + ipv4->len;
	packet->count = (size_t)(ipv4 - packet->layers) + 1;
	if (from < packet->len)
		packet->layers[packet->count++] =
		    (struct layer){ LAYER_DATA, from, packet->len - from };
	return 0;
}

static const struct packet_kind ipv4_packet = { set_protocol, read_packet };

static void
judge_data(const struct comparison *it, const struct blob *message,
    struct verdict *verdict)
{
	if (judge_message(it, LAYER_IPV4, IPV4_MIN_LEN, message, verdict) == 0)
		return;
	if (packet_get(&it->got, LAYER_IPV4, "TTL") == LAB_TTL)
		diagnose_field(
		    &it->wanted, &it->got, LAYER_IPV4, "TTL", verdict);
}

/* The first packet: these fields of its header, and its data. */
static void
judge_first(struct comparison *it, const char *const *fields,
    const struct blob *message, struct verdict *verdict)
{
	if (read_packet(own_frames_get(&it->own, 0), &it->wanted, &it->got) !=
	    0) {
		verdict_fail(
		    verdict, "what the program sent is no IPv4 packet");
		own_frames_list(&it->own, 0, "an IPv4 packet", verdict);
		judge_field(
		    &it->wanted, &it->got, LAYER_ETHERNET, "type", verdict);
		return;
	}
	for (; *fields != NULL; fields++)
		judge_field(
		    &it->wanted, &it->got, LAYER_IPV4, *fields, verdict);
	look_past_total_length(&it->wanted, &it->got);
	judge_data(it, message, verdict);
	name_frame(verdict, it->own.indices[0]);
}

static void
judge_packet(const struct exhibit *exhibit, const char *const *fields,
    struct verdict *verdict)
{
	const struct blob *message = values_get(exhibit->values, "message");
	struct comparison it;

	if (comparison_init(exhibit, &ipv4_packet, &it, verdict) != 0)
		return;
	if (it.own.count > 0) {
		judge_first(&it, fields, message, verdict);
		name_filled_in(exhibit->evidence, &it.got, verdict);
	}
	judge_one_frame(exhibit->evidence, &it.own, verdict);
	name_refused(exhibit->evidence, &it, verdict);
	judge_ending(exhibit, verdict);
	blob_release(&it.wanted_bytes);
}

static void
judge_one_packet(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_packet(exhibit, identity, verdict);
}

/* Protocol and addresses are the heart's: they do not depend on the data. */
static void
judge_messages(const struct exhibit *exhibit, struct verdict *verdict)
{
	static const char *const none[] = { NULL };

	judge_packet(exhibit, none, verdict);
}

/*
 * Both have to be lo's, which are zero: a frame for another one is received by
 * nobody.  Only a packet socket can get them wrong.
 */
static void
judge_link_addresses(const struct comparison *it, struct verdict *verdict)
{
	judge_field(&it->wanted, &it->got, LAYER_ETHERNET,
	    "destination address", verdict);
	judge_field(
	    &it->wanted, &it->got, LAYER_ETHERNET, "source address", verdict);
}

static void
judge_constants(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct comparison it;

	if (comparison_read(exhibit, &ipv4_packet, &it, verdict) != 0)
		return;
	judge_fields(&it.wanted, &it.got, LAYER_IPV4, not_constant, verdict);
	judge_link_addresses(&it, verdict);
	name_filled_in(exhibit->evidence, &it.got, verdict);
	name_frame(verdict, it.own.indices[0]);
	blob_release(&it.wanted_bytes);
}

static void
judge_derived(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct comparison it;
	size_t i;

	if (comparison_read(exhibit, &ipv4_packet, &it, verdict) != 0)
		return;
	for (i = 0; derived[i] != NULL; i++)
		judge_field(
		    &it.wanted, &it.got, LAYER_IPV4, derived[i], verdict);
	name_frame(verdict, it.own.indices[0]);
	note_repairs(exhibit->evidence, &it.got, verdict);
	blob_release(&it.wanted_bytes);
}

const struct check raw_ipv4_checks[] = {
	{ "arguments", "bad arguments are refused", 2, ROLE_DUTY, "args-*",
	    judge_arguments,
	    "a bad argument: a non-zero exit, a line on stderr, nothing on "
	    "stdout or on the wire" },
	{ "one-packet", "one packet: the right protocol, addresses and data", 6,
	    ROLE_HEART, PACKET_CASES, judge_one_packet,
	    "one IPv4 packet of protocol PROTO from SRC to DST with the bytes "
	    "of MESSAGE, then exit status 0 and nothing on stdout" },
	{ "ipv4-fields", "the fields that are the same in every packet", 5,
	    ROLE_CORE, PACKET_CASES, judge_constants,
	    "the IPv4 header of RFC 791 section 3.1, in a frame from and to "
	    "lo" },
	{ "length-checksum", "total length and header checksum on the wire", 2,
	    ROLE_CORE, PACKET_CASES, judge_derived,
	    "the length of header and data in bytes, and the ones' complement "
	    "of the ones' complement sum over the header (RFC 791 section "
	    "3.1)" },
	{ "messages", "any MESSAGE: empty, long, bytes above 0x7f", 3,
	    ROLE_CORE, MESSAGE_CASES, judge_messages,
	    "the bytes of MESSAGE after the IPv4 header, nothing more" },
	{ "permission", "what the kernel refuses is reported", 1, ROLE_DUTY,
	    "no-permission no-route", judge_refusal,
	    "without the right to open a raw socket, or a route to DST: a "
	    "line on stderr, a non-zero exit" },
	{ "memory", "no memory error", 1, ROLE_DUTY, "memory", judge_raw_memory,
	    "no invalid access, no byte used or handed to the kernel that was "
	    "never set" },
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
