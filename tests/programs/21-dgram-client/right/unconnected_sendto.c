/* Never connects: says with each datagram where it goes. */
#include <err.h>
#include <netdb.h>
#include <poll.h>
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
	fprintf(stderr, "dgram_client: %s\n", what);
	fprintf(stderr, "usage: dgram_client HOST PORT MESSAGE\n");
	exit(2);
}

static void
send_line(int fd, const struct addrinfo *to, const char *message)
{
	char line[2048];
	int len;

	len = snprintf(line, sizeof(line), "%s\n", message);
	if (sendto(fd, line, (size_t)len, 0, to->ai_addr, to->ai_addrlen) !=
	    len)
		err(1, "sendto");
}

static void
print_reply(int fd)
{
	struct pollfd wanted = { .fd = fd, .events = POLLIN };
	char reply[65536];
	ssize_t n;

	if (poll(&wanted, 1, 2000) != 1)
		errx(1, "the server does not answer");
	n = recvfrom(fd, reply, sizeof(reply), 0, NULL, NULL);
	if (n == -1)
		err(1, "recvfrom");
	for (const char *p = reply; n > 0; p++, n--)
		putchar(*p);
}

int
main(int argc, char *argv[])
{
	struct addrinfo hints = { .ai_family = AF_INET,
		.ai_socktype = SOCK_DGRAM };
	struct addrinfo *list;
	uint32_t port;
	int fd, rc;

	if (argc != 4 || argv[1][0] == '\0')
		usage("HOST, PORT and MESSAGE are needed");
	if (parse_number(argv[2], 1, 65535, &port) == -1)
		usage("PORT is bad");
	rc = getaddrinfo(argv[1], argv[2], &hints, &list);
	if (rc != 0)
		errx(1, "%s: %s", argv[1], gai_strerror(rc));
	fd = socket(list->ai_family, list->ai_socktype, list->ai_protocol);
	if (fd == -1)
		err(1, "socket");
	send_line(fd, list, argv[3]);
	print_reply(fd);
	return 0;
}
