/*
 * Tries: to send packets out of the lab by raw and packet sockets
 * Must: find no link but lo, and no route; what it sends there stays there
 * Exercises: 51
 * Ends: failed 0
 */
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "attack.h"

static const uint8_t packet[20] = { 0x45, 0, 0, 20, 0, 1, 0, 0, 64, 253, 0, 0,
	127, 0, 0, 1, 198, 51, 100, 77 };

/* By one socket: to close one takes the kernel tens of milliseconds. */
static void
send_on_all_links(void)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET,
		.sll_protocol = htons(ETHERTYPE_IP),
		.sll_halen = 6 };
	int fd = socket(AF_PACKET, SOCK_DGRAM, htons(ETHERTYPE_IP));

	for (to.sll_ifindex = 1; to.sll_ifindex < 64; to.sll_ifindex++)
		tried("a packet on a link that is not lo",
		    sendto(fd, packet, sizeof(packet), 0,
			(struct sockaddr *)&to, sizeof(to)) != -1 &&
			to.sll_ifindex != 1);
	close(fd);
}

int
main(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);

	if (fd == -1)
		return 1; /* the case that withholds the right */
	inet_pton(AF_INET, "198.51.100.77", &to.sin_addr);
	tried_call("a raw packet to 198.51.100.77",
	    sendto(fd, packet, sizeof(packet), 0, (struct sockaddr *)&to,
		sizeof(to)),
	    ENETUNREACH);
	tried_call("a raw socket bound to eth0",
	    setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "eth0", 5), ENODEV);
	send_on_all_links();
	return 0;
}
