/*
 * 22-dgram-server: print each datagram that comes, and answer it.
 *
 *	dgram_server PORT
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

/* Say what is wrong with the arguments, and stop. */
static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: dgram_server PORT\n");
	exit(2);
}

/* Make SIGTERM and SIGINT end the program in order, with status 0. */
static void
catch_signals(void)
{
	/*
	 * TODO 4: what may a handler do, and what becomes of a call that
	 * waits when a signal comes?
	 */
}

/* Return a socket that gets what is sent to port, at every address. */
static int
open_at(const char *port)
{
	/*
	 * TODO 2: which address stands for all of this machine's, and which
	 * byte order do address and port have?
	 */
	errx(1, "port %s: the socket is not opened yet", port);
}

/* Take one datagram, print its two lines, and answer it. */
static void
serve(int fd)
{
	/*
	 * TODO 3: where does it say who sent it?  Where does TEXT end, and
	 * what does it mean when the datagram has 0 bytes?
	 */
	errx(1, "descriptor %d: nothing is served yet", fd);
}

int
main(int argc, char *argv[])
{
	int fd;

	if (argc != 2)
		usage("PORT is needed, and nothing else");
	/* TODO 1: which PORT is no good? */

	catch_signals();
	fd = open_at(argv[1]);
	for (;;)
		serve(fd);
}
