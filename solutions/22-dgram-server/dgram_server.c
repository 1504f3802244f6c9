/*
 * 22-dgram-server: print each datagram that comes, and answer it.
 *
 *	dgram_server PORT
 *
 * A UDP server has one socket for everybody (RFC 768 knows no connections).
 * Who sent a datagram is said by recvfrom(), each time anew; that is where the
 * reply has to go.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

/* As large as a datagram over IPv4 can be: 65,535 - 20 - 8 bytes. */
enum { LARGEST = 65507 };

static const char reply[] = "Message received by the UDP Message Server!";

static volatile sig_atomic_t stopped;

/* Say what is wrong with the arguments, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: dgram_server PORT\n");
	exit(2);
}

static void
stop(int number)
{
	(void)number;
	stopped = 1;
}

/*
 * Let SIGTERM and SIGINT set stopped, but only while we wait for a datagram:
 * everywhere else they are blocked and kept for later.  Put into *waiting the
 * mask to wait with.  If they could come at any time, one that came after the
 * last look at stopped and before the wait would go unnoticed.
 */
static void
catch_signals(sigset_t *waiting)
{
	struct sigaction action = { 0 };
	sigset_t both;

	action.sa_handler = stop;
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGTERM, &action, NULL) == -1 ||
	    sigaction(SIGINT, &action, NULL) == -1)
		err(1, "sigaction");
	sigemptyset(&both);
	sigaddset(&both, SIGTERM);
	sigaddset(&both, SIGINT);
	if (sigprocmask(SIG_BLOCK, &both, waiting) == -1)
		err(1, "sigprocmask");
	/* whoever started us may have blocked them */
	sigdelset(waiting, SIGTERM);
	sigdelset(waiting, SIGINT);
}

/* Return a socket that gets what is sent to port, at every address. */
static int
open_at(uint32_t port)
{
	struct sockaddr_in address = { 0 };
	int fd;

	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd == -1)
		err(1, "socket");
	address.sin_family = AF_INET;
	address.sin_port = htons((uint16_t)port);
	address.sin_addr.s_addr = htonl(INADDR_ANY);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		err(1, "bind port %u", (unsigned)port);
	return fd;
}

/*
 * Print what came, and from whom.  The bytes are no string: there may be a NUL
 * among them, and none behind them.  Port and address are in network byte
 * order, as they were on the wire.
 */
static void
print_message(const char *text, size_t len, const struct sockaddr_in *sender)
{
	char address[INET_ADDRSTRLEN];

	if (len > 0 && text[len - 1] == '\n')
		len--;
	if (inet_ntop(AF_INET, &sender->sin_addr, address, sizeof(address)) ==
	    NULL)
		err(1, "inet_ntop");
	printf("Message Received: '");
	fwrite(text, 1, len, stdout);
	printf("'\nSent by - %s port - %u\n", address,
	    (unsigned)ntohs(sender->sin_port));
	/* On a terminal each line goes out by itself, in a pipe by this. */
	if (fflush(stdout) == EOF)
		err(1, "standard output");
}

/*
 * Take one datagram, print it and answer it.  That one sender cannot be
 * answered is no reason to leave the others alone: warn, and go on.
 */
static void
serve(int fd)
{
	static char text[LARGEST];
	struct sockaddr_in sender;
	socklen_t sender_len = sizeof(sender); /* in: room; out: used */
	ssize_t n;

	n = recvfrom(
	    fd, text, sizeof(text), 0, (struct sockaddr *)&sender, &sender_len);
	if (n == -1) {
		warn("recvfrom");
		return;
	}
	print_message(text, (size_t)n, &sender);
	if (sendto(fd, reply, strlen(reply), 0, (struct sockaddr *)&sender,
		sender_len) == -1)
		warn("sendto");
}

int
main(int argc, char *argv[])
{
	struct pollfd wanted = { .events = POLLIN };
	sigset_t waiting;
	uint32_t port;

	if (argc != 2)
		usage("PORT is needed, and nothing else");
	if (parse_number(argv[1], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");

	catch_signals(&waiting);
	wanted.fd = open_at(port);
	while (!stopped) {
		/* The mask is changed and put back by the wait itself. */
		if (ppoll(&wanted, 1, NULL, &waiting) == 1)
			serve(wanted.fd);
		else if (errno != EINTR)
			err(1, "ppoll");
	}
	close(wanted.fd);
	return 0;
}
