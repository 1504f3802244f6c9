/* fails: one-packet, tcp-fields; cause: kernel-built-header; connect() has the kernel build everything, SEQ too */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

struct syn {
	uint8_t src[4], dst[4];
	uint32_t sport, dport, seq;
	const char *message;
	size_t message_len;
};

static void
usage(const char *what)
{
	fprintf(stderr, "raw_tcp_syn: bad %s\n", what);
	fprintf(stderr, "usage: raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE\n");
	exit(2);
}

static void
read_arguments(int argc, char **argv, struct syn *syn)
{
	if (argc != 7)
		usage("number of arguments");
	if (parse_address(argv[1], syn->src) == -1)
		usage("SRC");
	if (parse_number(argv[2], 1, 65535, &syn->sport) == -1)
		usage("SPORT");
	if (parse_address(argv[3], syn->dst) == -1)
		usage("DST");
	if (parse_number(argv[4], 1, 65535, &syn->dport) == -1)
		usage("DPORT");
	if (parse_number(argv[5], 0, UINT32_MAX, &syn->seq) == -1)
		usage("SEQ");
	syn->message = argv[6];
	syn->message_len = strlen(argv[6]);
	if (syn->message_len > 1400)
		usage("MESSAGE");
}

static void
talk(const struct syn *syn)
{
	struct sockaddr_in from = { .sin_family = AF_INET };
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd;

	from.sin_port = htons(syn->sport);
	memcpy(&from.sin_addr, syn->src, 4);
	to.sin_port = htons(syn->dport);
	memcpy(&to.sin_addr, syn->dst, 4);
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd == -1)
		err(1, "socket");
	if (bind(fd, (void *)&from, sizeof(from)) == -1)
		err(1, "bind");
	if (connect(fd, (void *)&to, sizeof(to)) == -1)
		err(1, "connect");
	if (send(fd, syn->message, syn->message_len, MSG_NOSIGNAL) == -1)
		err(1, "send");
	close(fd);
}

int
main(int argc, char **argv)
{
	struct syn syn;

	read_arguments(argc, argv, &syn);
	talk(&syn);
	return 0;
}
