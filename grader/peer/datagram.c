/* A UDP peer on a socket that never blocks. */
#include "peer/datagram.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "model/blob.h"

/* The control message that says, and sets, our address (ip(7), IP_PKTINFO). */
union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(sizeof(struct in_pktinfo))];
};

/*
 * A socket at 0.0.0.0 has many addresses.  A program with a connected socket
 * hears only the one that it asked, so the answer comes from there.
 */
static void
answer_from(
    struct msghdr *message, union control *control, const struct in_addr *asked)
{
	struct in_pktinfo info = { .ipi_spec_dst = *asked };

	memset(control, 0, sizeof(*control));
	message->msg_control = control;
	message->msg_controllen = sizeof(control->room);
	control->align.cmsg_level = IPPROTO_IP;
	control->align.cmsg_type = IP_PKTINFO;
	control->align.cmsg_len = CMSG_LEN(sizeof(info));
	memcpy(CMSG_DATA(&control->align), &info, sizeof(info));
}

enum progress
datagram_send(struct peer *peer, const void *data, size_t len)
{
	struct iovec bytes = { (void *)(uintptr_t)data, len };
	struct msghdr message = { .msg_name = &peer->remote,
		.msg_namelen = sizeof(peer->remote),
		.msg_iov = &bytes,
		.msg_iovlen = 1 };
	union control control;

	if (peer->fd == -1)
		return PROGRESS_REFUSED;
	if (peer->asked.s_addr != htonl(INADDR_ANY))
		answer_from(&message, &control, &peer->asked);
	if (sendmsg(peer->fd, &message, MSG_NOSIGNAL) == (ssize_t)len)
		return PROGRESS_DONE;
	return errno == EAGAIN || errno == EINTR ? PROGRESS_WAIT
						 : PROGRESS_REFUSED;
}

static void
note_asked(struct msghdr *message, struct peer *peer)
{
	const struct cmsghdr *part = CMSG_FIRSTHDR(message);
	struct in_pktinfo info;

	if (part == NULL || part->cmsg_type != IP_PKTINFO)
		return;
	memcpy(&info, CMSG_DATA(part), sizeof(info));
	peer->asked = info.ipi_addr;
}

enum progress
datagram_receive(struct peer *peer)
{
	struct datagram *datagram;
	struct sockaddr_in from;
	char buffer[65536];
	union control control;
	struct iovec bytes = { buffer, sizeof(buffer) };
	struct msghdr message = { .msg_name = &from,
		.msg_namelen = sizeof(from),
		.msg_iov = &bytes,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control.room) };
	ssize_t n;

	if (peer->fd == -1)
		return PROGRESS_REFUSED;
	n = recvmsg(peer->fd, &message, 0);
	/* an error that ICMP reports is of a datagram, not of the socket */
	if (n == -1)
		return PROGRESS_WAIT;
	note_asked(&message, peer);
	datagram = peer_log_add_datagram(peer->log);
	blob_add(&datagram->bytes, buffer, (size_t)n);
	inet_ntop(
	    AF_INET, &from.sin_addr, datagram->from, sizeof(datagram->from));
	datagram->from_port = ntohs(from.sin_port);
	peer->remote = from;
	return PROGRESS_DONE;
}
