/*
 * 21-dgram-client: send one datagram, print the reply.
 *
 *	dgram_client HOST PORT MESSAGE
 *
 * UDP (RFC 768) adds two ports, a length and a checksum to what IP does, and
 * nothing else: a datagram arrives whole, or not at all, and nobody tells the
 * sender which.  So a program that waits for a reply has to know how long.
 */
#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "args.h"

enum { WAIT_SECONDS = 2 };

/* Say what is wrong with the arguments, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: dgram_client HOST PORT MESSAGE\n");
	exit(2);
}

/*
 * Return a socket whose datagrams go to host, an address or a name.
 *
 * On a UDP socket connect() sends nothing.  It notes the address, which has
 * two good effects: recv() takes datagrams from there only, and if the host
 * answers that nobody has the port (an ICMP message), the next call fails with
 * ECONNREFUSED.  Without it we could only wait, and would never know why.
 */
static int
open_to(const char *host, const char *port)
{
	struct addrinfo hints = { 0 };
	struct addrinfo *list;
	int fd, rc;

	hints.ai_family = AF_INET;
	hints.ai_socktype = SOCK_DGRAM;
	hints.ai_flags = AI_NUMERICSERV;
	rc = getaddrinfo(host, port, &hints, &list);
	if (rc != 0) /* rc is the error; errno says nothing here */
		errx(1, "%s: %s", host, gai_strerror(rc));

	fd = socket(list->ai_family, list->ai_socktype, list->ai_protocol);
	if (fd == -1)
		err(1, "socket");
	if (connect(fd, list->ai_addr, list->ai_addrlen) == -1)
		err(1, "connect %s port %s", host, port);
	freeaddrinfo(list);
	return fd;
}

/*
 * Send message and a newline.  One send() is one datagram, so both have to be
 * in one buffer; and unlike TCP's, this send() takes all or fails.
 */
static void
send_line(int fd, const char *message)
{
	size_t len = strlen(message) + 1;
	char *line = malloc(len);

	if (line == NULL)
		err(1, "malloc");
	memcpy(line, message, len - 1);
	line[len - 1] = '\n'; /* in place of the NUL, which stays here */
	if (send(fd, line, len, 0) == -1)
		err(1, "send");
	free(line);
}

/*
 * Wait for one reply and print it.  A datagram is read by one call: bytes that
 * do not fit the buffer are thrown away, so it is as large as a datagram over
 * IPv4 can be (65,535 bytes, less 20 for IP's header and 8 for UDP's).
 */
static void
print_reply(int fd)
{
	static char reply[65507];
	ssize_t n;

	n = recv(fd, reply, sizeof(reply), 0);
	if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		errx(1, "no reply within %d seconds", WAIT_SECONDS);
	if (n == -1)
		err(1, "recv");

	/* 0 is a reply without data; with UDP there is no end of file. */
	if (fwrite(reply, 1, (size_t)n, stdout) != (size_t)n ||
	    fflush(stdout) == EOF)
		err(1, "standard output");
}

int
main(int argc, char *argv[])
{
	struct timeval wait = { .tv_sec = WAIT_SECONDS };
	uint32_t port;
	int fd;

	if (argc != 4)
		usage("HOST, PORT and MESSAGE are needed, and nothing else");
	if (argv[1][0] == '\0')
		usage("HOST is empty");
	if (parse_number(argv[2], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");

	fd = open_to(argv[1], argv[2]);
	/* From now on recv() gives up after that time, with EAGAIN. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == -1)
		err(1, "SO_RCVTIMEO");
	send_line(fd, argv[3]);
	print_reply(fd);
	close(fd);
	return 0;
}
