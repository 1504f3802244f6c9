/*
 * 21-dgram-client: send one datagram, print the reply.
 *
 *	dgram_client HOST PORT MESSAGE
 *
 * There are four decisions to make, each marked TODO.  The functions are a
 * proposal: change what you like, as long as it does what README.md says.
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

/* Say what is wrong with the arguments, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: dgram_client HOST PORT MESSAGE\n");
	exit(2);
}

/* Return a socket whose datagrams go to host, an address or a name. */
static int
open_to(const char *host, const char *port)
{
	/*
	 * TODO 2: which kind of socket is it?  What does connect() do to it,
	 * and how would you learn without it that nobody has the port?
	 */
	errx(1, "%s port %s: the socket is not opened yet", host, port);
}

/* Send message and one newline: one datagram, with these bytes only. */
static void
send_line(int fd, const char *message)
{
	/* TODO 3: how many send() calls are that, and of how many bytes? */
	errx(1, "descriptor %d: '%s' is not sent yet", fd, message);
}

/* Wait 2 seconds at most for one reply, and print its bytes. */
static void
print_reply(int fd)
{
	/*
	 * TODO 4: how does the waiting end?  How large can a reply be, and
	 * what does it mean when recv() returns 0?
	 */
	errx(1, "descriptor %d: the reply is not read yet", fd);
}

int
main(int argc, char *argv[])
{
	int fd;

	if (argc != 4)
		usage("HOST, PORT and MESSAGE are needed, and nothing else");
	/* TODO 1: which HOST and PORT are no good, whatever the network? */

	fd = open_to(argv[1], argv[2]);
	send_line(fd, argv[3]);
	print_reply(fd);
	close(fd);
	return 0;
}
