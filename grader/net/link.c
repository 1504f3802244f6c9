/* lo by rtnetlink, and the settings of the lab's kernel by /proc/sys. */
#include "net/link.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "model/blob.h"
#include "model/lab_facts.h"

enum { LO_INDEX = 1 }; /* in every network namespace */

/* Name below /proc/sys/net/ipv4, value, and why. */
static const struct {
	const char *name;
	const char *value;
} settings[] = {
	/* what the kernel sends of its own accord shows itself */
	{ "ip_default_ttl", "77" },
	/* a right program that injects frames must be heard on lo */
	{ "conf/lo/accept_local", "1" },
	{ "conf/lo/route_localnet", "1" },
	{ "conf/all/rp_filter", "0" },
	{ "conf/lo/rp_filter", "0" },
	/* no answer is ever held back */
	{ "icmp_ratemask", "0" },
	/* a port below 1024 is an ordinary one here */
	{ "ip_unprivileged_port_start", "0" },
};

_Static_assert(LAB_TTL == 77, "the setting above says it as text");

static int
set(int proc_fd, const char *name, const char *value)
{
	char path[96];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "sys/net/ipv4/%s", name);
	fd = openat(proc_fd, path, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = write(fd, value, strlen(value));
	close(fd);
	return n == (ssize_t)strlen(value) ? 0 : -1;
}

/* One request after another, sent together. */
struct requests {
	_Alignas(struct nlmsghdr) char bytes[1024];
	size_t len;
	uint32_t count;
};

static void *
add_request(
    struct requests *requests, uint16_t type, uint16_t flags, size_t len)
{
	struct nlmsghdr *header = (void *)(requests->bytes + requests->len);

	memset(header, 0, NLMSG_SPACE(len));
	header->nlmsg_len = NLMSG_LENGTH((uint32_t)len);
	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	header->nlmsg_seq = ++requests->count;
	requests->len += NLMSG_SPACE(len);
	return NLMSG_DATA(header);
}

static void
request_up(struct requests *requests)
{
	struct ifinfomsg *info;

	info = add_request(requests, RTM_NEWLINK, 0, sizeof(*info));
	info->ifi_index = LO_INDEX;
	info->ifi_flags = info->ifi_change = IFF_UP;
}

static void
request_address(struct requests *requests, const char *text)
{
	struct {
		struct ifaddrmsg info;
		struct rtattr attribute;
		struct in_addr address;
	} * message;

	message = add_request(
	    requests, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, sizeof(*message));
	message->info.ifa_family = AF_INET;
	message->info.ifa_prefixlen = 32;
	message->info.ifa_index = LO_INDEX;
	message->attribute.rta_type = IFA_LOCAL;
	message->attribute.rta_len = RTA_LENGTH(sizeof(message->address));
	inet_pton(AF_INET, text, &message->address);
}

/* Read the kernel's answers: one for each request. */
static int
read_answers(int fd, uint32_t count)
{
	_Alignas(struct nlmsghdr) char buffer[8192];
	uint32_t seen = 0;

	while (seen < count) {
		ssize_t n = recv(fd, buffer, sizeof(buffer), 0);
		const struct nlmsghdr *header = (void *)buffer;

		if (n <= 0)
			return -1;
		for (size_t left = (size_t)n; NLMSG_OK(header, left);
		     header = NLMSG_NEXT(header, left)) {
			const struct nlmsgerr *answer = NLMSG_DATA(header);

			if (header->nlmsg_type != NLMSG_ERROR)
				continue;
			seen++;
			if (answer->error != 0) {
				errno = -answer->error;
				return -1;
			}
		}
	}
	return 0;
}

static int
configure_lo(void)
{
	static const char *const addresses[] = { LAB_ADDRESSES };
	struct requests requests = { .len = 0 };
	int fd, rc;

	request_up(&requests);
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		request_address(&requests, addresses[i]);
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	if (fd == -1)
		return -1;
	rc = -1;
	if (send(fd, requests.bytes, requests.len, 0) == (ssize_t)requests.len)
		rc = read_answers(fd, requests.count);
	close(fd);
	return rc;
}

int
link_up(int proc_fd, char *err)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		if (set(proc_fd, settings[i].name, settings[i].value) == -1) {
			snprintf(err, ERR_LEN, "set net.ipv4.%s: %s",
			    settings[i].name, strerror(errno));
			return -1;
		}
	}
	if (configure_lo() == -1) {
		snprintf(err, ERR_LEN, "bring lo up: %s", strerror(errno));
		return -1;
	}
	return 0;
}
