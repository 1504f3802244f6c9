/* right: the system's struct iphdr, and arguments read without common/ */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct request {
	struct in_addr src, dst;
	uint8_t proto;
	const char *message;
	size_t message_len;
};

struct packet {
	struct iphdr ip;
	char data[1400];
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
	unsigned long proto;
	char *end;

	if (argc != 5)
		usage("number of arguments");
	if (inet_pton(AF_INET, argv[1], &request->src) != 1)
		usage("SRC");
	if (inet_pton(AF_INET, argv[2], &request->dst) != 1)
		usage("DST");
	proto = strtoul(argv[3], &end, 10);
	if (*argv[3] == '\0' || *argv[3] == '-' || *end != '\0' || proto > 255)
		usage("PROTO");
	request->proto = proto;
	request->message = argv[4];
	request->message_len = strlen(argv[4]);
	if (request->message_len > 1400)
		usage("MESSAGE");
}

static void
build_header(struct iphdr *ip, const struct request *request)
{
	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->tot_len = htons(sizeof(*ip) + request->message_len);
	ip->id = htons(12345);
	ip->ttl = IPDEFTTL;
	ip->protocol = request->proto;
	ip->saddr = request->src.s_addr;
	ip->daddr = request->dst.s_addr;
}

static void
send_packet(
    const struct packet *packet, size_t len, const struct request *request)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_addr = request->dst };
	int fd;

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
	struct packet packet = { 0 };
	struct request request;

	read_arguments(argc, argv, &request);
	build_header(&packet.ip, &request);
	memcpy(packet.data, request.message, request.message_len);
	send_packet(&packet, sizeof(packet.ip) + request.message_len, &request);
	return 0;
}
