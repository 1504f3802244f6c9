/* fails: one-datagram; cause: byte-order-16; binds without htons() */
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
	address.sin_port = (uint16_t)port;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) == -1)
		err(1, "bind");
	return fd;
}

static void
print_message(const char *text, size_t len, const struct sockaddr_in *from)
{
	if (len > 0 && text[len - 1] == '\n')
		len--;
	printf("Message Received: '");
	fwrite(text, 1, len, stdout);
	printf("'\n");
	printf("Sent by - %s port - %d\n", inet_ntoa(from->sin_addr),
	    ntohs(from->sin_port));
}

static void
serve(int fd)
{
	char text[2048];
	struct sockaddr_in from;
	socklen_t from_len = sizeof(from);
	ssize_t n;

	n = recvfrom(
	    fd, text, sizeof(text), 0, (struct sockaddr *)&from, &from_len);
	if (n == -1)
		err(1, "recvfrom");
	print_message(text, (size_t)n, &from);
	if (sendto(fd, REPLY, strlen(REPLY), 0, (struct sockaddr *)&from,
		from_len) == -1)
		err(1, "sendto");
}

int
main(int argc, char *argv[])
{
	uint32_t port;
	int fd;

	if (argc != 2)
		usage("one argument is needed");
	if (parse_number(argv[1], 1, 65535, &port) == -1)
		usage("PORT is not a number from 1 to 65535");
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	fd = open_at(port);
	for (;;)
		serve(fd);
}
