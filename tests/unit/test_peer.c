/* Unit tests of grader/peer and of the box's terminal: peers that meet. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "box/terminal.h"
#include "peer/datagram.h"
#include "peer/occupant.h"

struct meeting {
	struct peer_log logs[2];
	struct peer here, there;
};

static void
meeting_init(struct meeting *meeting)
{
	memset(meeting, 0, sizeof(*meeting));
	peer_init(&meeting->here, &meeting->logs[0]);
	peer_init(&meeting->there, &meeting->logs[1]);
}

static void
meeting_release(struct meeting *meeting)
{
	struct evidence evidence = { 0 };

	peer_release(&meeting->here);
	peer_release(&meeting->there);
	memcpy(evidence.peers, meeting->logs, sizeof(meeting->logs));
	evidence_release(&evidence);
}

static struct sockaddr_in
place(const char *address, const char *port)
{
	struct sockaddr_in made;
	char err[ERR_LEN];

	assert_int_equal(parse_place(address, port, &made, err), 0);
	return made;
}

/* Until it is no longer to be waited for; socket tells when to look again. */
#define UNTIL(call, socket, event) \
	({ \
		struct pollfd ready = { (socket), (event), 0 }; \
		enum progress progress = (call); \
		while ( \
		    progress == PROGRESS_WAIT && poll(&ready, 1, 5000) == 1) \
			progress = (call); \
		progress; \
	})

static void
meet(struct meeting *meeting, const struct sockaddr_in *from)
{
	char err[ERR_LEN];

	assert_int_equal(
	    peer_connect(&meeting->here, &meeting->there.local, from, err), 0);
	assert_int_equal(
	    UNTIL(peer_connected(&meeting->here), meeting->here.fd, POLLOUT),
	    PROGRESS_DONE);
	assert_int_equal(UNTIL(peer_accept(&meeting->there),
			     meeting->there.listen_fd, POLLIN),
	    PROGRESS_DONE);
}

static void
listen_there(struct meeting *meeting)
{
	const struct sockaddr_in any = place("127.0.0.1", "0");
	char err[ERR_LEN];

	assert_int_equal(peer_listen(&meeting->there, &any, err), 0);
	assert_int_not_equal(meeting->logs[1].port, 0);
}

static void
test_connect(void **state)
{
	const struct sockaddr_in from = place("127.0.0.5", "0");
	struct meeting m;

	(void)state;
	meeting_init(&m);
	listen_there(&m);
	meet(&m, &from);
	assert_true(m.logs[0].connected && m.logs[1].connected);
	assert_string_equal(m.logs[0].address, "127.0.0.5");
	assert_int_equal(m.logs[0].port, ntohs(m.there.remote.sin_port));
	assert_string_equal(m.logs[1].address, "127.0.0.1");
	assert_int_equal(peer_send(&m.here, "one\ntw", 6), PROGRESS_DONE);
	assert_int_equal(
	    UNTIL(peer_read_line(&m.there), m.there.fd, POLLIN), PROGRESS_DONE);
	peer_close(&m.here);
	assert_int_equal(
	    UNTIL(peer_read_end(&m.there), m.there.fd, POLLIN), PROGRESS_DONE);
	assert_memory_equal(m.logs[1].received.data, "one\ntw", 7);
	meeting_release(&m);
}

/* The second conversation's line is not the first one's. */
static void
test_used_again(void **state)
{
	struct meeting m;
	int port;

	(void)state;
	meeting_init(&m);
	listen_there(&m);
	meet(&m, NULL);
	port = m.logs[0].port;
	peer_send(&m.here, "one\n", 4);
	UNTIL(peer_read_line(&m.there), m.there.fd, POLLIN);
	peer_close(&m.here);
	assert_int_equal(
	    UNTIL(peer_read_end(&m.there), m.there.fd, POLLIN), PROGRESS_DONE);
	meet(&m, NULL);
	assert_int_not_equal(m.logs[0].port, port);
	assert_int_equal(m.logs[1].end, PEER_OPEN);
	assert_int_equal(peer_read_line(&m.there), PROGRESS_WAIT);
	peer_send(&m.here, "two\n", 4);
	assert_int_equal(
	    UNTIL(peer_read_line(&m.there), m.there.fd, POLLIN), PROGRESS_DONE);
	assert_memory_equal(m.logs[1].received.data, "one\ntwo\n", 9);
	peer_reset(&m.here);
	assert_int_equal(UNTIL(peer_read_end(&m.there), m.there.fd, POLLIN),
	    PROGRESS_REFUSED);
	assert_int_equal(m.logs[1].end, PEER_RESET);
	meeting_release(&m);
}

static void
test_refused(void **state)
{
	const struct sockaddr_in any = place("127.0.0.1", "0");
	char err[ERR_LEN];
	struct meeting m;

	(void)state;
	meeting_init(&m);
	assert_int_equal(peer_reserve(&m.there, &any, err), 0);
	assert_int_equal(peer_connect(&m.here, &m.there.local, NULL, err), 0);
	assert_int_equal(UNTIL(peer_connected(&m.here), m.here.fd, POLLOUT),
	    PROGRESS_REFUSED);
	peer_last_look(&m.here);
	assert_false(m.logs[0].connected);
	assert_int_equal(m.logs[0].end, PEER_OPEN);
	meeting_release(&m);
}

