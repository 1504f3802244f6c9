/*
 * 12-stream-server: its cases and its checks.  A case ends when the program
 * waits again, so what it prints after an answer is seen without waiting for
 * any words.
 */
#include <stdio.h>
#include <stdlib.h>

#include "checks/checks.h"
#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/served_clients.h"
#include "checks/server_duties.h"
#include "packet/stream.h"

enum { MEMORY_CLIENTS = 40 };

/* clang-format off */
#define BEGIN \
	{ STEP_START, 0, "$port" }, \
	{ STEP_AWAIT_READY, 0, "127.0.0.1 $port" }
#define CONNECT(peer) { STEP_CONNECT, (peer), "127.0.0.1 $port" }
#define SEND(peer, text) { STEP_SEND, (peer), (text) }
#define PIECE(peer, text) \
	SEND(peer, text), { STEP_AWAIT_DRAINED, (peer), NULL }
#define CLOSE(peer) { STEP_CLOSE, (peer), NULL }
#define RESET(peer) { STEP_RESET, (peer), NULL }
#define IDLE { STEP_AWAIT_IDLE, 0, NULL }
/* Of a client that has closed its side already. */
#define ANSWERED(peer) { STEP_READ_LINE, (peer), NULL }, IDLE
#define FINISH(peer) \
	{ STEP_READ_LINE, (peer), NULL }, CLOSE(peer), IDLE
#define TALK_AT(peer, place, text) \
	{ STEP_CONNECT, (peer), (place) }, SEND(peer, text), FINISH(peer)
#define TALK(peer, text) TALK_AT(peer, "127.0.0.1 $port", text)
#define CLIENT(n) TALK_AT(n, "127.0.0.1 $port 127.7." #n ".9", "$line " #n "\n")
#define SHOWN(text) \
	{ STEP_AWAIT_OUTPUT, 0, (text) }, { STEP_AWAIT_OUTPUT, 0, "\n" }, \
	{ STEP_AWAIT_OUTPUT, 0, "\n" }
#define RUN(arguments) \
	{ STEP_START, 0, (arguments) }, { STEP_AWAIT_EXIT, 0, NULL }
#define STEPS(...) \
	(const struct step[]) { __VA_ARGS__, { STEP_END, 0, NULL } }

#define PORT V_FRESH("port", VALUE_PORT, 0)
#define LINE(len) V_FRESH("line", VALUE_WORDS, len)

const struct step stream_server_try[] = {
	{ STEP_START, 0, "$1" },
	{ STEP_AWAIT_READY, 0, "127.0.0.1 $1" },
	TALK_AT(0, "127.0.0.1 $1", "Hello from Wirebook\n"),
	STOP_BY("TERM"),
	{ STEP_END, 0, NULL },
};

/* The server has closed when the client does: the capture is always the same. */
static const struct step one_client[] = {
	BEGIN, CONNECT(0), SEND(0, "$line\n"), { STEP_READ_LINE, 0, NULL },
	IDLE, CLOSE(0), IDLE, { STEP_END, 0, NULL },
};

static const struct step twenty_clients[] = {
	BEGIN, CLIENT(0), CLIENT(1), CLIENT(2), CLIENT(3), CLIENT(4),
	CLIENT(5), CLIENT(6), CLIENT(7), CLIENT(8), CLIENT(9), CLIENT(10),
	CLIENT(11), CLIENT(12), CLIENT(13), CLIENT(14), CLIENT(15),
	CLIENT(16), CLIENT(17), CLIENT(18), CLIENT(19), { STEP_END, 0, NULL },
};

/*
 * At no time do two wait in the queue: any backlog will do, 0 too.  The silent
 * one leaves before the third comes, since it may hold up the others.  No two
 * lines end at the same time, or chance could mix what is printed of them.
 */
static const struct step several_at_once[] = {
	BEGIN, CONNECT(0), IDLE, CONNECT(1), SEND(1, "$some"), CLOSE(0), IDLE,
	CONNECT(2), SEND(2, "$tiny"), IDLE, SEND(1, "$more\n"), FINISH(1),
	SEND(2, "$some\n"), FINISH(2), { STEP_END, 0, NULL },
};

/*
 * Served one after another, client 1 is accepted when it has sent its line,
 * its end and a reset: then the answer is written to nobody (SIGPIPE).
 */
