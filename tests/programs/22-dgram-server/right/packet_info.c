/* recvmsg() says which address was asked: that one answers. */
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
	int fd, on = 1;

	fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (fd == -1)
		err(1, "socket");
	if (setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on)) == -1)
		err(1, "setsockopt");
	address.sin_port = htons((uint16_t)port);
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

/* The control message that says where it came goes back as it is. */
static void
answer(int fd, struct msghdr *message)
{
	char text[] = REPLY;
	struct iovec data = { text, strlen(text) };
	struct cmsghdr *part = CMSG_FIRSTHDR(message);
	struct in_pktinfo info;

	if (part == NULL || part->cmsg_type != IP_PKTINFO)
		errx(1, "no packet information");
	memcpy(&info, CMSG_DATA(part), sizeof(info));
	info.ipi_ifindex = 0;
	info.ipi_spec_dst = info.ipi_addr;
	memcpy(CMSG_DATA(part), &info, sizeof(info));
	message->msg_iov = &data;
	if (sendmsg(fd, message, 0) == -1)
		err(1, "sendmsg");
}

static void
serve(int fd)
{
	static char text[65536];
	char room[256];
	struct sockaddr_in from;
	struct iovec data = { text, sizeof(text) };
	struct msghdr message = { .msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = room,
		.msg_controllen = sizeof(room) };
	ssize_t n;

	n = recvmsg(fd, &message, 0);
	if (n == -1)
		err(1, "recvmsg");
	print_message(text, (size_t)n, &from);
	answer(fd, &message);
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
