/* fails: one-piece, empty-answer; cause: newline-added; adds a newline */
#include <err.h>
#include <netdb.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: stream_client HOST PORT MESSAGE\n");
	exit(2);
}

static int
connect_to(const char *host, const char *port)
{
	struct addrinfo hints = { .ai_family = AF_INET,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *list;
	int fd, rc;

	rc = getaddrinfo(host, port, &hints, &list);
	if (rc != 0)
		errx(1, "%s: %s", host, gai_strerror(rc));
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd == -1)
		err(1, "socket");
	if (connect(fd, list->ai_addr, list->ai_addrlen) == -1)
		err(1, "connect");
	freeaddrinfo(list);
	return fd;
}

static void
send_all(int fd, const char *data, size_t len)
{
	ssize_t n;

	for (; len > 0; data += n, len -= (size_t)n) {
		n = send(fd, data, len, MSG_NOSIGNAL);
		if (n == -1)
			err(1, "send");
	}
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
	send_all(fd, line, len + 1);
	free(line);
}

static void
copy_answer(int fd)
{
	char piece[4096];
	ssize_t n;

	while ((n = recv(fd, piece, sizeof(piece), 0)) > 0)
		fwrite(piece, 1, (size_t)n, stdout);
	if (n == -1)
		err(1, "recv");
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
	fd = connect_to(argv[1], argv[2]);
	send_line(fd, argv[3]);
	copy_answer(fd);
	close(fd);
	return 0;
}
