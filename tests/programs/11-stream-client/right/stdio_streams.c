/* Both directions as stdio streams. */
#include <err.h>
#include <netdb.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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
talk(int fd, const char *message)
{
	FILE *to = fdopen(fd, "w");
	FILE *from = fdopen(dup(fd), "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	if (to == NULL || from == NULL)
		err(1, "fdopen");
	signal(SIGPIPE, SIG_IGN);
	fputs(message, to);
	fputc('\n', to);
	if (fflush(to) == EOF)
		err(1, "sending");
	while ((n = getline(&line, &size, from)) != -1)
		fwrite(line, 1, (size_t)n, stdout);
	if (ferror(from))
		err(1, "receiving");
	if (fflush(stdout) == EOF)
		err(1, "standard output");
	free(line);
	fclose(from);
	fclose(to);
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
	talk(fd, argv[3]);
	return 0;
}
