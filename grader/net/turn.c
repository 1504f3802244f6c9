/*
 * The turn is a name in this network's abstract socket namespace: the kernel
 * gives it to one process, and takes it back when that one ends.
 */
#include "net/turn.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "model/blob.h"

static const char NAME[] = "wirebook-shared-loopback";

static socklen_t
fill_name(struct sockaddr_un *name)
{
	memset(name, 0, sizeof(*name));
	name->sun_family = AF_UNIX;
	/* after a NUL: abstract, no file */
	memcpy(name->sun_path + 1, NAME, sizeof(NAME) - 1);
	return (
	    socklen_t)(offsetof(struct sockaddr_un, sun_path) + sizeof(NAME));
}

/* Wait for the end of the one whose turn it is: our connection to it ends. */
static void
wait_for_other(const struct sockaddr_un *name, socklen_t len)
{
	struct pollfd other = { .events = POLLIN };

	other.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (other.fd == -1)
		return;
	if (connect(other.fd, (const struct sockaddr *)name, len) == 0)
		poll(&other, 1, -1);
	close(other.fd);
}

int
turn_take(char *err)
{
	struct sockaddr_un name;
	const socklen_t len = fill_name(&name);
	int fd;

	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	while (fd != -1) {
		if (bind(fd, (struct sockaddr *)&name, len) == 0 &&
		    listen(fd, 128) == 0)
			return 0;
		if (errno != EADDRINUSE)
			break;
		wait_for_other(&name, len);
	}
	snprintf(err, ERR_LEN, "taking turns: %s", strerror(errno));
	if (fd != -1)
		close(fd);
	return -1;
}
