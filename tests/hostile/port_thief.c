/*
 * Tries: to listen on the peer's port itself
 * Must: find it taken where a peer listens; where none does, a client that
 *	talks to itself is no failure reported
 * Exercises: 11
 * With: the solution
 * Ends: failed
 * Fails: failures
 */
#include <arpa/inet.h>
#include <sys/socket.h>

#include "attack.h"

ATTACK
steal_port(int argc, char **argv)
{
	struct sockaddr_in here = { .sin_family = AF_INET };
	const int on = 1;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (argc != 4 || inet_pton(AF_INET, argv[1], &here.sin_addr) != 1)
		return;
	here.sin_port = htons((uint16_t)atoi(argv[2]));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&here, sizeof(here)) == -1 ||
	    listen(fd, 1) == -1)
		tried("the peer's port", false);
}
