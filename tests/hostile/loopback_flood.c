/*
 * Tries: to drown the capture in packets of its own
 * Must: not keep the grader from its work
 * Exercises: 12
 * With: the solution
 * Ends: failed
 */
#include <arpa/inet.h>
#include <sys/socket.h>

#include "attack.h"

ATTACK
flood_the_loopback(void)
{
	static char block[60000];
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = 9 };
	int fd;

	if (watched() || fork() != 0)
		return;
	fd = socket(AF_INET, SOCK_DGRAM, 0);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (;;)
		sendto(fd, block, sizeof(block), 0, (struct sockaddr *)&to,
		    sizeof(to));
}
