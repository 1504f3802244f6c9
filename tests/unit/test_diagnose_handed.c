/* What the kernel makes of a header that is handed to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagnose/diagnose.h"

enum { IP_AT = 14 };

/* Link header, IPv4 header, "Hello"; the source is 127.0.0.1. */
static const uint8_t right[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0x45,
	0, 0, 25, 0x30, 0x39, 0, 0, 64, 222, 0, 0, 127, 0, 0, 1, 127, 0, 0, 2,
	'H', 'e', 'l', 'l', 'o' };

/* Is just this one named, or nothing for ""?  What was said is released. */
static void
assert_named(struct verdict *verdict, const char *id)
{
	if (*id == '\0') {
		assert_int_equal(verdict->causes.count, 0);
	} else {
		assert_true(verdict->causes.count > 0);
		assert_string_equal(verdict->causes.items[0].id, id);
	}
	verdict_release(verdict);
}

/* The field arrives as 0x1234...; handed has these bytes at offset at. */
static void
assert_filled_in(const char *field, size_t at, const void *bytes, size_t len,
    uint8_t flags, const char *id)
{
	struct verdict verdict = { .status = STATUS_PASSED };
	uint8_t wire[sizeof(right)], ip[sizeof(right) - IP_AT];
	const struct blob handed = { ip, sizeof(ip) };
	struct packet got;

	memcpy(wire, right, sizeof(right));
	wire[IP_AT + at] = 0x12;
	memcpy(ip, right + IP_AT, sizeof(ip));
	memcpy(ip + at, bytes, len);
	ip[6] = flags;
	decode_frame(wire, sizeof(wire), &got);
	diagnose_filled_in(&handed, &got, field, &verdict);
	assert_named(&verdict, id);
}

static void
what_the_kernel_fills_in_is_named(void **state)
{
	(void)state;
	assert_filled_in(
	    "identification", 4, "\0\0", 2, 0, "identification-left-zero");
	assert_filled_in("identification", 4, "\0\0", 2, 0x40, "");
	assert_filled_in("identification", 4, "\0\1", 2, 0, "");
	assert_filled_in(
	    "source address", 12, "\0\0\0\0", 4, 0, "source-left-zero");
	assert_filled_in("source address", 12, "\0\0\0\1", 4, 0, "");
	assert_filled_in("destination address", 16, "\0\0\0\0", 4, 0, "");
}

/* A packet of which the first byte is this, and nothing of it was sent. */
static void
assert_refused(uint8_t first, size_t len, bool refused, const char *id)
{
	struct verdict verdict = { .status = STATUS_PASSED };
	uint8_t ip[sizeof(right) - IP_AT];
	const struct blob handed = { ip, len };
	struct packet wanted;

	memcpy(ip, right + IP_AT, sizeof(ip));
	ip[0] = first;
	decode_frame(right, sizeof(right), &wanted);
	assert_int_equal(diagnose_refused(&handed, &wanted, &verdict), refused);
	assert_named(&verdict, id);
}

static void
what_the_kernel_refuses_is_named(void **state)
{
	(void)state;
	assert_refused(0x40, 25, true, "constant-forgotten");
	assert_refused(0x44, 25, true, "header-length-in-bytes");
	assert_refused(0x42, 25, true, "");
	assert_refused(0x47, 25, true, "");
	assert_refused(0x46, 25, false, "");
	assert_refused(0x45, 25, false, "");
	assert_refused(0x45, 12, false, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_kernel_fills_in_is_named),
		cmocka_unit_test(what_the_kernel_refuses_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
