/*
 * 11-stream-client: send one line over TCP, print all that comes back.
 *
 *	stream_client HOST PORT MESSAGE
 *
 * There are four decisions to make, each marked TODO.  The functions are a
 * proposal: change what you like, as long as it does what README.md says.
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

/* Return a socket that is connected to host, an address or a name. */
static int
connect_to(const char *host, const char *port)
{
	/*
	 * TODO 2: how do you get from HOST and PORT to an address that
	 * connect() takes?  A name may have several: which do you try?
	 */
	errx(1, "%s port %s: connecting is not written yet", host, port);
}

/* Send message and one newline: these bytes, all of them, and no other. */
static void
send_line(int fd, const char *message)
{
	/*
	 * TODO 3: how many bytes are that?  And what do you do when the
	 * kernel takes fewer than you offered?
	 */
	errx(1, "descriptor %d: '%s' is not sent yet", fd, message);
}

/* Copy to standard output all that the server sends, until it closes. */
static void
copy_answer(int fd)
{
	/*
	 * TODO 4: what tells the end of the answer from an answer that broke
	 * off?  How many bytes of your buffer are new?
	 */
	errx(1, "descriptor %d: the answer is not read yet", fd);
}

int
main(int argc, char *argv[])
{
	int fd;

	if (argc != 4)
		usage("HOST, PORT and MESSAGE are needed, and nothing else");
	/* TODO 1: which HOST and PORT are no good, whatever the network? */

	fd = connect_to(argv[1], argv[2]);
	send_line(fd, argv[3]);
	copy_answer(fd);
	close(fd);
	return 0;
}
