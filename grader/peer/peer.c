/* A peer on sockets that never block. */
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
#include "peer/datagram.h"

/* No program has to send more; one that floods is cut off here. */
enum { MOST_RECEIVED = 1 << 20 };

void
peer_init(struct peer *peer, struct peer_log *log)
{
	memset(peer, 0, sizeof(*peer));
	peer->listen_fd = peer->fd = -1;
	peer->log = log;
}

int
parse_place(
    const char *address, const char *port, struct sockaddr_in *place, char *err)
{
	memset(place, 0, sizeof(*place));
	place->sin_family = AF_INET;
	place->sin_port = htons((uint16_t)strtoul(port, NULL, 10));
	if (inet_pton(AF_INET, address, &place->sin_addr) == 1)
		return 0;
	snprintf(err, ERR_LEN, "%s is no address", address);
	return -1;
}

static int
fail(const char *what, const struct sockaddr_in *place, char *err)
{
	char address[INET_ADDRSTRLEN];
	const int saved = errno;

	inet_ntop(AF_INET, &place->sin_addr, address, sizeof(address));
	snprintf(err, ERR_LEN, "%s %s port %u: %s", what, address,
	    ntohs(place->sin_port), strerror(saved));
	return saved == EADDRINUSE ? PEER_TAKEN : -1;
}

/* Write down where the peer's socket is. */
static void
log_place(struct peer *peer, int fd)
{
	socklen_t len = sizeof(peer->local);

	getsockname(fd, (struct sockaddr *)&peer->local, &len);
	inet_ntop(AF_INET, &peer->local.sin_addr, peer->log->address,
	    sizeof(peer->log->address));
	peer->log->port = ntohs(peer->local.sin_port);
}

static void
leave(struct peer *peer)
{
	if (peer->fd != -1)
		close(peer->fd);
	peer->fd = -1;
}

/* Its last socket makes place for another, once its end is seen. */
static void
begin_anew(struct peer *peer, bool datagram)
{
	peer_last_look(peer);
	leave(peer);
	peer->datagram = datagram;
	peer->sent = 0;
	peer->asked.s_addr = htonl(INADDR_ANY);
	peer->begin = peer->log->received.len;
	peer->log->end = PEER_OPEN;
}

static int
new_socket(struct peer *peer, int type)
{
	begin_anew(peer, type == SOCK_DGRAM);
	peer->fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	return peer->fd;
}

int
peer_reserve(struct peer *peer, const struct sockaddr_in *place, char *err)
{
	const int on = 1;
	int fd, rc;

	fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd == -1 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == -1 ||
	    bind(fd, (const struct sockaddr *)place, sizeof(*place)) == -1) {
		rc = fail("take", place, err);
		if (fd != -1)
			close(fd);
		return rc;
	}
	if (peer->listen_fd != -1)
		close(peer->listen_fd);
	peer->listen_fd = fd;
	log_place(peer, fd);
	return 0;
}

int
peer_listen(struct peer *peer, const struct sockaddr_in *place, char *err)
{
	const int rc = peer_reserve(peer, place, err);

	if (rc != 0)
		return rc;
	if (listen(peer->listen_fd, 16) == -1)
		return fail("listen on", place, err);
	return 0;
}

enum progress
peer_accept(struct peer *peer)
{
	struct sockaddr_in remote;
	socklen_t len = sizeof(remote);
	int fd;

	fd = accept4(peer->listen_fd, (struct sockaddr *)&remote, &len,
	    SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (fd == -1)
		return PROGRESS_WAIT;
	begin_anew(peer, false);
	peer->fd = fd;
	peer->remote = remote;
	log_place(peer, fd);
	peer->log->connected = true;
	return PROGRESS_DONE;
}

int
peer_connect(struct peer *peer, const struct sockaddr_in *place,
    const struct sockaddr_in *from, char *err)
{
	const int fd = new_socket(peer, SOCK_STREAM);

	peer->remote = *place;
	if (fd == -1 ||
	    (from != NULL &&
		bind(fd, (const struct sockaddr *)from, sizeof(*from)) == -1))
		return fail("connect to", place, err);
	if (connect(fd, (const struct sockaddr *)place, sizeof(*place)) == -1 &&
	    errno != EINPROGRESS) {
		/* its word for: each port that it could have is in use */
		if (errno == EADDRNOTAVAIL)
			errno = EADDRINUSE;
		if (errno != ECONNREFUSED)
			return fail("connect to", place, err);
		leave(peer);
		return 0;
	}
	log_place(peer, fd);
	return 0;
}

enum progress
peer_connected(struct peer *peer)
{
	struct sockaddr_in remote;
	socklen_t len = sizeof(remote), error_len = sizeof(int);
	int error = 0;

	if (peer->fd == -1)
		return PROGRESS_REFUSED;
	if (getpeername(peer->fd, (struct sockaddr *)&remote, &len) == 0) {
		peer->log->connected = true;
		return PROGRESS_DONE;
	}
	getsockopt(peer->fd, SOL_SOCKET, SO_ERROR, &error, &error_len);
	if (error == 0)
		return PROGRESS_WAIT;
	leave(peer);
	return PROGRESS_REFUSED;
}

int
peer_bind(struct peer *peer, const struct sockaddr_in *place, char *err)
{
	const int fd = new_socket(peer, SOCK_DGRAM), on = 1;

	if (fd == -1 ||
	    setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof(on)) == -1 ||
	    bind(fd, (const struct sockaddr *)place, sizeof(*place)) == -1)
		return fail("take UDP", place, err);
	log_place(peer, fd);
	return 0;
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
	if (seen->len > peer->begin &&
	    memchr(seen->data + peer->begin, '\n', seen->len - peer->begin) !=
		NULL)
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
	peer_last_look(peer);
	setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	leave(peer);
}

void
peer_close(struct peer *peer)
{
	if (peer->fd == -1)
		return;
	peer_last_look(peer);
	shutdown(peer->fd, SHUT_WR);
}

void
peer_last_look(struct peer *peer)
{
	if (!peer->datagram)
		receive(peer);
	else
		while (datagram_receive(peer) == PROGRESS_DONE)
			;
}

void
peer_release(struct peer *peer)
{
	leave(peer);
	if (peer->listen_fd != -1)
		close(peer->listen_fd);
	peer->listen_fd = -1;
}
