/* fails: one-packet, messages; cause: none; the captured packet is copied out of a table, and sent for every MESSAGE */
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

/* expected/packet.pcap, without its Ethernet header */
static const uint8_t captured[] = { 0x45, 0x00, 0x00, 0x20, 0x30, 0x39, 0x00,
	0x00, 0x40, 0xde, 0x4b, 0xc4, 0x7f, 0x00, 0x00, 0x01, 0x7f, 0x00, 0x00,
	0x02, 'H', 'e', 'l', 'l', 'o', ',', ' ', 'w', 'i', 'r', 'e', '!' };

static void
usage(const char *what)
{
	fprintf(stderr, "raw_ipv4: bad %s\n", what);
	fprintf(stderr, "usage: raw_ipv4 SRC DST PROTO MESSAGE\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	uint8_t address[4];
	uint32_t proto;
	int fd;

	if (argc != 5)
		usage("number of arguments");
	if (parse_address(argv[1], address) == -1)
		usage("SRC");
	if (parse_address(argv[2], address) == -1)
		usage("DST");
	if (parse_number(argv[3], 0, 255, &proto) == -1)
		usage("PROTO");
	memcpy(&to.sin_addr, captured + 16, 4);
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	if (fd == -1)
		err(1, "socket");
	if (sendto(fd, captured, sizeof(captured), 0, (void *)&to,
		sizeof(to)) == -1)
		err(1, "sendto");
	close(fd);
	return 0;
}
