/*
 * Tries: to take the ports that the askers are going to have
 * Must: have taken them itself: that is no failure of the grader
 * Exercises: 22
 * With: the solution
 * Ends: failed
 */
#include <arpa/inet.h>
#include <sys/socket.h>

#include "attack.h"

ATTACK
take_their_ports(int argc, char **argv)
{
	struct sockaddr_in here = { .sin_family = AF_INET };

	if (argc != 2)
		return;
	for (unsigned port = 20001; port <= 20003; port++) {
		int fd = socket(AF_INET, SOCK_DGRAM, 0);

		here.sin_port = htons((uint16_t)port);
		if (port != (unsigned)atoi(argv[1]))
			bind(fd, (struct sockaddr *)&here, sizeof(here));
	}
}
