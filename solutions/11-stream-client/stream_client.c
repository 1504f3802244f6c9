/*
 * 11-stream-client: send one line over TCP, print all that comes back.
 *
 *	stream_client HOST PORT MESSAGE
 *
 * The kernel makes the segments, numbers them and sends lost ones again
 * (RFC 9293); a program holds a descriptor that takes bytes and gives bytes.
 * What is left to do is to believe nothing about how many at a time: the other
 * side's send() calls and our recv() calls do not match one to one.
 */
#include <err.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

/* Say what is wrong with the arguments, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: stream_client HOST PORT MESSAGE\n");
	exit(2);
}

/*
 * Return a socket that is connected to host, which may be an address or a
 * name.  A name can have several addresses: the first that answers is taken.
 */
static int
connect_to(const char *host, const char *port)
{
	struct addrinfo hints = { 0 };
	struct addrinfo *list, *address;
	int fd = -1, rc;

	hints.ai_family = AF_INET;
	hints.ai_socktype = SOCK_STREAM;
	hints.ai_flags = AI_NUMERICSERV;
	rc = getaddrinfo(host, port, &hints, &list);
	if (rc != 0) /* rc is the error; errno says nothing here */
		errx(1, "%s: %s", host, gai_strerror(rc));

	/* ai_addr holds address and port in network byte order already. */
	for (address = list; address != NULL; address = address->ai_next) {
		fd = socket(address->ai_family, address->ai_socktype,
		    address->ai_protocol);
		if (fd == -1)
			err(1, "socket");
		if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
			break;
		warn("connect %s port %s", host, port);
		close(fd);
	}
	freeaddrinfo(list);
	if (address == NULL)
		exit(1); /* why, was said above for each address */
	return fd;
}

/*
 * Send message and a newline.  They go into one buffer, because a newline of
 * its own could be held back until the first part is acknowledged (Nagle's
 * algorithm, RFC 9293 section 3.7.4).  The NUL that ends the string is C's
 * business: it is not part of the message, and its place goes to the newline.
 */
static void
send_line(int fd, const char *message)
{
	size_t len = strlen(message) + 1, sent = 0;
	char *line = malloc(len);
	ssize_t n;

	if (line == NULL)
		err(1, "malloc");
	memcpy(line, message, len - 1);
	line[len - 1] = '\n';

	/* send() may take only a part; what is left is offered again. */
	while (sent < len) {
		n = send(fd, line + sent, len - sent, 0);
		if (n == -1 && errno == EINTR)
			continue; /* a signal came first: nothing was sent */
		if (n == -1)
			err(1, "send");
		sent += (size_t)n;
	}
	free(line);
}

/*
 * Copy to standard output all that the server sends.  Only a recv() of 0
 * bytes says that it has closed; neither a newline nor a short piece does.
 * An error before that is a broken-off answer and not the end of one.
 */
static void
copy_answer(int fd)
{
	char piece[16384];
	ssize_t n;

	for (;;) {
		n = recv(fd, piece, sizeof(piece), 0);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			err(1, "recv");
		if (n == 0)
			return;
		/*
		 * n says where the piece ends: it is no string, and what lies
		 * behind it is left from longer pieces.  stdio only remembers
		 * the bytes; the flush shows whether they could be written.
		 */
		if (fwrite(piece, 1, (size_t)n, stdout) != (size_t)n ||
		    fflush(stdout) == EOF)
			err(1, "standard output");
	}
}

int
main(int argc, char *argv[])
{
	uint32_t port;
	int fd;

	if (argc != 4)
		usage("HOST, PORT and MESSAGE are needed, and nothing else");
	if (argv[1][0] == '\0')
		usage("HOST is empty");
	if (parse_number(argv[2], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");

	/*
	 * Writing to a connection that was reset, or to a pipe that nobody
	 * reads, would kill us silently; ignored, it is the error EPIPE.
	 */
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		err(1, "signal");

	fd = connect_to(argv[1], argv[2]);
	send_line(fd, argv[3]);
	copy_answer(fd);

	/* All was read, so this sends a FIN; bytes left unread make it a RST. */
	if (close(fd) == -1)
		err(1, "close");
	return 0;
}
