/*
 * 11-stream-client: its cases and its checks.  The stream that the program
 * sent is read from the capture, where nothing that it sent can be missed;
 * what it printed is compared with what the peer sends in that case.
 */
#include <stdlib.h>
#include <string.h>

#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "diagnose/diagnose.h"
#include "model/lab_facts.h"
#include "packet/compare.h"
#include "packet/stream.h"

enum { MEGABYTES = 3 * 1024 * 1024 };
enum { SENT_ENOUGH = 65536 }; /* of a program that sends without end */

/* Every byte value once, in an order without a pattern. */
#define EVERY_BYTE \
	"\152\262\272\045\040\002\376\232\163\363\123\033\370\031\332\172" \
	"\133\330\173\151\270\255\100\310\377\102\034\333\054\073\061\367" \
	"\143\360\125\140\343\051\136\373\276\074\144\121\122\160\103\250" \
	"\274\004\306\047\265\115\326\357\347\230\141\003\341\170\126\260" \
	"\331\313\010\305\007\361\352\015\325\273\365\340\107\072\006\234" \
	"\101\301\050\304\317\057\104\237\247\000\345\200\257\113\261\001" \
	"\213\124\147\146\356\221\235\205\307\231\055\065\207\267\174\156" \
	"\202\150\226\161\043\106\063\342\025\277\227\355\165\204\062\263" \
	"\041\251\067\316\254\035\053\132\166\005\130\142\110\252\117\300" \
	"\302\171\105\351\353\303\312\275\131\242\271\311\327\023\012\244" \
	"\175\375\253\052\324\203\321\371\233\111\162\127\176\206\264\335" \
	"\024\076\314\077\114\134\164\334\167\120\155\210\315\177\064\236" \
	"\336\344\020\266\214\366\137\060\243\320\224\032\056\256\217\116" \
	"\222\036\212\044\354\112\042\216\013\070\372\374\337\223\346\364" \
	"\240\241\071\037\220\323\017\154\215\027\075\021\153\157\026\011" \
	"\066\201\350\016\225\135\030\211\322\022\014\246\145\046\362\245"

/* clang-format off */
#define BEGIN \
	{ STEP_LISTEN, 0, "$host $port" }, \
	{ STEP_START, 0, "$host $port $message" }, \
	{ STEP_ACCEPT, 0, NULL }, \
	{ STEP_READ_LINE, 0, NULL }
#define PIECE(text) \
	{ STEP_SEND, 0, (text) }, \
	{ STEP_AWAIT_DRAINED, 0, NULL }
#define FOUR_PIECES(text) PIECE(text), PIECE(text), PIECE(text), PIECE(text)
#define FINISH \
	{ STEP_CLOSE, 0, NULL }, \
	{ STEP_AWAIT_EXIT, 0, NULL }, \
	{ STEP_END, 0, NULL }
#define RUN(arguments) \
	{ STEP_START, 0, (arguments) }, \
	{ STEP_AWAIT_EXIT, 0, NULL }
#define STEPS(...) \
	(const struct step[]) { __VA_ARGS__ }
#define RUNS(...) STEPS(__VA_ARGS__, { STEP_END, 0, NULL })

#define PEER V_TEXT("host", "127.0.0.2"), V_TEXT("port", "7777")
#define HELLO V_TEXT("message", "Hello, server!")

const struct step stream_client_try[] = {
	{ STEP_LISTEN, 0, "0.0.0.0 $2" }, /* HOST may be a name */
	{ STEP_START, 0, "$1 $2 $3" },
	{ STEP_ACCEPT, 0, NULL },
	{ STEP_READ_LINE, 0, NULL },
	{ STEP_SEND, 0, "Hello from Wirebook\n" },
	FINISH
};

static const struct step one_answer[] = { BEGIN, { STEP_SEND, 0, "$answer" },
	FINISH };

