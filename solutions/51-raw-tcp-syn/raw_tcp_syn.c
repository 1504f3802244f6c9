/*
 * raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE
 *
 * Build one TCP SYN and the IPv4 packet around it, byte by byte, and hand it
 * to the kernel through a raw socket.
 *
 * Bytes for the wire live in a buffer of uint8_t and get there by put_be16()
 * and put_be32() only; numbers live in variables, in the host's own order.  So
 * there is no htons() here that could be forgotten, or done twice.
 */
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

enum {
	IP_HDR_LEN = 20, /* no options in either header */
	TCP_HDR_LEN = 20,
	PSEUDO_HDR_LEN = 12,
	MESSAGE_MAX = 1400,
	FLAG_SYN = 0x02
};

/* What the arguments say. */
struct syn {
	uint8_t src[4], dst[4]; /* in the order in which they are sent */
	uint32_t sport, dport, seq;
	const char *message;
	size_t message_len; /* without the NUL, which is C's, not the wire's */
};

/* Say what is wrong with the argument of that name, and stop. */
static _Noreturn void
bad_argument(const char *name, const char *why)
{
	fprintf(stderr, "raw_tcp_syn: %s: %s\n", name, why);
	fprintf(stderr, "usage: raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE\n");
	exit(2);
}

/* Check every argument before anything is done with any of them. */
static void
read_arguments(int argc, char **argv, struct syn *syn)
{
	if (argc != 7)
		bad_argument("arguments", "there must be six");
	if (parse_address(argv[1], syn->src) == -1)
		bad_argument("SRC", "not an IPv4 address");
	if (parse_number(argv[2], 1, 65535, &syn->sport) == -1)
		bad_argument("SPORT", "not a number from 1 to 65535");
	if (parse_address(argv[3], syn->dst) == -1)
		bad_argument("DST", "not an IPv4 address");
	if (parse_number(argv[4], 1, 65535, &syn->dport) == -1)
		bad_argument("DPORT", "not a number from 1 to 65535");
	if (parse_number(argv[5], 0, UINT32_MAX, &syn->seq) == -1)
		bad_argument("SEQ", "not a number from 0 to 4294967295");
	syn->message = argv[6];
	syn->message_len = strlen(argv[6]);
	if (syn->message_len > MESSAGE_MAX)
		bad_argument("MESSAGE", "longer than 1400 bytes");
}

/*
 * Add len bytes to sum as 16-bit words (RFC 1071).  A last byte without a
 * partner is the high half of a word whose low half is 0; that 0 is not sent.
 * No carry is lost in 32 bits: a packet has 32,768 words at most.
 */
static uint32_t
checksum_add(uint32_t sum, const uint8_t *data, size_t len)
{
	for (; len > 1; data += 2, len -= 2)
		sum += get_be16(data);
	if (len == 1)
		sum += (uint32_t)data[0] << 8;
	return sum;
}

/*
 * The checksum for that sum.  One's complement addition brings each carry out
 * of the top back in at the bottom.  Doing so can carry again, hence a loop.
 */
static uint16_t
checksum_finish(uint32_t sum)
{
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum & 0xffff;
}

/*
 * RFC 791 section 3.1: the IPv4 header.
 *
 *  byte 0               1               2               3
 *   0   |Version|  IHL  |Type of Service|         Total Length          |
 *   4   |        Identification         |Flags|     Fragment Offset     |
 *   8   | Time to Live  |   Protocol    |        Header Checksum        |
 *  12   |                        Source Address                         |
 *  16   |                      Destination Address                      |
 *
 * Linux would fill in total length and header checksum of a raw socket's
 * packet by itself (raw(7)).  They are set all the same: other systems, and
 * Linux's own packet sockets, send what they are given.
 */
static void
build_ipv4(uint8_t *ip, const struct syn *syn)
{
	uint32_t sum;

	ip[0] = 4 << 4 | IP_HDR_LEN / 4; /* IHL counts 32-bit words */
	ip[1] = 0;
	put_be16(ip + 2, IP_HDR_LEN + TCP_HDR_LEN + syn->message_len);
	put_be16(ip + 4, 12345);
	put_be16(ip + 6, 0);
	ip[8] = 64;
	ip[9] = IPPROTO_TCP;
	put_be16(ip + 10, 0); /* counts as 0 in the sum that goes here */
	memcpy(ip + 12, syn->src, 4);
	memcpy(ip + 16, syn->dst, 4);

	sum = checksum_add(0, ip, IP_HDR_LEN);
	put_be16(ip + 10, checksum_finish(sum));
}

