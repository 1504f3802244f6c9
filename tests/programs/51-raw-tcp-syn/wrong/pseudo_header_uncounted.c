/* fails: checksum; cause: checksum-end-left-out; the pseudo-header is summed, but its 12 bytes are not counted */
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"
#include "bytes.h"

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

static uint16_t
checksum(const uint8_t *data, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i + 1 < len; i += 2)
		sum += get_be16(data + i);
	if (len % 2 == 1)
		sum += (uint32_t)data[len - 1] << 8;
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static void
build_ipv4(uint8_t *ip, const struct syn *syn)
{
	ip[0] = 0x45;
	put_be16(ip + 2, 40 + syn->message_len);
	put_be16(ip + 4, 12345);
	ip[8] = 64;
	ip[9] = IPPROTO_TCP;
	memcpy(ip + 12, syn->src, 4);
	memcpy(ip + 16, syn->dst, 4);
	put_be16(ip + 10, checksum(ip, 20));
}

static uint16_t
tcp_checksum(const struct syn *syn, const uint8_t *tcp, size_t len)
{
	uint8_t all[12 + 20 + 1400] = { 0 };

	memcpy(all, syn->src, 4);
	memcpy(all + 4, syn->dst, 4);
	all[9] = IPPROTO_TCP;
	put_be16(all + 10, len);
	memcpy(all + 12, tcp, len);
	return checksum(all, len);
}

static void
build_tcp(uint8_t *tcp, const struct syn *syn)
{
	put_be16(tcp, syn->sport);
	put_be16(tcp + 2, syn->dport);
	put_be32(tcp + 4, syn->seq);
	tcp[12] = 5 << 4;
	tcp[13] = 0x02;
	put_be16(tcp + 14, 65535);
	memcpy(tcp + 20, syn->message, syn->message_len);
	put_be16(tcp + 16, tcp_checksum(syn, tcp, 20 + syn->message_len));
}

static void
send_packet(const uint8_t *packet, size_t len, const struct syn *syn)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int one = 1;
	int fd;

	memcpy(&to.sin_addr, syn->dst, 4);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_TCP);
	if (fd == -1)
		err(1, "socket");
	if (setsockopt(fd, IPPROTO_IP, IP_HDRINCL, &one, sizeof(one)) == -1)
		err(1, "IP_HDRINCL");
	if (sendto(fd, packet, len, 0, (void *)&to, sizeof(to)) == -1)
		err(1, "sendto");
	close(fd);
}

int
main(int argc, char **argv)
{
	uint8_t packet[1440] = { 0 };
	struct syn syn;

	read_arguments(argc, argv, &syn);
	build_ipv4(packet, &syn);
	build_tcp(packet + 20, &syn);
	send_packet(packet, 40 + syn.message_len, &syn);
	return 0;
}
