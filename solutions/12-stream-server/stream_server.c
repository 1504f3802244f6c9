/*
 * 12-stream-server: read one line of each client, print it, answer, close.
 *
 *	stream_server PORT
 *
 * A server has one socket that does nothing but accept (RFC 9293 section 3.9.1
 * calls that a passive open), and one more for each client.  Clients are served
 * one after another.  What goes wrong with one of them is never the end of the
 * server: only our own setup may fail for good.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

enum { LINE_LEN = 1023, BACKLOG = 16 };

/* Set by SIGTERM and SIGINT.  A handler may do hardly more than that. */
static volatile sig_atomic_t stopped;

/* The signals that are held back while we wait: none of the two. */
static sigset_t while_waiting;

/* Say what is wrong with the argument, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: stream_server PORT\n");
	exit(2);
}

static void
on_stop(int number)
{
	(void)number;
	stopped = 1;
}

/*
 * SIGTERM and SIGINT come only while we wait.  Between a look at `stopped` and
 * the call that blocks there is otherwise a gap in which a signal sets the flag
 * and nobody looks any more.  sa_flags is 0: signal() would set SA_RESTART, and
 * a call that is begun again by the kernel does not look either.
 */
static void
catch_signals(void)
{
	struct sigaction stop = { .sa_handler = on_stop };
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	if (sigprocmask(SIG_BLOCK, &held, &while_waiting) == -1)
		err(1, "sigprocmask");
	sigdelset(&while_waiting, SIGTERM);
	sigdelset(&while_waiting, SIGINT);
	if (sigaction(SIGTERM, &stop, NULL) == -1 ||
	    sigaction(SIGINT, &stop, NULL) == -1)
		err(1, "sigaction");

	/* An answer to a client that is gone is an error, not our death. */
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		err(1, "signal");
}

/* Wait until fd has something for us.  False: we are to stop. */
static bool
wait_for(int fd)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN };

	while (!stopped) {
		if (ppoll(&wanted, 1, NULL, &while_waiting) == 1)
			return true;
		if (errno != EINTR)
			err(1, "ppoll");
	}
	return false;
}

/* Return a socket that listens at every IPv4 address of this machine. */
static int
listen_at(uint16_t port)
{
	struct sockaddr_in own = { 0 };
	const int on = 1;
	int fd;

	/*
	 * Not blocking: a client that has waited in the queue may be gone
	 * again between ppoll() and accept().
	 */
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd == -1)
		err(1, "socket");

	/*
	 * We close first, so our port stays in TIME-WAIT for a while (RFC 9293
	 * section 3.6.1).  With this option, set before bind(), it can be used
	 * again all the same.
	 */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		err(1, "SO_REUSEADDR");

	own.sin_family = AF_INET;
	own.sin_port = htons(port);
	own.sin_addr.s_addr = htonl(INADDR_ANY);
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) == -1)
		err(1, "bind port %u", port);
	if (listen(fd, BACKLOG) == -1)
		err(1, "listen port %u", port);
	return fd;
}

/*
 * Read up to a newline or the end of file into line, which has room for
 * LINE_LEN + 1 bytes.  Returns the length without the newline, or -1 when
 * there is no line and why was said.
 */
static ssize_t
read_line(int fd, char *line)
{
	const char *newline = NULL;
	size_t len = 0;
	ssize_t n;

	/* What one recv() brings is no line: it may be less, or empty. */
	while (newline == NULL) {
		if (len == LINE_LEN + 1) {
			warnx("a line of more than %d bytes", LINE_LEN);
			return -1;
		}
		if (!wait_for(fd))
			return -1;
		n = recv(fd, line + len, LINE_LEN + 1 - len, 0);
		if (n == -1) {
			warn("recv");
			return -1;
		}
		if (n == 0)
			return (ssize_t)len;
		newline = memchr(line + len, '\n', (size_t)n);
		len += (size_t)n;
	}
	return newline - line;
}

/* A line is bytes with a length: a NUL or a % in it is one of them. */
static void
print_line(const char *line, size_t len, const struct sockaddr_in *client)
{
	char address[INET_ADDRSTRLEN];

	if (inet_ntop(AF_INET, &client->sin_addr, address, sizeof(address)) ==
	    NULL)
		err(1, "inet_ntop");
	printf("Message Received - '");
	fwrite(line, 1, len, stdout);
	printf("'\nSent by - %s port - %u\n", address, ntohs(client->sin_port));

	/* stdio only remembers the bytes; this shows whether they got out. */
	if (fflush(stdout) == EOF)
		err(1, "standard output");
}

static void
answer(int fd, uint16_t port)
{
	char text[64];
	size_t len, sent = 0;
	ssize_t n;

	len = (size_t)snprintf(
	    text, sizeof(text), "Connected to TCP Server on port %u\n", port);
	while (sent < len) {
		n = send(fd, text + sent, len - sent, 0);
		if (n == -1) {
			warn("send");
			return;
		}
		sent += (size_t)n;
	}
}

/* The next client's socket, or -1 when there is none after all. */
static int
accept_client(int listener, struct sockaddr_in *client)
{
	socklen_t len = sizeof(*client); /* in: the room; out: what was used */
	int fd;

	fd = accept(listener, (struct sockaddr *)client, &len);
	if (fd == -1)
		warn("accept");
	return fd;
}

int
main(int argc, char *argv[])
{
	char line[LINE_LEN + 1];
	struct sockaddr_in client;
	uint32_t port;
	ssize_t len;
	int listener, fd;

	if (argc != 2)
		usage("PORT is needed, and nothing else");
	if (parse_number(argv[1], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");

	catch_signals();
	listener = listen_at((uint16_t)port);
	while (wait_for(listener)) {
		fd = accept_client(listener, &client);
		if (fd == -1)
			continue;
		len = read_line(fd, line);
		if (len != -1) {
			print_line(line, (size_t)len, &client);
			answer(fd, (uint16_t)port);
		}
		/* All was read, so this sends a FIN: we are the first. */
		close(fd);
	}
	close(listener);
	return 0;
}