static void
test_datagrams(void **state)
{
	const struct sockaddr_in one = place("127.0.0.7", "0");
	const struct sockaddr_in two = place("127.0.0.8", "0");
	char err[ERR_LEN];
	struct meeting m;

	(void)state;
	meeting_init(&m);
	assert_int_equal(peer_bind(&m.here, &one, err), 0);
	assert_int_equal(peer_bind(&m.there, &two, err), 0);
	assert_int_equal(datagram_receive(&m.there), PROGRESS_WAIT);
	m.here.remote = m.there.local;
	assert_int_equal(datagram_send(&m.here, "", 0), PROGRESS_DONE);
	assert_int_equal(datagram_send(&m.here, "a\0b", 3), PROGRESS_DONE);
	assert_int_equal(datagram_receive(&m.there), PROGRESS_DONE);
	assert_int_equal(m.logs[1].datagram_count, 1);
	peer_last_look(&m.there);
	assert_int_equal(m.logs[1].datagram_count, 2);
	assert_int_equal(m.logs[1].datagrams[0].bytes.len, 0);
	assert_int_equal(m.logs[1].datagrams[1].bytes.len, 3);
	assert_memory_equal(m.logs[1].datagrams[1].bytes.data, "a\0b", 3);
	assert_string_equal(m.logs[1].datagrams[1].from, "127.0.0.7");
	assert_int_equal(m.logs[1].datagrams[1].from_port, m.logs[0].port);
	/* the sender is aimed at */
	assert_int_equal(datagram_send(&m.there, "c", 1), PROGRESS_DONE);
	assert_int_equal(datagram_receive(&m.here), PROGRESS_DONE);
	meeting_release(&m);
}

/* A datagram that nobody takes is not the end of the socket. */
static void
test_unreachable(void **state)
{
	const struct sockaddr_in one = place("127.0.0.7", "0");
	char err[ERR_LEN];
	struct meeting m;

	(void)state;
	meeting_init(&m);
	assert_int_equal(peer_bind(&m.here, &one, err), 0);
	assert_int_equal(peer_bind(&m.there, &one, err), 0);
	m.here.remote = m.there.local;
	peer_release(&m.there);
	assert_int_equal(datagram_send(&m.here, "x", 1), PROGRESS_DONE);
	assert_int_equal(datagram_receive(&m.here), PROGRESS_WAIT);
	m.here.remote = m.here.local;
	assert_int_equal(datagram_send(&m.here, "y", 1), PROGRESS_DONE);
	assert_int_equal(datagram_receive(&m.here), PROGRESS_DONE);
	meeting_release(&m);
}

static void
try_occupant(int type)
{
	const int on = 1;
	struct sockaddr_in taken;
	socklen_t len = sizeof(taken);
	char err[ERR_LEN] = "";
	int first, second;

	first = occupant_open(type, 0, err);
	assert_int_not_equal(first, -1);
	getsockname(first, (struct sockaddr *)&taken, &len);
	second = socket(AF_INET, type, 0);
	setsockopt(second, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	assert_int_equal(
	    bind(second, (const struct sockaddr *)&taken, sizeof(taken)), -1);
	assert_int_equal(errno, EADDRINUSE);
	assert_int_equal(occupant_open(type, ntohs(taken.sin_port), err), -1);
	assert_int_not_equal(err[0], '\0');
	close(first);
	close(second);
}

static void
test_occupants(void **state)
{
	(void)state;
	try_occupant(SOCK_STREAM);
	try_occupant(SOCK_DGRAM);
}

/* What is taken is told apart from what can never be had. */
static void
test_taken(void **state)
{
	struct sockaddr_in somewhere = place("127.0.0.1", "0");
	const struct sockaddr_in elsewhere = place("192.0.2.1", "0");
	struct meeting m;
	char err[ERR_LEN];

	(void)state;
	meeting_init(&m);
	assert_int_equal(peer_bind(&m.here, &somewhere, err), 0);
	somewhere.sin_port = m.here.local.sin_port;
	assert_int_equal(peer_bind(&m.there, &somewhere, err), PEER_TAKEN);
	assert_non_null(strstr(err, strerror(EADDRINUSE)));
	assert_int_equal(peer_bind(&m.there, &elsewhere, err), -1);

	somewhere.sin_port = 0;
	assert_int_equal(peer_listen(&m.here, &somewhere, err), 0);
	somewhere.sin_port = m.here.local.sin_port;
	assert_int_equal(peer_listen(&m.there, &somewhere, err), PEER_TAKEN);
	assert_int_equal(
	    peer_connect(&m.there, &m.here.local, &somewhere, err), PEER_TAKEN);
	meeting_release(&m);
}

static void
test_terminal(void **state)
{
	struct terminal terminal;
	unsigned char sent[256], got[256];
	char err[ERR_LEN];
	size_t len = 0;
	ssize_t n;

	(void)state;
	for (int i = 0; i < 256; i++)
		sent[i] = (unsigned char)i;
	assert_int_equal(terminal_open(&terminal, err), 0);
	assert_int_equal(isatty(terminal.program), 1);
	assert_int_equal(read(terminal.ours, got, sizeof(got)), -1);
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(write(terminal.program, sent, sizeof(sent)), 256);
	close(terminal.program);
	while ((n = read(terminal.ours, got + len, sizeof(got) - len)) > 0)
		len += (size_t)n;
	assert_int_equal(len, 256);
	assert_memory_equal(got, sent, 256);
	assert_int_equal(read(terminal.ours, got, sizeof(got)), -1);
	assert_int_equal(errno, EIO);
	close(terminal.ours);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connect),
		cmocka_unit_test(test_used_again),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_datagrams),
		cmocka_unit_test(test_unreachable),
		cmocka_unit_test(test_occupants),
		cmocka_unit_test(test_taken),
		cmocka_unit_test(test_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
