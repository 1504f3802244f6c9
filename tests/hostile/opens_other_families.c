/*
 * Tries: sockets that no network namespace holds (AF_VSOCK leads out to the
 *	machine that this one is a guest of), that lead to the user's agents by a
 *	path (AF_UNIX), or to kernel code that is rarely used
 * Must: be refused each of them
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <sys/socket.h>

#include "attack.h"

ATTACK
open_other_families(void)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_RAW,
		SOCK_SEQPACKET };
	int pair[2];

	for (int family = 0; family < AF_MAX; family++) {
		if (family == AF_INET || family == AF_INET6 ||
		    family == AF_NETLINK || family == AF_PACKET)
			continue;
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
			tried_call("another family",
			    socket(family, types[i], 0), EPERM);
	}
	tried_call("vsock", socketpair(AF_VSOCK, SOCK_STREAM, 0, pair), EPERM);
}
