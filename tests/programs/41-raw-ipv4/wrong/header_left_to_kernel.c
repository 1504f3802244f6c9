/* fails: ipv4-fields; cause: kernel-built-header; MESSAGE alone goes to a socket for PROTO, and the kernel builds the header */
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

struct request {
	uint8_t src[4], dst[4];
	uint32_t proto;
	const char *message;
	size_t message_len;
};

static void
usage(const char *what)
{
	fprintf(stderr, "raw_ipv4: bad %s\n", what);
	fprintf(stderr, "usage: raw_ipv4 SRC DST PROTO MESSAGE\n");
	exit(2);
}

static void
read_arguments(int argc, char **argv, struct request *request)
{
	if (argc != 5)
		usage("number of arguments");
	if (parse_address(argv[1], request->src) == -1)
		usage("SRC");
	if (parse_address(argv[2], request->dst) == -1)
		usage("DST");
	if (parse_number(argv[3], 0, 255, &request->proto) == -1)
		usage("PROTO");
	request->message = argv[4];
	request->message_len = strlen(argv[4]);
	if (request->message_len > 1400)
		usage("MESSAGE");
}

static void
send_message(const struct request *request)
{
	struct sockaddr_in from = { .sin_family = AF_INET };
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd;

	memcpy(&from.sin_addr, request->src, 4);
	memcpy(&to.sin_addr, request->dst, 4);
	fd = socket(AF_INET, SOCK_RAW, request->proto);
	if (fd == -1)
		err(1, "socket");
	if (bind(fd, (void *)&from, sizeof(from)) == -1)
		err(1, "bind");
	if (sendto(fd, request->message, request->message_len, 0, (void *)&to,
		sizeof(to)) == -1)
		err(1, "sendto");
	close(fd);
}

int
main(int argc, char **argv)
{
	struct request request;

	read_arguments(argc, argv, &request);
	send_message(&request);
	return 0;
}
