/* One process, all clients at once by poll(), the signals by signalfd(). */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

enum { LINE_LEN = 1023, SIGNALS = 0, LISTENER = 1, MOST = 32 };

struct client {
	struct sockaddr_in address;
	char line[LINE_LEN + 1];
	size_t len;
};

static struct pollfd fds[MOST];
static struct client clients[MOST];

static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: stream_server PORT\n");
	exit(2);
}

static int
catch_signals(void)
{
	sigset_t stop;
	int fd;

	sigemptyset(&stop);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGINT);
	if (sigprocmask(SIG_BLOCK, &stop, NULL) == -1)
		err(1, "sigprocmask");
	fd = signalfd(-1, &stop, SFD_CLOEXEC);
	if (fd == -1)
		err(1, "signalfd");
	return fd;
}

static int
listen_at(uint16_t port)
{
	struct sockaddr_in own = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_ANY) };
	const int on = 1;
	int fd;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd == -1)
		err(1, "socket");
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1)
		err(1, "SO_REUSEADDR");
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) == -1)
		err(1, "bind port %u", port);
	if (listen(fd, 1) == -1)
		err(1, "listen");
	return fd;
}

static void
take_client(void)
{
	struct sockaddr_in address;
	socklen_t len = sizeof(address);
	int fd, i;

	fd = accept(fds[LISTENER].fd, (struct sockaddr *)&address, &len);
	if (fd == -1)
		return;
	for (i = LISTENER + 1; i < MOST; i++) {
		if (fds[i].fd == -1) {
			fds[i].fd = fd;
			clients[i].address = address;
			clients[i].len = 0;
			return;
		}
	}
	close(fd);
}

static void
leave(int i)
{
	close(fds[i].fd);
	fds[i].fd = -1;
}

static void
serve(int i, size_t len, uint32_t port)
{
	const struct client *client = &clients[i];
	char text[64];
	int n;

	n = snprintf(
	    text, sizeof(text), "Connected to TCP Server on port %u\n", port);
	send(fds[i].fd, text, (size_t)n, MSG_NOSIGNAL);
	leave(i);
	printf("Message Received - '");
	fwrite(client->line, 1, len, stdout);
	printf("'\nSent by - %s port - %u\n",
	    inet_ntoa(client->address.sin_addr),
	    ntohs(client->address.sin_port));
	fflush(stdout);
}

static void
take_bytes(int i, uint32_t port)
{
	struct client *client = &clients[i];
	const char *newline;
	ssize_t n;

	n = recv(fds[i].fd, client->line + client->len,
	    sizeof(client->line) - client->len, 0);
	if (n == -1) {
		leave(i);
		return;
	}
	client->len += (size_t)n;
	newline = memchr(client->line, '\n', client->len);
	if (newline != NULL)
		serve(i, (size_t)(newline - client->line), port);
	else if (n == 0)
		serve(i, client->len, port);
}

int
main(int argc, char *argv[])
{
	uint32_t port;
	int i;

	if (argc != 2)
		usage("PORT is needed, and nothing else");
	if (parse_number(argv[1], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");
	for (i = 0; i < MOST; i++)
		fds[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	fds[SIGNALS].fd = catch_signals();
	fds[LISTENER].fd = listen_at((uint16_t)port);
	while (poll(fds, MOST, -1) > 0 && fds[SIGNALS].revents == 0) {
		for (i = LISTENER + 1; i < MOST; i++)
			if (fds[i].fd != -1 && fds[i].revents != 0)
				take_bytes(i, port);
		if (fds[LISTENER].revents != 0)
			take_client();
	}
	return 0;
}
