/* right: the system's struct iphdr and tcphdr, and arguments read without common/ */
#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct syn {
	struct in_addr src, dst;
	uint16_t sport, dport;
	uint32_t seq;
	const char *message;
	size_t message_len;
};

struct packet {
	struct iphdr ip;
	struct tcphdr tcp;
	uint8_t data[1400];
};

static void
usage(const char *what)
{
	fprintf(stderr, "raw_tcp_syn: bad %s\n", what);
	fprintf(stderr, "usage: raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE\n");
	exit(2);
}

/* Digits only, up to ten of them, or the end of the program. */
static uint32_t
number(
    const char *text, unsigned long low, unsigned long high, const char *what)
{
	unsigned long value;

	if (strlen(text) == 0 || strlen(text) > 10 ||
	    strspn(text, "0123456789") != strlen(text))
		usage(what);
	value = strtoul(text, NULL, 10);
	if (value < low || value > high)
		usage(what);
	return value;
}

static void
read_arguments(int argc, char **argv, struct syn *syn)
{
	if (argc != 7)
		usage("number of arguments");
	if (inet_pton(AF_INET, argv[1], &syn->src) != 1)
		usage("SRC");
	if (inet_pton(AF_INET, argv[3], &syn->dst) != 1)
		usage("DST");
	syn->sport = number(argv[2], 1, 65535, "SPORT");
	syn->dport = number(argv[4], 1, 65535, "DPORT");
	syn->seq = number(argv[5], 0, 4294967295, "SEQ");
	syn->message = argv[6];
	syn->message_len = strlen(argv[6]);
	if (syn->message_len > 1400)
		usage("MESSAGE");
}

static uint16_t
checksum(const uint8_t *data, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2) {
		uint16_t word = 0;

		memcpy(&word, data + i, len - i < 2 ? 1 : 2);
		sum += word;
	}
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

static void
build_ipv4(struct iphdr *ip, const struct syn *syn)
{
	ip->version = 4;
	ip->ihl = 5;
	ip->tot_len = htons(40 + syn->message_len);
	ip->id = htons(12345);
	ip->ttl = 64;
	ip->protocol = IPPROTO_TCP;
	ip->saddr = syn->src.s_addr;
	ip->daddr = syn->dst.s_addr;
}

static uint16_t
tcp_checksum(const struct packet *packet, size_t len)
{
	uint8_t all[12 + 20 + 1400] = { 0 };

	memcpy(all, &packet->ip.saddr, 4);
	memcpy(all + 4, &packet->ip.daddr, 4);
	all[9] = IPPROTO_TCP;
	all[10] = len >> 8;
	all[11] = len & 0xff;
	memcpy(all + 12, &packet->tcp, 20);
	memcpy(all + 32, packet->data, len - 20);
	return checksum(all, 12 + len);
}

static void
build_tcp(struct packet *packet, const struct syn *syn)
{
	struct tcphdr *tcp = &packet->tcp;

	tcp->source = htons(syn->sport);
	tcp->dest = htons(syn->dport);
	tcp->seq = htonl(syn->seq);
	tcp->doff = sizeof(*tcp) / 4;
	tcp->syn = 1;
	tcp->window = htons(65535);
	memcpy(packet->data, syn->message, syn->message_len);
	tcp->check = tcp_checksum(packet, 20 + syn->message_len);
}

static void
send_packet(const void *packet, size_t len, const struct syn *syn)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr = syn->dst };
	int one = 1;
	int fd;

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
	struct packet packet = { 0 };
	struct syn syn;

	read_arguments(argc, argv, &syn);
	build_ipv4(&packet.ip, &syn);
	build_tcp(&packet, &syn);
	send_packet(&packet, 40 + syn.message_len, &syn);
	return 0;
}
