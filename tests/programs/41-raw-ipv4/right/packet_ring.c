/* right: a ring shared with the kernel: the packet is in no call at all */
#include <err.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
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

/* One page, in which there is room for two frames. */
static uint8_t *
ring_of(int fd)
{
	const struct tpacket_req size = { .tp_block_size = 4096,
		.tp_block_nr = 1,
		.tp_frame_size = 2048,
		.tp_frame_nr = 2 };
	void *ring;

	if (setsockopt(fd, SOL_PACKET, PACKET_TX_RING, &size, sizeof(size)) ==
	    -1)
		err(1, "PACKET_TX_RING");
	ring = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (ring == MAP_FAILED)
		err(1, "mmap");
	return ring;
}

static void
send_frame(const uint8_t *frame, size_t len)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	struct tpacket_hdr *slot;
	uint8_t *ring;
	int fd;

	to.sll_ifindex = if_nametoindex("lo");
	to.sll_halen = ETH_ALEN;
	if (to.sll_ifindex == 0)
		err(1, "lo");
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd == -1)
		err(1, "packet socket");
	ring = ring_of(fd);
	slot = (void *)ring;
	memcpy(ring + TPACKET_HDRLEN - sizeof(to), frame, len);
	slot->tp_len = len;
	slot->tp_status = TP_STATUS_SEND_REQUEST;
	if (sendto(fd, NULL, 0, 0, (void *)&to, sizeof(to)) == -1)
		err(1, "sendto");
	close(fd);
}

int
main(int argc, char **argv)
{
	uint8_t frame[ETH_HLEN + 1420] = { 0 };
	struct request request;
	size_t len;

	read_arguments(argc, argv, &request);
	put_be16(frame + 12, ETH_P_IP);
	build_packet(frame + ETH_HLEN, &request);
	len = ETH_HLEN + 20 + request.message_len;
	send_frame(frame, len < ETH_ZLEN ? ETH_ZLEN : len);
	return 0;
}
