/* fails: exchange; cause: byte-order-16; binds without htons() */
#include <arpa/inet.h>
#include <err.h>
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

static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: stream_server PORT\n");
	exit(2);
}

static void
on_stop(int number)
{
	(void)number;
	_exit(0);
}

static void
catch_signals(void)
{
	struct sigaction stop = { .sa_handler = on_stop };

	if (sigaction(SIGTERM, &stop, NULL) == -1 ||
	    sigaction(SIGINT, &stop, NULL) == -1)
		err(1, "sigaction");
	if (signal(SIGPIPE, SIG_IGN) == SIG_ERR)
		err(1, "signal");
}

static int
listen_at(uint16_t port)
{
	struct sockaddr_in own = { .sin_family = AF_INET,
		.sin_port = port,
		.sin_addr.s_addr = htonl(INADDR_ANY) };
	const int on = 1;
	int fd;

	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd == -1)
		err(1, "socket");
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		err(1, "SO_REUSEADDR");
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) == -1)
		err(1, "bind port %u", port);
	if (listen(fd, 16) == -1)
		err(1, "listen");
	return fd;
}

static ssize_t
read_line(int fd, char *line)
{
	const char *newline = NULL;
	size_t len = 0;
	ssize_t n;

	while (newline == NULL && len < LINE_LEN + 1) {
		n = recv(fd, line + len, LINE_LEN + 1 - len, 0);
		if (n == -1) {
			warn("recv");
			return -1;
		}
		if (n == 0)
			return (ssize_t)len;
		newline = memchr(line + len, '\n', (size_t)n);
		len += (size_t)n;
	}
	return newline == NULL ? -1 : newline - line;
}

static void
print_line(const char *line, size_t len, const struct sockaddr_in *client)
{
	printf("Message Received - '");
	fwrite(line, 1, len, stdout);
	printf("'\nSent by - %s port - %u\n", inet_ntoa(client->sin_addr),
	    ntohs(client->sin_port));
	fflush(stdout);
}

static void
answer(int fd, uint16_t port)
{
	char text[64];
	int len;

	len = snprintf(
	    text, sizeof(text), "Connected to TCP Server on port %u\n", port);
	if (send(fd, text, (size_t)len, 0) == -1)
		warn("send");
}

static void
serve(int fd, const struct sockaddr_in *client, uint16_t port)
{
	char line[LINE_LEN + 1];
	ssize_t len;

	len = read_line(fd, line);
	if (len != -1) {
		print_line(line, (size_t)len, client);
		answer(fd, port);
	}
	close(fd);
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
	catch_signals();
	listener = listen_at((uint16_t)port);
	for (;;) {
		len = sizeof(client);
		fd = accept(listener, (struct sockaddr *)&client, &len);
		if (fd == -1)
			warn("accept");
		else
			serve(fd, &client, (uint16_t)port);
	}
}
