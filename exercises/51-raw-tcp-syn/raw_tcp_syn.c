/*
 * raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE
 *
 * Build one TCP SYN and the IPv4 packet around it, byte by byte, and hand it
 * to the kernel through a raw socket.  The arguments are checked already.
 * Four decisions, each marked TODO, are yours; as it is, nothing is sent.
 *
 * put_be16() and put_be32() write a number with the high byte first.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "bytes.h"

enum {
	IP_HDR_LEN = 20, /* no options in either header */
	TCP_HDR_LEN = 20,
	MESSAGE_MAX = 1400
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
 * RFC 791 section 3.1: the IPv4 header.
 *
 *  byte 0               1               2               3
 *   0   |Version|  IHL  |Type of Service|         Total Length          |
 *   4   |        Identification         |Flags|     Fragment Offset     |
 *   8   | Time to Live  |   Protocol    |        Header Checksum        |
 *  12   |                        Source Address                         |
 *  16   |                      Destination Address                      |
 *
 * TODO 1: what goes into each field?  Version and addresses are done.  What do
 * IHL and total length count, and what does the kernel repair (raw(7))?
 */
static void
build_ipv4(uint8_t *ip, const struct syn *syn)
{
	memset(ip, 0, IP_HDR_LEN);
	ip[0] = 4 << 4;
	memcpy(ip + 12, syn->src, 4);
	memcpy(ip + 16, syn->dst, 4);
}

/*
 * Add the 16-bit words at data to sum.
 *
 * TODO 3: what is the checksum computed over, besides the segment?  What
 * becomes of a last byte without a partner, and of the carries?
 */
static uint32_t
add_words(uint32_t sum, const uint8_t *data, size_t len)
{
	for (; len > 1; data += 2, len -= 2)
		sum += get_be16(data);
	return sum;
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
 *
 * TODO 2: what goes into each field?  Source port and data are done.  What
 * does the data offset count, and which half of its byte is it?
 */
static void
build_tcp(uint8_t *tcp, const struct syn *syn)
{
	memset(tcp, 0, TCP_HDR_LEN);
	put_be16(tcp, syn->sport);
	memcpy(tcp + TCP_HDR_LEN, syn->message, syn->message_len);
	put_be16(tcp + 16, add_words(0, tcp, TCP_HDR_LEN));
}

int
main(int argc, char **argv)
{
	uint8_t packet[IP_HDR_LEN + TCP_HDR_LEN + MESSAGE_MAX];
	struct syn syn;
	size_t len;

	read_arguments(argc, argv, &syn);
	build_ipv4(packet, &syn);
	build_tcp(packet + IP_HDR_LEN, &syn);
	len = IP_HDR_LEN + TCP_HDR_LEN + syn.message_len;

	/*
	 * TODO 4: which socket takes an IPv4 header of yours, and where is the
	 * packet sent?  A call that fails ends the program by err().
	 */
	errx(1, "not sent: %zu bytes are built, see TODO 4", len);
}
