/* fails: reply, empty-reply; cause: newline-added; adds a newline to the reply */
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

static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: dgram_client HOST PORT MESSAGE\n");
	exit(2);
}

static int
open_to(const char *host, const char *port)
{
	struct addrinfo hints = { .ai_family = AF_INET,
		.ai_socktype = SOCK_DGRAM };
	struct timeval wait = { .tv_sec = 2 };
	struct addrinfo *list;
	int fd, rc;

	rc = getaddrinfo(host, port, &hints, &list);
	if (rc != 0)
		errx(1, "%s: %s", host, gai_strerror(rc));
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd == -1)
		err(1, "socket");
	if (connect(fd, list->ai_addr, list->ai_addrlen) == -1)
		err(1, "connect");
	freeaddrinfo(list);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait)) == -1)
		err(1, "setsockopt");
	return fd;
}

static void
send_line(int fd, const char *message)
{
	size_t len = strlen(message);
	char *line = malloc(len + 1);

	if (line == NULL)
		err(1, "malloc");
	memcpy(line, message, len);
	line[len] = '\n';
	if (send(fd, line, len + 1, 0) == -1)
		err(1, "send");
	free(line);
}

static void
print_reply(int fd)
{
	char reply[2048];
	ssize_t n;

	n = recv(fd, reply, sizeof(reply), 0);
	if (n == -1)
		err(1, "recv");
	fwrite(reply, 1, (size_t)n, stdout);
	putchar('\n');
	if (fflush(stdout) == EOF)
		err(1, "standard output");
}

int
main(int argc, char *argv[])
{
	uint32_t port;
	int fd;

	if (argc != 4)
		usage("three arguments are needed");
	if (argv[1][0] == '\0')
		usage("HOST is empty");
	if (parse_number(argv[2], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");
	fd = open_to(argv[1], argv[2]);
	send_line(fd, argv[3]);
	print_reply(fd);
	close(fd);
	return 0;
}
