/*
 * Tries: to change addresses, routes and the link, by ioctl and by netlink
 * Must: be refused each of them, with the right to raw sockets too
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "attack.h"

static void
change_by_ioctl(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr = { htonl(0xc0000263) } };
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	memcpy(&request.ifr_addr, &address, sizeof(address));
	tried_call("address", ioctl(fd, SIOCSIFADDR, &request), EPERM);
	request.ifr_mtu = 68;
	tried_call("MTU", ioctl(fd, SIOCSIFMTU, &request), EPERM);
	request.ifr_flags = 0;
	tried_call("down", ioctl(fd, SIOCSIFFLAGS, &request), EPERM);
	close(fd);
}

/* One request of that type about lo; its answer is an error number. */
static int
ask(uint16_t type)
{
	struct {
		struct nlmsghdr header;
		union {
			struct ifaddrmsg address;
			struct ifinfomsg link;
			struct rtmsg route;
		};
	} request;
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
		char rest[512];
	} answer;
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

	memset(&request, 0, sizeof(request));
	request.header.nlmsg_len = sizeof(request);
	request.header.nlmsg_type = type;
	request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	send(fd, &request, sizeof(request), 0);
	memset(&answer, 0, sizeof(answer));
	recv(fd, &answer, sizeof(answer), 0);
	close(fd);
	return answer.error.error;
}

ATTACK
change_network(void)
{
	static const uint16_t types[] = { RTM_NEWADDR, RTM_DELADDR, RTM_NEWLINK,
		RTM_DELLINK, RTM_NEWROUTE, RTM_DELROUTE, RTM_NEWRULE,
		RTM_NEWQDISC, RTM_NEWNEIGH };

	change_by_ioctl();
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		tried("a change by netlink", ask(types[i]) != -EPERM);
	tried("a setting",
	    open("/proc/sys/net/ipv4/ip_default_ttl", O_WRONLY) != -1);
}
