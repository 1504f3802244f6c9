/*
 * 12-stream-server: read one line of each client, print it, answer, close.
 *
 *	stream_server PORT
 *
 * There are four decisions to make, each marked TODO.  The functions are a
 * proposal: change what you like, as long as it does what README.md says.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

enum { LINE_LEN = 1023 };

/* Say what is wrong with the argument, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: stream_server PORT\n");
	exit(2);
}

/* Return a socket that listens at every IPv4 address of this machine. */
static int
listen_at(uint16_t port)
{
	/*
	 * TODO 1: which calls turn a socket into one that listens?  What has
	 * to be said before bind(), so that a restart finds the port free?
	 */
	errx(1, "port %u: listening is not written yet", port);
}

/*
 * Read up to a newline or the end of file.  Returns the length without the
 * newline, or -1 when there is no line.
 */
static ssize_t
read_line(int fd, char *line)
{
	/*
	 * TODO 2: how many recv() calls does a line take?  How do you know
	 * that it is whole, and how long it is?
	 */
	errx(1, "descriptor %d: the line at %p is not read yet", fd,
	    (void *)line);
}

/* Print the two lines, and answer the client. */
static void
serve(int fd, const struct sockaddr_in *client, uint16_t port)
{
	char line[LINE_LEN + 1];
	ssize_t len = read_line(fd, line);

	/*
	 * TODO 3: the line may hold any byte: how do you print it?  Where do
	 * the client's address and port stand, and in which order?  What
	 * becomes of you when the client is gone before the answer?
	 */
	errx(1, "port %u: %zd bytes from port %u are not answered yet", port,
	    len, ntohs(client->sin_port));
}

int
main(int argc, char *argv[])
{
	struct sockaddr_in client;
	socklen_t len;
	uint32_t port;
	int listener, fd;

	if (argc != 2)
		usage("PORT is needed, and nothing else");
	if (parse_number(argv[1], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");

	listener = listen_at((uint16_t)port);
	/*
	 * TODO 4: until when does this go on?  What does SIGTERM do to
	 * accept(), and which of its errors is the end?
	 */
	for (;;) {
		len = sizeof(client);
		fd = accept(listener, (struct sockaddr *)&client, &len);
		if (fd == -1)
			err(1, "accept");
		serve(fd, &client, (uint16_t)port);
		close(fd);
	}
}
