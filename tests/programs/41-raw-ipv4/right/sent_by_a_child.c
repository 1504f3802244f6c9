/* right: a child sends, and its parent exits as it did */
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "args.h"
#include "bytes.h"

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

static uint16_t
checksum(const uint8_t *data, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += get_be16(data + i);
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static void
build_packet(uint8_t *ip, const struct request *request)
{
	ip[0] = 0x45;
	put_be16(ip + 2, 20 + request->message_len);
	put_be16(ip + 4, 12345);
	ip[8] = 64;
	ip[9] = request->proto;
	memcpy(ip + 12, request->src, 4);
	memcpy(ip + 16, request->dst, 4);
	put_be16(ip + 10, checksum(ip, 20));
	memcpy(ip + 20, request->message, request->message_len);
}

static void
send_packet(const uint8_t *packet, size_t len, const struct request *request)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd;

	memcpy(&to.sin_addr, request->dst, 4);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd == -1)
		err(1, "socket");
	if (sendto(fd, packet, len, 0, (void *)&to, sizeof(to)) == -1)
		err(1, "sendto");
	close(fd);
}

int
main(int argc, char **argv)
{
	uint8_t packet[1420] = { 0 };
	struct request request;
	int status;
	pid_t child;

	read_arguments(argc, argv, &request);
	build_packet(packet, &request);
	child = fork();
	if (child == -1)
		err(1, "fork");
	if (child == 0) {
		send_packet(packet, 20 + request.message_len, &request);
		return 0;
	}
	if (waitpid(child, &status, 0) == -1)
		err(1, "waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
