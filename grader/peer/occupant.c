/*
 * No option is set: two sockets that both set SO_REUSEADDR could share a UDP
 * port, and a program may set it.
 */
#include "peer/occupant.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/blob.h"

int
occupant_open(int type, uint16_t port, char *err)
{
	const struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_ANY) };
	int fd;

	fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	if (fd != -1 &&
	    bind(fd, (const struct sockaddr *)&place, sizeof(place)) == 0 &&
	    (type != SOCK_STREAM || listen(fd, 16) == 0))
		return fd;
	snprintf(err, ERR_LEN, "occupy port %u: %s", port, strerror(errno));
	if (fd != -1)
		close(fd);
	return -1;
}
