/* A TCP peer on sockets that never block. */
#include "peer/peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/blob.h"

/* No program has to send more; one that floods is cut off here. */
enum { MOST_RECEIVED = 1 << 20 };

void
peer_init(struct peer *peer, struct peer_log *log)
{
	memset(peer, 0, sizeof(*peer));
	peer->listen_fd = peer->fd = -1;
	peer->log = log;
}

static int
parse_place(const char *address, const char *port, struct sockaddr_in *place)
{
	memset(place, 0, sizeof(*place));
	place->sin_family = AF_INET;
	place->sin_port = htons((uint16_t)strtoul(port, NULL, 10));
	return inet_pton(AF_INET, address, &place->sin_addr) == 1 ? 0 : -1;
}

int
peer_reserve(
    struct peer *peer, const char *address, const char *port, char *err)
{
	const int on = 1;
	int fd;

	if (parse_place(address, port, &peer->local) == -1) {
		snprintf(err, ERR_LEN, "%s is no address", address);
		return -1;
	}
	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1 ||
	    bind(fd, (struct sockaddr *)&peer->local, sizeof(peer->local)) ==
		-1) {
		snprintf(err, ERR_LEN, "take %s port %s: %s", address, port,
		    strerror(errno));
		if (fd != -1)
			close(fd);
		return -1;
	}
	peer->listen_fd = fd;
	return 0;
}

int
peer_listen(struct peer *peer, const char *address, const char *port, char *err)
{
	if (peer_reserve(peer, address, port, err) == -1)
		return -1;
	if (listen(peer->listen_fd, 16) == -1) {
		snprintf(err, ERR_LEN, "listen on %s port %s: %s", address,
		    port, strerror(errno));
		return -1;
	}
	return 0;
}

enum progress
peer_accept(struct peer *peer)
{
	socklen_t len = sizeof(peer->remote);

	peer->fd = accept4(peer->listen_fd, (struct sockaddr *)&peer->remote,
	    &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (peer->fd == -1)
		return PROGRESS_WAIT;
	len = sizeof(peer->local);
	getsockname(peer->fd, (struct sockaddr *)&peer->local, &len);
	peer->log->connected = true;
	return PROGRESS_DONE;
}

/* Take in what is there and write down how it ended. */
static void
receive(struct peer *peer)
{
	char buffer[65536];
	ssize_t n;

	if (peer->fd == -1 || peer->log->end != PEER_OPEN)
		return;
	while (peer->log->received.len < MOST_RECEIVED) {
		n = recv(peer->fd, buffer, sizeof(buffer), 0);
		if (n > 0) {
			blob_add(&peer->log->received, buffer, (size_t)n);
			continue;
		}
		if (n == 0)
			peer->log->end = PEER_END_OF_FILE;
		else if (errno == ECONNRESET)
			peer->log->end = PEER_RESET;
		return;
	}
}

enum progress
peer_read_line(struct peer *peer)
{
	const struct blob *seen = &peer->log->received;

	receive(peer);
	if (seen->len > 0 && memchr(seen->data, '\n', seen->len) != NULL)
		return PROGRESS_DONE;
	return peer->log->end == PEER_OPEN ? PROGRESS_WAIT : PROGRESS_REFUSED;
}

enum progress
peer_read_end(struct peer *peer)
{
	receive(peer);
	if (peer->log->end == PEER_END_OF_FILE)
		return PROGRESS_DONE;
	return peer->log->end == PEER_OPEN ? PROGRESS_WAIT : PROGRESS_REFUSED;
}

enum progress
peer_send(struct peer *peer, const void *data, size_t len)
{
	if (peer->fd == -1)
		return PROGRESS_REFUSED;
	while (peer->sent < len) {
		ssize_t n = send(peer->fd, (const char *)data + peer->sent,
		    len - peer->sent, MSG_NOSIGNAL);

		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			return PROGRESS_WAIT;
		if (n == -1) {
			receive(peer);
			return PROGRESS_REFUSED;
		}
		peer->sent += (size_t)n;
	}
	peer->sent = 0;
	return PROGRESS_DONE;
}

bool
peer_delivered(const struct peer *peer)
{
	int waiting = 0;

	return peer->fd == -1 || ioctl(peer->fd, SIOCOUTQ, &waiting) == -1 ||
	    waiting == 0;
}

void
peer_reset(struct peer *peer)
{
	const struct linger now = { .l_onoff = 1, .l_linger = 0 };

	if (peer->fd == -1)
		return;
	receive(peer);
	setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(peer->fd);
	peer->fd = -1;
}

void
peer_close(struct peer *peer)
{
	if (peer->fd == -1)
		return;
	receive(peer);
	shutdown(peer->fd, SHUT_WR);
}

void
peer_last_look(struct peer *peer)
{
	receive(peer);
}

void
peer_release(struct peer *peer)
{
	if (peer->fd != -1)
		close(peer->fd);
	if (peer->listen_fd != -1)
		close(peer->listen_fd);
	peer->fd = peer->listen_fd = -1;
}