static const struct step broken_pipe[] = {
	BEGIN, CONNECT(0), IDLE, CONNECT(1), SEND(1, "$line\n"), CLOSE(1),
	RESET(1), SEND(0, "$line\n"), FINISH(0), TALK(2, "$line\n"),
	{ STEP_END, 0, NULL },
};

/* One resets in mid-line, the next one leaves without a word. */
#define BROKEN \
	CONNECT(40), SEND(40, "$line"), IDLE, RESET(40), IDLE, \
	CONNECT(41), CLOSE(41), IDLE
#define EIGHT_BROKEN \
	BROKEN, BROKEN, BROKEN, BROKEN, BROKEN, BROKEN, BROKEN, BROKEN

/* Forty of each kind: more sockets than that cannot be lost (RLIMIT_NOFILE). */
static const struct step many_and_broken[] = {
	BEGIN, CLIENT(0), CLIENT(1), CLIENT(2), CLIENT(3), CLIENT(4),
	CLIENT(5), CLIENT(6), CLIENT(7), CLIENT(8), CLIENT(9), CLIENT(10),
	CLIENT(11), CLIENT(12), CLIENT(13), CLIENT(14), CLIENT(15),
	CLIENT(16), CLIENT(17), CLIENT(18), CLIENT(19), CLIENT(20),
	CLIENT(21), CLIENT(22), CLIENT(23), CLIENT(24), CLIENT(25),
	CLIENT(26), CLIENT(27), CLIENT(28), CLIENT(29), CLIENT(30),
	CLIENT(31), CLIENT(32), CLIENT(33), CLIENT(34), CLIENT(35),
	CLIENT(36), CLIENT(37), CLIENT(38), CLIENT(39),
	EIGHT_BROKEN, EIGHT_BROKEN, EIGHT_BROKEN, EIGHT_BROKEN, EIGHT_BROKEN,
	STOP_BY("TERM"), { STEP_END, 0, NULL },
};

