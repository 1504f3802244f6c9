/*
 * raw_ipv4 SRC DST PROTO MESSAGE
 *
 * Build one IPv4 packet, header and data, byte by byte, and hand it to the
 * kernel through a raw socket.  The arguments are checked already.  Three
 * decisions, each marked TODO, are yours; as it is, nothing is sent.
 *
 * put_be16() writes a number of two bytes with the high byte first.
 */
#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
 * RFC 791 section 3.1: the IPv4 header.
 *
 *  byte 0               1               2               3
 *   0   |Version|  IHL  |Type of Service|         Total Length          |
 *   4   |        Identification         |Flags|     Fragment Offset     |
 *   8   | Time to Live  |   Protocol    |        Header Checksum        |
 *  12   |                        Source Address                         |
 *  16   |                      Destination Address                      |
 *
 * TODO 1: what goes into each field?  Version and source address are done.
 * What do IHL and total length count, and what does the kernel repair (raw(7))?
 */
static void
build_header(uint8_t *ip, const struct request *request)
{
	memset(ip, 0, IP_HDR_LEN);
	ip[0] = 4 << 4;
	memcpy(ip + 12, request->src, 4);
}

int
main(int argc, char **argv)
{
	uint8_t packet[IP_HDR_LEN + MESSAGE_MAX];
	struct request request;
	size_t len;

	read_arguments(argc, argv, &request);
	build_header(packet, &request);

	/* TODO 2: where does the data go, and how long is the whole packet? */
	len = IP_HDR_LEN;

	/*
	 * TODO 3: which socket takes an IPv4 header of yours, and where is the
	 * packet sent?  A call that fails ends the program by err().
	 */
	errx(1, "not sent: %zu bytes are built, see TODO 3", len);
}