const struct scenario stream_client_scenarios[] = {
	{ "hello", "the captured conversation, in one piece", CASE_CAPTURED,
	    one_answer, { PEER, HELLO,
	    V_TEXT("answer", "Hello from the server\n") } },
	{ "fresh", "other values each time, so nothing can be built in", 0,
	    one_answer, { V_TEXT("host", "127.18.52.86"),
	    V_FRESH("port", VALUE_PORT, 0),
	    V_FRESH("message", VALUE_WORDS, 23),
	    V_FRESH("answer", VALUE_WORDS, 61) } },
	{ "many-pieces", "an answer that comes with pauses in between", 0,
	    STEPS(BEGIN, PIECE("$tiny"), PIECE("$some"), PIECE("$tiny$some"),
		PIECE("$large"), PIECE("$tiny"), PIECE("$more"), PIECE("\n"),
		PIECE("end\n"), FINISH),
	    { PEER, HELLO, V_FRESH("tiny", VALUE_WORDS, 3),
	    V_FRESH("some", VALUE_WORDS, 41),
	    V_FRESH("more", VALUE_WORDS, 700),
	    V_FRESH("large", VALUE_WORDS, 5000) } },
	{ "pieces-no-newline", "nothing but the end of file ends an answer", 0,
	    STEPS(BEGIN, PIECE("$some"), PIECE("$tiny"), PIECE("$more"),
		PIECE("$some"), PIECE("$tiny"), PIECE("$more"), FINISH),
	    { PEER, HELLO, V_FRESH("tiny", VALUE_WORDS, 2),
	    V_FRESH("some", VALUE_WORDS, 29),
	    V_FRESH("more", VALUE_WORDS, 130) } },
	{ "shrinking", "a short piece after a long one", 0,
	    STEPS(BEGIN, PIECE("$long"), PIECE("$short"), FINISH),
	    { PEER, HELLO, V_FRESH("long", VALUE_WORDS, 50),
	    V_FRESH("short", VALUE_WORDS, 7) } },
	{ "any-byte", "bytes of every value, NUL and % among them", 0,
	    one_answer, { PEER, HELLO, V_TEXT("answer",
	    "100% of %s %n %d\n" EVERY_BYTE "the end") } },
	{ "two-lines", "two lines in one piece", 0,
	    one_answer, { PEER, HELLO,
	    V_TEXT("answer", "the first line\nand the second\n") } },
	{ "megabytes", "more than any buffer holds", CASE_BULK,
	    one_answer, { PEER, HELLO,
	    V_FRESH("answer", VALUE_PATTERN, MEGABYTES) } },
	{ "empty-answer", "a server that closes at once", 0,
	    STEPS(BEGIN, FINISH), { PEER, HELLO } },
	{ "empty-message", "the newline alone", 0,
	    one_answer, { PEER, V_TEXT("message", ""),
	    V_TEXT("answer", "an answer to nothing\n") } },
	{ "long-message", "as long as a message may be", 0,
	    one_answer, { PEER, V_FRESH("message", VALUE_WORDS, 1400),
	    V_TEXT("answer", "that was long\n") } },
	{ "dash-message", "a dash, %, quotes, blanks and UTF-8", 0,
	    one_answer, { PEER, V_TEXT("message",
	    "-n 100% \"%s\" 'it''s'  \xc3\xbc\xe2\x82\xac \\"),
	    V_TEXT("answer", "well\n") } },
	{ "host-name", "a name from the hosts file", CASE_LAB,
	    STEPS({ STEP_LISTEN, 0, LAB_HOST_ADDRESS " $port" },
		{ STEP_START, 0, "$host $port $message" },
		{ STEP_ACCEPT, 0, NULL }, { STEP_READ_LINE, 0, NULL },
		{ STEP_SEND, 0, "$answer" }, FINISH),
	    { V_TEXT("host", LAB_HOST_NAME), V_FRESH("port", VALUE_PORT, 0),
	    HELLO, V_TEXT("answer", "you found me\n") } },
	{ "fresh-host", "an address from the seed", CASE_LAB,
	    one_answer, { V_FRESH("host", VALUE_ADDRESS, 0),
	    V_FRESH("port", VALUE_PORT, 0),
	    V_FRESH("message", VALUE_WORDS, 19),
	    V_FRESH("answer", VALUE_WORDS, 31) } },
	{ "refused", "nobody listens", 0,
	    STEPS({ STEP_RESERVE, 0, "$host $port" },
		{ STEP_START, 0, "$host $port $message" },
		{ STEP_AWAIT_EXIT, 0, NULL }, { STEP_END, 0, NULL }),
	    { PEER, HELLO } },
	{ "unresolvable", "a name that nobody has", CASE_LAB,
	    RUNS(RUN("nowhere.invalid $port $message")), { PEER, HELLO } },
	{ "reset", "the connection is reset in mid-answer", 0,
	    STEPS(BEGIN, PIECE("$answer"), { STEP_RESET, 0, NULL },
		{ STEP_AWAIT_EXIT, 0, NULL }, { STEP_END, 0, NULL }),
	    { PEER, HELLO, V_TEXT("answer", "half an ans") } },
	{ "args-count", "too few arguments, and too many", 0,
	    RUNS(RUN(""), RUN("$host"), RUN("$host $port"),
		RUN("$host $port $message more"),
		RUN("$host $port $message two more")),
	    { PEER, HELLO } },
	{ "args-host", "an empty HOST is neither an address nor a name", 0,
	    RUNS(RUN("'' $port $message"), RUN("'' 80 ''")), { PEER, HELLO } },
	{ "args-port", "PORT is a number from 1 to 65535, in digits", 0,
	    RUNS(RUN("$host '' $message"), RUN("$host 0 $message"),
		RUN("$host 65536 $message"), RUN("$host 70000 $message"),
		RUN("$host -7777 $message"), RUN("$host -1 $message"),
		RUN("$host 80x $message"), RUN("$host 7777. $message"),
		RUN("$host http $message"), RUN("$host x80 $message"),
		RUN("$host 4294967296 $message"),
		RUN("$host 4294975073 $message"),
		RUN("$host 99999999999999999999 $message"),
		RUN("$host 18446744073709559393 $message")),
	    { PEER, HELLO } },
	{ "memory", "many pieces, so that what is lost each time shows",
	    CASE_VALGRIND,
	    STEPS(BEGIN, FOUR_PIECES("$piece"), FOUR_PIECES("$piece"),
		FOUR_PIECES("$piece"), FOUR_PIECES("$piece"), FINISH),
	    { PEER, HELLO, V_FRESH("piece", VALUE_WORDS, 300) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

/* Ordinary messages: where one fails, the check `message` has failed. */
#define ORDINARY_CASES \
	"hello fresh many-pieces pieces-no-newline shrinking any-byte " \
	"two-lines megabytes empty-answer"

/* The established conversations with the case's peer, and their number. */
static const struct conversation *
find_conversation(const struct exhibit *exhibit,
    const struct conversations *all, size_t *count)
{
	uint32_t port = values_number(exhibit->values, "port");
	const struct conversation *found = NULL;
	size_t i;

	*count = 0;
	for (i = 0; i < all->count; i++) {
		if (!all->items[i].established ||
		    all->items[i].server_port != port)
			continue;
		if (found == NULL)
			found = &all->items[i];
		++*count;
	}
	return found;
}

/* What the program sent: as captured, else as the peer received it. */
static void
take_sent(
    const struct exhibit *exhibit, struct blob *sent, struct verdict *verdict)
{
	const struct capture *capture = look_capture(exhibit->evidence, "lo");
	const struct peer_log *peer = &exhibit->evidence->peers[0];
	struct conversations all = { NULL, 0 };
	const struct conversation *found = NULL;
	size_t count = 0;

	if (capture != NULL) {
		streams_collect(capture, &all);
		found = find_conversation(exhibit, &all, &count);
	}
	if (found != NULL && !found->to_server.gap)
		blob_add(sent, found->to_server.bytes.data,
		    found->to_server.bytes.len);
	else
		blob_add(sent, peer->received.data, peer->received.len);
	if (sent->len > SENT_ENOUGH)
		sent->len = SENT_ENOUGH;
	if (count > 1) {
		verdict_fail(verdict,
		    "the program connected several times; one "
		    "connection carries it all");
		look_finding(verdict, 1, "connections", "1", "several");
	}
	streams_release(&all);
}

static void
judge_sent(const struct exhibit *exhibit, const struct blob *sent,
    struct verdict *verdict)
{
	const struct blob *message = values_get(exhibit->values, "message");
	struct blob wanted = { NULL, 0 };

	blob_add(&wanted, message->data, message->len);
	blob_add(&wanted, "\n", 1);
	if (!blob_equal(&wanted, sent)) {
		verdict_fail(verdict,
		    "the program sent %zu bytes that are not MESSAGE and one "
		    "newline (%zu bytes)",
		    sent->len, wanted.len);
		compare_bytes("sent by the program", wanted.data, wanted.len,
		    sent->data, sent->len, verdict);
		diagnose_payload(
		    message, &wanted, sent->data, sent->len, verdict);
	}
	blob_release(&wanted);
}

static void
judge_message(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct blob sent = { NULL, 0 };
	char *stop;

	if (!exhibit->evidence->peers[0].connected) {
		stop = look_stop(exhibit->evidence);
		verdict_fail(verdict, "%s",
		    stop != NULL ? stop : "the program never connected");
		free(stop);
		look_swapped_port(exhibit, verdict);
		return;
	}
	take_sent(exhibit, &sent, verdict);
	judge_sent(exhibit, &sent, verdict);
	blob_release(&sent);
}

/* The pieces put together again. */
static void
join(const struct blob *pieces, size_t count, struct blob *whole)
{
	size_t i;

	for (i = 0; i < count; i++)
		blob_add(whole, pieces[i].data, pieces[i].len);
}

static void
judge_output(const struct exhibit *exhibit, const struct run *run,
    struct verdict *verdict)
{
	struct blob wanted = { NULL, 0 };
	struct blob *pieces;
	size_t count;

	pieces = look_pieces(exhibit->scenario, exhibit->values, &count);
	join(pieces, count, &wanted);
	if (run->out_cut || !blob_equal(&wanted, &run->out)) {
		verdict_fail(verdict,
		    "standard output does not hold the server's answer: "
		    "%zu bytes wanted, %s%zu got",
		    wanted.len, run->out_cut ? "more than " : "", run->out.len);
		compare_bytes("standard output", wanted.data, wanted.len,
		    run->out.data, run->out.len, verdict);
		diagnose_output(pieces, count, &run->out, verdict);
	}
	blob_release(&wanted);
	look_pieces_release(pieces, count);
}

/*
 * The whole story was played, the answer copied, and the program ended.  One
 * that still hangs is judged by that alone: more output might have come.
 */
static void
judge_copy(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);
	char *stop = look_stop(exhibit->evidence);

	if (stop != NULL) {
		verdict_fail(verdict, "%s", stop);
		look_finding(verdict, 1, "story", "played to its end", stop);
	}
	free(stop);
	if (run == NULL) {
		verdict_fail(verdict, "the program was not started");
		return;
	}
	if (!evidence_timed_out(exhibit->evidence))
		judge_output(exhibit, run, verdict);
	if (exhibit->evidence->stop == STOP_NOT)
		look_exit_zero(run, verdict);
}

/* What of a broken-off answer was printed is free. */
static void
judge_broken_off(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_failure(exhibit, verdict);
	if (!exhibit->evidence->peers[0].connected)
		look_silent(look_run(exhibit->evidence), verdict);
}

/* Where an ordinary message was not sent, `message` has said so. */
static void
judge_answer(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct verdict message = { .status = STATUS_PASSED };

	judge_message(exhibit, &message);
	if (message.status == STATUS_FAILED)
		verdict_skip(verdict,
		    "there is no answer to a message that "
		    "did not arrive: see message");
	else
		judge_copy(exhibit, verdict);
	verdict_release(&message);
}

/* Here the message, or the way to the host, is what is tried. */
static void
judge_exchange(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_message(exhibit, verdict);
	if (exhibit->evidence->peers[0].connected)
		judge_copy(exhibit, verdict);
}

static void
judge_close(const struct exhibit *exhibit, const struct stream *stream,
    struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);
	struct finding *finding;

	if (stream->reset)
		verdict_fail(verdict,
		    "the program's side reset the "
		    "connection (RST): that happens when a "
		    "socket is closed with bytes unread");
	else if (!stream->fin || run == NULL || run->end != END_EXITED)
		verdict_fail(verdict,
		    "the program's side did not close the "
		    "connection by itself (FIN)");
	if (verdict->status != STATUS_FAILED)
		return;
	finding = look_finding(verdict, 1, "end of the connection", "FIN",
	    stream->reset ? "RST" : "none by the program itself");
	finding->rfc = xstrdup("RFC 9293 section 3.6");
}

static void
judge_orderly_close(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct capture *capture = look_capture(exhibit->evidence, "lo");
	struct conversations all = { NULL, 0 };
	const struct conversation *found;
	size_t count;

	if (!exhibit->evidence->peers[0].connected) {
		verdict_skip(
		    verdict, "there is no connection to look at: see message");
		return;
	}
	if (capture == NULL) {
		verdict_unchecked(verdict,
		    "there is no capture to see the "
		    "connection's end in");
		return;
	}
	streams_collect(capture, &all);
	found = find_conversation(exhibit, &all, &count);
	if (found != NULL)
		judge_close(exhibit, &found->to_server, verdict);
	else
		verdict_fail(verdict,
		    "the capture overflowed: the "
		    "connection cannot be found in it");
	streams_release(&all);
}

static void
judge_stream_memory(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct run *run = look_run(exhibit->evidence);
	struct blob *pieces;
	char *stop = look_stop(exhibit->evidence);
	size_t count;

	pieces = look_pieces(exhibit->scenario, exhibit->values, &count);
	judge_memory(exhibit, count, verdict);
	if (stop != NULL)
		verdict_fail(verdict, "under the memory checker %s", stop);
	else if (run != NULL)
		judge_output(exhibit, run, verdict);
	/* 99 is the checker's own word; the errors are told above. */
	if (verdict->status == STATUS_PASSED)
		look_exit_zero(run, verdict);
	free(stop);
	look_pieces_release(pieces, count);
}

#define COPY "stdout carries the answer byte for byte, then exit status 0"

const struct check stream_client_checks[] = {
	{ "arguments", "bad arguments are refused", 2, ROLE_DUTY, "args-*",
	    judge_arguments,
	    "a bad argument: a non-zero exit, a line on stderr, nothing on "
	    "stdout or on the wire" },
	{ "message", "MESSAGE and one newline are sent", 3, ROLE_HEART,
	    ORDINARY_CASES, judge_message,
	    "the bytes of MESSAGE and one newline, nothing more, over one "
	    "connection" },
	{ "one-piece", "an answer in one piece is copied", 1, ROLE_CORE,
	    "hello fresh", judge_answer, COPY },
	{ "many-pieces", "an answer in many pieces is copied", 3, ROLE_CORE,
	    "many-pieces pieces-no-newline", judge_answer,
	    "recv returns what has come so far; 0 is the end of the stream "
	    "(recv(2))" },
	{ "shrinking-piece", "a short piece after a long one is copied", 1,
	    ROLE_CORE, "shrinking", judge_answer,
	    "of the buffer only the bytes that recv returned are new "
	    "(recv(2))" },
	{ "any-byte", "any byte is copied, NUL and % too", 1, ROLE_CORE,
	    "any-byte", judge_answer, COPY },
	{ "two-lines", "two lines in one piece are copied", 1, ROLE_CORE,
	    "two-lines", judge_answer, COPY },
	{ "megabytes", "an answer of megabytes is copied", 1, ROLE_CORE,
	    "megabytes", judge_answer, COPY },
	{ "empty-answer", "an empty answer is copied", 1, ROLE_CORE,
	    "empty-answer", judge_answer, "nothing on stdout, exit status 0" },
	{ "message-sizes", "a message may be empty, long, or odd to look at", 1,
	    ROLE_CORE, "empty-message long-message dash-message",
	    judge_exchange,
	    "MESSAGE: 0 to 1,400 bytes, any but NUL, sent as they are" },
	{ "host-name", "HOST may be a name or any address", 1, ROLE_CORE,
	    "host-name fresh-host", judge_exchange,
	    "HOST is an IPv4 address, or a name that resolves to one "
	    "(getaddrinfo(3))" },
	{ "failures", "failures are reported", 2, ROLE_DUTY,
	    "refused unresolvable reset", judge_broken_off,
	    "refused, unresolvable, reset before the answer's end: a line on "
	    "stderr, a non-zero exit; nothing on stdout that did not come" },
	{ "orderly-close", "the connection is closed in order", 1, ROLE_CORE,
	    "hello many-pieces megabytes", judge_orderly_close,
	    "the program's side ends by FIN; a RST says that bytes were left "
	    "unread (RFC 9293 section 3.6)" },
	{ "memory", "no memory error, nothing lost with each piece", 1,
	    ROLE_DUTY, "memory", judge_stream_memory,
	    "no invalid access, no byte used that was never set, nothing left "
	    "that grows with the work" },
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
