/*
 * raw_ipv4 SRC DST PROTO MESSAGE
 *
 * Build one IPv4 packet, header and data, byte by byte, and hand it to the
 * kernel through a raw socket.
 *
 * Bytes for the wire live in a buffer of uint8_t and get there by put_be16()
 * only; numbers live in variables, in the host's own order.  So there is no
 * htons() here that could be forgotten, or done twice.
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
	IP_HDR_LEN = 20, /* no options */
	MESSAGE_MAX = 1400
};

/* What the arguments say. */
struct request {
	uint8_t src[4], dst[4]; /* in the order in which they are sent */
	uint32_t proto;
	const char *message;
	size_t message_len; /* without the NUL, which is C's, not the wire's */
};

/* Say what is wrong with the argument of that name, and stop. */
static _Noreturn void
bad_argument(const char *name, const char *why)
{
	fprintf(stderr, "raw_ipv4: %s: %s\n", name, why);
	fprintf(stderr, "usage: raw_ipv4 SRC DST PROTO MESSAGE\n");
	exit(2);
}

/* Check every argument before anything is done with any of them. */
static void
read_arguments(int argc, char **argv, struct request *request)
{
	if (argc != 5)
		bad_argument("arguments", "there must be four");
	if (parse_address(argv[1], request->src) == -1)
		bad_argument("SRC", "not an IPv4 address");
	if (parse_address(argv[2], request->dst) == -1)
		bad_argument("DST", "not an IPv4 address");
	if (parse_number(argv[3], 0, 255, &request->proto) == -1)
		bad_argument("PROTO", "not a number from 0 to 255");
	request->message = argv[4];
	request->message_len = strlen(argv[4]);
	if (request->message_len > MESSAGE_MAX)
		bad_argument("MESSAGE", "longer than 1400 bytes");
}

/*
 * The Internet checksum (RFC 1071) of a header, whose length is even: one's
 * complement addition brings each carry out of the top back in at the bottom.
 * Doing so can carry again, hence a loop.
 */
static uint16_t
header_checksum(const uint8_t *header, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i += 2)
		sum += get_be16(header + i);
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
build_header(uint8_t *ip, const struct request *request)
{
	ip[0] = 4 << 4 | IP_HDR_LEN / 4; /* IHL counts 32-bit words */
	ip[1] = 0;
	put_be16(ip + 2, IP_HDR_LEN + request->message_len);
	put_be16(ip + 4, 12345);
	put_be16(ip + 6, 0);
	ip[8] = 64;
	ip[9] = request->proto;
	put_be16(ip + 10, 0); /* counts as 0 in the sum that goes here */
	memcpy(ip + 12, request->src, 4);
	memcpy(ip + 16, request->dst, 4);

	/* Last of all: it covers every byte above, and none of the data. */
	put_be16(ip + 10, header_checksum(ip, IP_HDR_LEN));
}

/*
 * IPPROTO_RAW says two things at once: the header is ours (IP_HDRINCL), and
 * nothing is to be received.  A socket for another protocol with IP_HDRINCL
 * set does as well: the header says which protocol it is, not the socket.
 *
 * The address of sendto() chooses the route, the header the destination; both
 * are DST.  A packet goes out whole or not at all, so no count is compared.
 */
static void
send_packet(const uint8_t *packet, size_t len, const struct request *request)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	ssize_t sent;
	int fd;

	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd == -1)
		err(1, "raw socket");
	memcpy(&to.sin_addr, request->dst, 4);
	sent = sendto(fd, packet, len, 0, (struct sockaddr *)&to, sizeof(to));
	if (sent == -1)
		err(1, "sendto");
	if (close(fd) == -1)
		err(1, "close");
}

int
main(int argc, char **argv)
{
	uint8_t packet[IP_HDR_LEN + MESSAGE_MAX];
	struct request request;

	read_arguments(argc, argv, &request);
	build_header(packet, &request);
	memcpy(packet + IP_HDR_LEN, request.message, request.message_len);
	send_packet(packet, IP_HDR_LEN + request.message_len, &request);
	return 0;
}
