/*
 * Tries: to bury the askers in replies
 * Must: be failed, with the grader's memory untroubled
 * Exercises: 22
 * With: the solution
 * Ends: failed
 */
#include <sys/socket.h>

#include "attack.h"

static ssize_t
send_for_ever(int fd, const void *data, size_t len, int flags,
    const struct sockaddr *to, socklen_t to_len)
{
	if (fork() == 0)
		for (;;)
			sendto(fd, data, len, flags, to, to_len);
	return sendto(fd, data, len, flags, to, to_len);
}

#define sendto send_for_ever