const struct scenario stream_server_scenarios[] = {
	{ "hello", "the captured conversation, in one piece",
	    CASE_CAPTURED | CASE_TERMINAL, one_client,
	    { V_TEXT("port", "7777"), V_TEXT("line", "Hello, server!") } },
	{ "fresh", "other values each time, so nothing can be built in",
	    CASE_TERMINAL,
	    STEPS(BEGIN, TALK_AT(0, "127.0.0.1 $port 127.18.52.86",
		"$line\n")), { PORT, LINE(31) } },
	{ "loopback", "at other addresses of the loopback", CASE_TERMINAL,
	    STEPS(BEGIN, TALK_AT(0, "127.9.8.7 $port 127.1.2.3", "$line\n"),
		TALK_AT(1, "127.255.0.9 $port", "$line\n")),
	    { PORT, LINE(12) } },
	{ "elsewhere", "at other addresses of this machine",
	    CASE_LAB | CASE_TERMINAL,
	    STEPS(BEGIN, TALK_AT(0, "192.0.2.1 $port 203.0.113.251",
		"$line\n"), TALK_AT(1, "198.51.100.250 $port", "$line\n"),
		TALK_AT(2, "$address $port", "$line\n")),
	    { PORT, LINE(12), V_FRESH("address", VALUE_ADDRESS, 0) } },
	{ "pieces", "a line that comes in pieces, with pauses between",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), PIECE(0, "$tiny"), PIECE(0, "$some"),
		PIECE(0, "$tiny"), SEND(0, "$some\n"), FINISH(0)),
	    { PORT, V_FRESH("tiny", VALUE_WORDS, 1),
	    V_FRESH("some", VALUE_WORDS, 27) } },
	{ "late-newline", "the newline comes alone", CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), PIECE(0, "$line"), SEND(0, "\n"),
		FINISH(0)), { PORT, LINE(33) } },
	{ "no-newline", "the end of file ends a line too", CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), SEND(0, "$line"), CLOSE(0), ANSWERED(0),
		CONNECT(1), PIECE(1, "$line"), SEND(1, "$line"), CLOSE(1),
		ANSWERED(1)), { PORT, LINE(25) } },
	{ "empty", "a line without a byte in it", CASE_TERMINAL, one_client,
	    { PORT, V_TEXT("line", "") } },
	{ "longest", "as long as a line may be", CASE_TERMINAL, one_client,
	    { PORT, LINE(1023) } },
	{ "longest-no-newline", "the same, ended by the end of file",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), PIECE(0, "$line"), CLOSE(0), ANSWERED(0)),
	    { PORT, LINE(1023) } },
	{ "any-byte", "NUL, %, quotes, CR, UTF-8, blanks at both ends",
	    CASE_TERMINAL,
	    STEPS(BEGIN, TALK(0, "$line\n"), TALK(1, "$blanks\n")),
	    { PORT, V_TEXT("line",
	    "100% %s\0 of %n 'it' \t\xc3\xbc\xff\x01 \\ the end\r"),
	    V_TEXT("blanks", "  in between  ") } },
	{ "shrinking", "shorter lines after a longer one", CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), PIECE(0, "$long"), SEND(0, "\n"),
		FINISH(0), CONNECT(1), SEND(1, "$short"), CLOSE(1), ANSWERED(1),
		TALK(2, "\n")),
	    { PORT, V_FRESH("long", VALUE_WORDS, 60),
	    V_FRESH("short", VALUE_WORDS, 9) } },
	{ "twenty", "one client after another", CASE_TERMINAL, twenty_clients,
	    { PORT, LINE(17) } },
	{ "at-once", "several at once, one of them silent until it leaves",
	    CASE_TERMINAL, several_at_once,
	    { PORT, V_FRESH("tiny", VALUE_WORDS, 3),
	    V_FRESH("some", VALUE_WORDS, 19),
	    V_FRESH("more", VALUE_WORDS, 40) } },
	{ "server-first", "the server closes, and does not wait for the client",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), SEND(0, "$line\n"),
		{ STEP_READ_END, 0, NULL }, CLOSE(0), IDLE),
	    { PORT, LINE(21) } },
	{ "reset", "clients that reset, in mid-line and at once",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), PIECE(0, "$line"), RESET(0), IDLE,
		TALK(1, "$line\n"), CONNECT(2), RESET(2),
		TALK(3, "$line\n")), { PORT, LINE(14) } },
	{ "leaves-at-once", "a client that sends nothing and closes",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), CLOSE(0), IDLE, TALK(1, "$line\n")),
	    { PORT, LINE(14) } },
	{ "half-close", "a client that closes its side and still reads",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), SEND(0, "$line\n"), CLOSE(0), ANSWERED(0),
		TALK(1, "$line\n")), { PORT, LINE(14) } },
	{ "broken-pipe", "a client that is gone when it is answered",
	    CASE_TERMINAL, broken_pipe, { PORT, LINE(14) } },
	{ "watched", "lines are seen before the next client comes",
	    CASE_TERMINAL,
	    STEPS(BEGIN, TALK(0, "$line\n"), SHOWN("$line"),
		TALK(1, "$next\n"), SHOWN("$next")),
	    { PORT, LINE(18), V_FRESH("next", VALUE_WORDS, 22) } },
	{ "restart", "stopped and started again on the same port",
	    CASE_TERMINAL,
	    STEPS(BEGIN, CONNECT(0), SEND(0, "$line\n"),
		{ STEP_READ_END, 0, NULL }, CLOSE(0), STOP_BY("TERM"), BEGIN,
		TALK(1, "$line\n")), { PORT, LINE(15) } },
	{ "port-taken", "somebody else listens there", CASE_TERMINAL,
	    STEPS({ STEP_OCCUPY_TCP, 0, "$port" }, RUN("$port")), { PORT } },
	{ "sigterm", "told to stop while it waits for a client", CASE_TERMINAL,
	    STEPS(BEGIN, TALK(0, "$line\n"), STOP_BY("TERM")),
	    { PORT, LINE(15) } },
	{ "sigint", "Ctrl-C while it waits for its first client",
	    CASE_TERMINAL, STEPS(BEGIN, STOP_BY("INT")), { PORT } },
	{ "args-count", "no argument, and too many", CASE_TERMINAL,
	    STEPS(RUN(""), RUN("$port more"), RUN("$port two more")),
	    { PORT } },
	{ "args-port", "PORT is a number from 1 to 65535, in digits",
	    CASE_TERMINAL,
	    STEPS(RUN("''"), RUN("0"), RUN("65536"), RUN("70000"),
		RUN("-7777"), RUN("-1"), RUN("80x"), RUN("7777."),
		RUN("http"), RUN("x80"), RUN("4294967296"),
		RUN("4294975073"), RUN("99999999999999999999"),
		RUN("18446744073709559393")), { PORT } },
	{ "memory", "many clients, so that what is lost each time shows",
	    CASE_VALGRIND | CASE_TERMINAL, many_and_broken,
	    { PORT, LINE(40) } },
	{ NULL, NULL, 0, NULL, { { NULL, VALUE_END, NULL, 0 } } },
};
/* clang-format on */

