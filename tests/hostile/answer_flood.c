/*
 * Tries: to fill the grader's memory by an answer to each client that never
 *	ends
 * Must: be cut off
 * Exercises: 12
 * With: the solution
 * Ends: failed
 */
#include <sys/socket.h>

#include "attack.h"

static ssize_t
send_for_ever(int fd, const void *data, size_t len, int flags)
{
	static char block[1 << 16];
	const ssize_t n = send(fd, data, len, flags);

	if (fork() == 0)
		while (send(fd, block, sizeof(block), flags) > 0)
			;
	return n;
}

#define send send_for_ever
