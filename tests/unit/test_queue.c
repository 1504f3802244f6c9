/* Unit tests of grader/net/queue, on sockets of this process. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/queue.h"

enum family { ONLY_LOCAL, ALL_ADDRESSES, BOTH_FAMILIES, ONLY_V6 };

static int
bound_v4(int type, in_addr_t address)
{
	const struct sockaddr_in place = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(address) };
	int fd = socket(AF_INET, type, 0);

	assert_int_equal(
	    bind(fd, (const struct sockaddr *)&place, sizeof(place)), 0);
	return fd;
}

static int
bound_v6(int type, int only)
{
	const struct sockaddr_in6 place = { .sin6_family = AF_INET6 };
	int fd = socket(AF_INET6, type, 0);

	if (fd == -1)
		skip(); /* a machine without IPv6 */
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof(only));
	assert_int_equal(
	    bind(fd, (const struct sockaddr *)&place, sizeof(place)), 0);
	return fd;
}

static int
bound(int type, enum family family)
{
	switch (family) {
	case ONLY_LOCAL:
		return bound_v4(type, INADDR_LOOPBACK);
	case ALL_ADDRESSES:
		return bound_v4(type, INADDR_ANY);
	case BOTH_FAMILIES:
		return bound_v6(type, 0);
	case ONLY_V6:
		return bound_v6(type, 1);
	}
	return -1;
}

/* This address, and the port that fd has, which is at the same place in v6. */
static struct sockaddr_in
place_of(int fd, const char *address)
{
	struct sockaddr_in place = { .sin_family = AF_INET };
	struct sockaddr_in6 own;
	socklen_t len = sizeof(own);

	assert_int_equal(getsockname(fd, (struct sockaddr *)&own, &len), 0);
	place.sin_port = own.sin6_port;
	inet_pton(AF_INET, address, &place.sin_addr);
	return place;
}

static void
try_listener(enum family family, bool here, bool elsewhere)
{
	int fd = bound(SOCK_STREAM, family);
	const struct sockaddr_in local = place_of(fd, "127.0.0.1");
	const struct sockaddr_in other = place_of(fd, "127.9.9.9");

	assert_false(queue_listens(&local));
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(queue_listens(&local), here);
	assert_int_equal(queue_listens(&other), elsewhere);
	assert_false(queue_bound(&local));
	close(fd);
	assert_false(queue_listens(&local));
}

static void
try_bound(enum family family, bool here, bool elsewhere)
{
	int fd = bound(SOCK_DGRAM, family);
	const struct sockaddr_in local = place_of(fd, "127.0.0.1");
	const struct sockaddr_in other = place_of(fd, "127.9.9.9");

	assert_int_equal(queue_bound(&local), here);
	assert_int_equal(queue_bound(&other), elsewhere);
	assert_false(queue_listens(&local));
	close(fd);
	assert_false(queue_bound(&local));
}

static void
test_one_address(void **state)
{
	(void)state;
	try_listener(ONLY_LOCAL, true, false);
	try_bound(ONLY_LOCAL, true, false);
}

static void
test_all_addresses(void **state)
{
	(void)state;
	try_listener(ALL_ADDRESSES, true, true);
	try_bound(ALL_ADDRESSES, true, true);
}

static void
test_both_families(void **state)
{
	(void)state;
	try_listener(BOTH_FAMILIES, true, true);
	try_bound(BOTH_FAMILIES, true, true);
	try_listener(ONLY_V6, false, false);
	try_bound(ONLY_V6, false, false);
}

/* One that is connected takes datagrams from its peer only. */
static void
test_connected_datagrams(void **state)
{
	int fd = bound(SOCK_DGRAM, ONLY_LOCAL);
	const struct sockaddr_in local = place_of(fd, "127.0.0.1");
	int peer = bound(SOCK_DGRAM, ONLY_LOCAL);
	const struct sockaddr_in remote = place_of(peer, "127.0.0.1");

	(void)state;
	assert_true(queue_bound(&local));
	assert_int_equal(
	    connect(fd, (const struct sockaddr *)&remote, sizeof(remote)), 0);
	assert_false(queue_bound(&local));
	close(fd);
	close(peer);
}

static void
test_unread(void **state)
{
	int listener = bound(SOCK_STREAM, ALL_ADDRESSES);
	const struct sockaddr_in place = place_of(listener, "127.0.0.1");
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in own;
	char bytes[2];

	(void)state;
	listen(listener, 1);
	assert_int_equal(
	    connect(fd, (const struct sockaddr *)&place, sizeof(place)), 0);
	own = place_of(fd, "127.0.0.1");
	assert_int_equal(queue_unread(&own, &place), 0);
	/* it need not be accepted to have been sent something */
	assert_int_equal(send(fd, "abc", 3, 0), 3);
	assert_int_equal(queue_unread(&place, &own), 3);
	close(listener);
	assert_int_equal(recv(fd, bytes, sizeof(bytes), 0), -1);
	assert_int_equal(queue_unread(&place, &own), -1);
	close(fd);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_address),
		cmocka_unit_test(test_all_addresses),
		cmocka_unit_test(test_both_families),
		cmocka_unit_test(test_connected_datagrams),
		cmocka_unit_test(test_unread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