/* The client's conversation, or NULL. */
static const struct conversation *
find_client(const struct conversations *all, const struct peer_log *log)
{
	size_t i;

	for (i = 0; i < all->count; i++)
		if (all->items[i].client_port == log->port)
			return &all->items[i];
	return NULL;
}

/* Its last byte is the newline, so before that there is nothing to answer. */
static void
judge_early(const struct conversation *client, struct verdict *verdict)
{
	const size_t sent = client->to_server.bytes.len;
	const size_t heard = client->to_client.heard;
	char got[64];

	if (client->to_client.segments == 0 || heard >= sent)
		return;
	snprintf(got, sizeof(got), "after %zu of %zu bytes", heard, sent);
	verdict_fail(verdict,
	    "the server answered when only %zu of the line's %zu bytes were "
	    "sent: first comes the line, then the answer",
	    heard, sent);
	look_finding(verdict, 1, "answer", "after the newline", got);
}

/* With pauses between, it shows what the server did before the newline. */
static void
judge_pieces(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct capture *capture = look_capture(evidence, "lo");
	struct conversations all = { NULL, 0 };
	const struct conversation *client;

	judge_lines(exhibit, verdict);
	if (capture == NULL || verdict->status != STATUS_PASSED)
		return;
	streams_collect(capture, &all);
	client = find_client(&all, &evidence->peers[0]);
	if (client != NULL)
		judge_early(client, verdict);
	streams_release(&all);
}

static void
judge_end(const struct exhibit *exhibit, const struct stream *stream,
    struct verdict *verdict)
{
	const struct peer_log *log = &exhibit->evidence->peers[0];
	bool reset = log->end == PEER_RESET, fin = log->end != PEER_OPEN;
	struct finding *finding;

	if (stream != NULL) {
		reset = stream->reset;
		fin = stream->fin;
	}
	if (fin && !reset)
		return;
	if (reset)
		verdict_fail(verdict,
		    "the server's side reset the connection (RST): that "
		    "happens when a socket is closed with bytes unread");
	else
		verdict_fail(verdict,
		    "the server answered and did not close the connection");
	finding = look_finding(
	    verdict, 1, "end of the connection", "FIN", reset ? "RST" : "none");
	finding->rfc = xstrdup("RFC 9293 section 3.6");
}

static void
judge_orderly_close(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	const struct capture *capture = look_capture(evidence, "lo");
	struct conversations all = { NULL, 0 };
	const struct conversation *client;

	if (evidence->peers[0].received.len == 0) {
		verdict_skip(verdict,
		    "there is no answer that a close could follow: see "
		    "exchange");
		return;
	}
	if (capture != NULL)
		streams_collect(capture, &all);
	client = find_client(&all, &evidence->peers[0]);
	judge_end(exhibit, client == NULL ? NULL : &client->to_client, verdict);
	/* The client's own end may have moved the server to close. */
	if (evidence->stop_kind == STEP_READ_END)
		judge_story(exhibit, verdict);
	streams_release(&all);
}

/* What it says at its end on standard output is no client's line. */
static void
judge_quiet_stop(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_stop(exhibit, verdict);
	if (verdict->status == STATUS_PASSED)
		judge_lines(exhibit, verdict);
}

static void
judge_restart(const struct exhibit *exhibit, struct verdict *verdict)
{
	const struct evidence *evidence = exhibit->evidence;
	char *stop;

	if (evidence->run_count < 2) {
		verdict_skip(verdict,
		    "the server could not be stopped in order to start it "
		    "again: see orderly-close and clean-stop");
		return;
	}
	if (evidence->stop_kind != STEP_AWAIT_READY) {
		judge_story(exhibit, verdict);
		return;
	}
	stop = look_stop(evidence);
	verdict_fail(verdict,
	    "started again at once, %s: after the server closed first, its "
	    "port is free at once only if SO_REUSEADDR was set before bind()",
	    stop);
	look_finding(verdict, 2, "restart", "ready at once", stop);
	free(stop);
}

