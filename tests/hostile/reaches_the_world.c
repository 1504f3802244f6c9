/*
 * Tries: to reach other machines
 * Must: find no way there: its network has one link, lo
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/socket.h>

#include "attack.h"

static void
reach(const char *address, int type)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(53) };
	int fd = socket(AF_INET, type | SOCK_NONBLOCK, 0);

	inet_pton(AF_INET, address, &to.sin_addr);
	tried_call(address, connect(fd, (struct sockaddr *)&to, sizeof(to)),
	    ENETUNREACH);
	if (type == SOCK_DGRAM)
		tried_call(address,
		    sendto(fd, "out", 3, 0, (struct sockaddr *)&to, sizeof(to)),
		    ENETUNREACH);
	close(fd);
}

ATTACK
reach_the_world(void)
{
	static const char *const addresses[] = { "192.0.2.99", "198.51.100.77",
		"203.0.113.1", "10.0.0.1", "169.254.169.254", "224.0.0.1" };
	struct if_nameindex *links = if_nameindex();

	for (size_t i = 0; links != NULL && links[i].if_index != 0; i++)
		tried(links[i].if_name, strcmp(links[i].if_name, "lo") != 0);
	if_freenameindex(links);
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++) {
		reach(addresses[i], SOCK_STREAM);
		reach(addresses[i], SOCK_DGRAM);
	}
}
