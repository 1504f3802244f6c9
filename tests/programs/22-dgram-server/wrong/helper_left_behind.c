/* fails: clean-stop; cause: none; its helper holds both ends of the pipe */
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

#define REPLY "Message received by the UDP Message Server!"

static void
usage(const char *what)
{
	warnx("%s", what);
	fprintf(stderr, "usage: dgram_server PORT\n");
	exit(2);
}

static void
stop(int number)
{
	(void)number;
	_exit(0);
}

static int
open_at(uint32_t port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int fd;

	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd == -1)
		err(1, "socket");
	address.sin_port = htons((uint16_t)port);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		err(1, "bind");
	return fd;
}

struct message {
	struct sockaddr_in from;
	size_t len;
	char text[1472];
};

static void
print_message(const struct message *message)
{
	size_t len = message->len;

	if (len > 0 && message->text[len - 1] == '\n')
		len--;
	printf("Message Received: '");
	fwrite(message->text, 1, len, stdout);
	printf("'\n");
	printf("Sent by - %s port - %d\n", inet_ntoa(message->from.sin_addr),
	    ntohs(message->from.sin_port));
	fflush(stdout);
}

/* The helper: prints what comes through the pipe, until its end. */
static void
print_all(int fd)
{
	struct message message;

	while (read(fd, &message, sizeof(message)) == sizeof(message))
		print_message(&message);
	_exit(0);
}

static int
start_helper(void)
{
	int ends[2];

	if (pipe(ends) == -1)
		err(1, "pipe");
	switch (fork()) {
	case -1:
		err(1, "fork");
	case 0:
		print_all(ends[0]);
	}
	close(ends[0]);
	return ends[1];
}

static void
serve(int fd, int helper)
{
	static struct message message;
	socklen_t from_len = sizeof(message.from);
	ssize_t n;

	n = recvfrom(fd, message.text, sizeof(message.text), 0,
	    (struct sockaddr *)&message.from, &from_len);
	if (n == -1)
		err(1, "recvfrom");
	message.len = (size_t)n;
	if (write(helper, &message, sizeof(message)) != sizeof(message))
		err(1, "write");
	if (sendto(fd, REPLY, strlen(REPLY), 0,
		(struct sockaddr *)&message.from, from_len) == -1)
		err(1, "sendto");
}

int
main(int argc, char *argv[])
{
	uint32_t port;
	int fd, helper;

	if (argc != 2)
		usage("one argument is needed");
	if (parse_number(argv[1], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	fd = open_at(port);
	helper = start_helper();
	for (;;)
		serve(fd, helper);
}
