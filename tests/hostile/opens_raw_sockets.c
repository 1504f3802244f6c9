/*
 * Tries: raw and packet sockets in an exercise that is not about them
 * Must: be refused each of them
 * Exercises: 11
 * With: the solution
 * Ends: passed
 */
#include <linux/capability.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "attack.h"

static void
raise_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3,
		0 };
	struct __user_cap_data_struct data[2];

	memset(data, 0xff, sizeof(data));
	tried_call("capset", syscall(SYS_capset, &header, data), EPERM);
	tried_call("ambient",
	    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0),
	    EPERM);
	tried_call("setuid", setuid(0), EINVAL);
}

ATTACK
open_raw_sockets(void)
{
	raise_capabilities();
	tried("raw TCP", socket(AF_INET, SOCK_RAW, IPPROTO_TCP) != -1);
	tried("raw IP", socket(AF_INET, SOCK_RAW, IPPROTO_RAW) != -1);
	tried("raw ICMP", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) != -1);
	tried("ping", socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP) != -1);
	tried("raw IPv6", socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6) != -1);
	tried("packet", socket(AF_PACKET, SOCK_RAW, htons(ETHERTYPE_IP)) != -1);
	tried("packet", socket(AF_PACKET, SOCK_DGRAM, 0) != -1);
}
