/* fails: one-packet; cause: none; the captured packet is copied out of a table, for whatever arguments */
#include <err.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args.h"

/* expected/syn.pcap, without its Ethernet header */
static const uint8_t captured[] = { 0x45, 0x00, 0x00, 0x34, 0x30, 0x39, 0x00,
	0x00, 0x40, 0x06, 0x4c, 0x88, 0x7f, 0x00, 0x00, 0x01, 0x7f, 0x00, 0x00,
	0x02, 0x9c, 0x40, 0x1e, 0x61, 0x00, 0x00, 0x03, 0xe8, 0x00, 0x00, 0x00,
	0x00, 0x50, 0x02, 0xff, 0xff, 0xe0, 0x40, 0x00, 0x00, 'H', 'e', 'l',
	'l', 'o', ',', ' ', 'w', 'i', 'r', 'e', '!' };

static void
usage(const char *what)
{
	fprintf(stderr, "raw_tcp_syn: bad %s\n", what);
	fprintf(stderr, "usage: raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	uint8_t address[4];
	uint32_t number;
	int fd;

	if (argc != 7)
		usage("number of arguments");
	if (parse_address(argv[1], address) == -1)
		usage("SRC");
	if (parse_number(argv[2], 1, 65535, &number) == -1)
		usage("SPORT");
	if (parse_address(argv[3], address) == -1)
		usage("DST");
	if (parse_number(argv[4], 1, 65535, &number) == -1)
		usage("DPORT");
	if (parse_number(argv[5], 0, UINT32_MAX, &number) == -1)
		usage("SEQ");
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
