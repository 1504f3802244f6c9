/*
 * Tries: to hold the grader up, by being slow, but never too slow
 * Must: be cut off
 * Exercises: 22
 * With: the solution
 * Ends: failed
 * Fails: many
 */
#include <sys/socket.h>
#include <time.h>

#include "attack.h"

static ssize_t
slow_send(int fd, const void *data, size_t len, int flags,
    const struct sockaddr *to, socklen_t to_len)
{
	static int sent;

	/* where there are many of them: elsewhere there is little to gain */
	if (++sent > 10 && !watched())
		nanosleep(&(struct timespec){ 0, 900000000 }, NULL);
	return sendto(fd, data, len, flags, to, to_len);
}

#define send(fd, data, len, flags) slow_send(fd, data, len, flags, NULL, 0)
#define sendto			   slow_send