static void
judge_server(const struct exhibit *exhibit, struct verdict *verdict)
{
	judge_server_memory(exhibit, MEMORY_CLIENTS, verdict);
	if (verdict->status == STATUS_PASSED)
		judge_exchange(exhibit, verdict);
}

#define PAIR \
	"two lines a client: Message Received - 'LINE', then Sent by - " \
	"ADDRESS port - PORT"

const struct check stream_server_checks[] = {
	{ "arguments", "bad arguments are refused", 1, ROLE_DUTY, "args-*",
	    judge_arguments,
	    "a bad argument: a non-zero exit, a line on stderr, nothing on "
	    "stdout or on the wire" },
	{ "exchange", "a line is printed and answered", 3, ROLE_HEART,
	    "hello fresh", judge_exchange,
	    PAIR "; the client gets Connected to TCP Server on port PORT and a "
		 "newline" },
	{ "every-address", "clients of every address are served", 1, ROLE_CORE,
	    "loopback elsewhere", judge_exchange,
	    "a server bound to INADDR_ANY is found at each address of the "
	    "machine (ip(7))" },
	{ "pieces", "a line in pieces is put together", 1, ROLE_CORE,
	    "pieces late-newline", judge_pieces,
	    "recv returns what has come so far; the newline ends the line "
	    "(recv(2)), and then it is answered" },
	{ "end-of-file", "the end of file ends a line too", 1, ROLE_CORE,
	    "no-newline", judge_lines,
	    "a line ends at its newline or at the end of file" },
	{ "line-sizes", "a line may be empty or 1,023 bytes long", 1, ROLE_CORE,
	    "empty longest longest-no-newline", judge_lines,
	    "LINE: 0 to 1,023 bytes without the newline" },
	{ "any-byte", "any byte is printed, NUL and % too", 1, ROLE_CORE,
	    "any-byte", judge_lines, "LINE is every byte before the newline" },
	{ "shrinking-line", "a short line after a long one is printed", 1,
	    ROLE_CORE, "shrinking", judge_lines,
	    "of the buffer only the bytes that recv returned are new "
	    "(recv(2))" },
	{ "many-clients", "twenty clients, one after another", 1, ROLE_CORE,
	    "twenty", judge_exchange, PAIR ", and its answer" },
	{ "at-once", "several clients at once", 1, ROLE_CORE, "at-once",
	    judge_exchange,
	    "one after another or side by side, but every client is served" },
	{ "orderly-close", "the connection is closed in order", 1, ROLE_CORE,
	    "server-first longest", judge_orderly_close,
	    "after the answer the server's side ends by FIN (RFC 9293 section "
	    "3.6)" },
	{ "goes-on", "a client that breaks off does not stop it", 2, ROLE_CORE,
	    "reset leaves-at-once half-close broken-pipe", judge_story,
	    "an error of one connection is that connection's end, not the "
	    "server's; SIGPIPE kills unless it is ignored (signal(7))" },
	{ "as-it-happens", "lines are seen when they are printed", 1, ROLE_CORE,
	    "watched", judge_as_it_happens,
	    "the lines of one client are seen before the next one comes" },
	{ "restart", "it can be started again at once", 1, ROLE_DUTY, "restart",
	    judge_restart, "SO_REUSEADDR is set before bind() (socket(7))" },
	{ "port-taken", "a port that is taken is reported", 1, ROLE_DUTY,
	    "port-taken", judge_port_taken,
	    "a failure: a line on stderr, a non-zero exit" },
	{ "clean-stop", "SIGTERM and SIGINT stop it", 1, ROLE_DUTY,
	    "sigterm sigint", judge_quiet_stop,
	    "told to stop while it waits, it exits with 0, leaves no child "
	    "behind and prints nothing more" },
	{ "memory", "no memory error, nothing lost with each client", 1,
	    ROLE_DUTY, "memory", judge_server,
	    "no invalid access, no byte used that was never set, nothing left "
	    "that grows with the work" },
	{ NULL, NULL, 0, ROLE_CORE, NULL, NULL, NULL },
};
