/* One exact query takes about a microsecond; /proc/net/tcp takes thousands. */
#include "net/queue.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Opened at the first question; a worker asks many. */
static int diag_fd = -1;

static int
ask(const struct sockaddr_in *local, const struct sockaddr_in *remote)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_req_v2 query;
	} request;

	memset(&request, 0, sizeof(request));
	request.header.nlmsg_len = sizeof(request);
	request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
	request.header.nlmsg_flags = NLM_F_REQUEST;
	request.query.sdiag_family = AF_INET;
	request.query.sdiag_protocol = IPPROTO_TCP;
	request.query.idiag_states = ~0U;
	request.query.id.idiag_sport = local->sin_port;
	request.query.id.idiag_dport = remote->sin_port;
	request.query.id.idiag_src[0] = local->sin_addr.s_addr;
	request.query.id.idiag_dst[0] = remote->sin_addr.s_addr;
	request.query.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
	request.query.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
	return send(diag_fd, &request, sizeof(request), 0) == sizeof(request)
	    ? 0
	    : -1;
}

int64_t
queue_unread(const struct sockaddr_in *local, const struct sockaddr_in *remote)
{
	struct {
		struct nlmsghdr header;
		struct inet_diag_msg message;
		char attributes[512];
	} answer;
	ssize_t n;

	if (diag_fd == -1)
		diag_fd = socket(
		    AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (diag_fd == -1 || ask(local, remote) == -1)
		return -1;
	n = recv(diag_fd, &answer, sizeof(answer), 0);
	if (n < (ssize_t)(sizeof(answer.header) + sizeof(answer.message)) ||
	    answer.header.nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return -1;
	return answer.message.idiag_rqueue;
}