/*
 * The checksum of the segment: over the pseudo-header and the whole segment.
 * The pseudo-header is never sent.  It ties the segment to its addresses, so
 * that one which was delivered to the wrong host does not pass there.
 *
 * RFC 9293 section 3.1: the pseudo-header for IPv4.
 *
 *  byte 0               1               2               3
 *   0   |                        Source Address                         |
 *   4   |                      Destination Address                      |
 *   8   |     zero      |   Protocol    |          TCP Length           |
 */
static uint16_t
tcp_checksum(const struct syn *syn, const uint8_t *tcp, size_t tcp_len)
{
	uint8_t pseudo[PSEUDO_HDR_LEN];
	uint32_t sum;

	memcpy(pseudo, syn->src, 4);
	memcpy(pseudo + 4, syn->dst, 4);
	pseudo[8] = 0;
	pseudo[9] = IPPROTO_TCP;
	put_be16(pseudo + 10, tcp_len); /* header and data, in bytes */

	/* One sum for both: every part but the last has an even length. */
	sum = checksum_add(0, pseudo, sizeof(pseudo));
	sum = checksum_add(sum, tcp, tcp_len);
	return checksum_finish(sum);
}

/*
 * RFC 9293 section 3.1: the TCP header, without options, and the data.
 *
 *  byte 0               1               2               3
 *   0   |          Source Port          |       Destination Port        |
 *   4   |                        Sequence Number                        |
 *   8   |                     Acknowledgment Number                     |
 *  12   |DOffset|Reservd|C E U A P R S F|            Window             |
 *  16   |           Checksum            |        Urgent Pointer         |
 *  20   |                             data                              :
 */
static void
build_tcp(uint8_t *tcp, const struct syn *syn)
{
	size_t tcp_len = TCP_HDR_LEN + syn->message_len;

	put_be16(tcp, syn->sport);
	put_be16(tcp + 2, syn->dport);
	put_be32(tcp + 4, syn->seq);
	put_be32(tcp + 8, 0);		/* means nothing without ACK */
	tcp[12] = TCP_HDR_LEN / 4 << 4; /* the high half of this byte */
	tcp[13] = FLAG_SYN;
	put_be16(tcp + 14, 65535);
	put_be16(tcp + 16, 0);
	put_be16(tcp + 18, 0);
	memcpy(tcp + TCP_HDR_LEN, syn->message, syn->message_len);

	/* Last of all: it covers every byte above. */
	put_be16(tcp + 16, tcp_checksum(syn, tcp, tcp_len));
}

/*
 * IPPROTO_RAW says two things at once: the header is ours (IP_HDRINCL), and
 * nothing is to be received.  A socket for IPPROTO_TCP with IP_HDRINCL set
 * does as well, but gets a copy of every TCP segment that comes in.
 *
 * The address of sendto() chooses the route, the header the destination; both
 * are DST.  A packet goes out whole or not at all, so no count is compared.
 */
static void
send_packet(const uint8_t *packet, size_t len, const struct syn *syn)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	ssize_t sent;
	int fd;

	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd == -1)
		err(1, "raw socket");
	memcpy(&to.sin_addr, syn->dst, 4);
	sent = sendto(fd, packet, len, 0, (struct sockaddr *)&to, sizeof(to));
	if (sent == -1)
		err(1, "sendto");
	if (close(fd) == -1)
		err(1, "close");
}

int
main(int argc, char **argv)
{
	uint8_t packet[IP_HDR_LEN + TCP_HDR_LEN + MESSAGE_MAX];
	struct syn syn;

	read_arguments(argc, argv, &syn);
	build_ipv4(packet, &syn);
	build_tcp(packet + IP_HDR_LEN, &syn);
	send_packet(packet, IP_HDR_LEN + TCP_HDR_LEN + syn.message_len, &syn);
	return 0;
}
