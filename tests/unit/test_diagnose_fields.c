/* A wrong field of a header: which mistakes give exactly this number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "diagnose/diagnose.h"

enum { IP_AT = 14, TCP_AT = 34, MOST_BYTES = 2 };

/* A TCP segment of 45 bytes with 12345 as identification. */
static const uint8_t right[] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0x45,
	0, 0, 45, 0x30, 0x39, 0, 0, 64, 6, 0, 0, 127, 0, 0, 1, 127, 0, 0, 2,
	0x9c, 0x40, 0x1e, 0x61, 0, 0, 3, 0xe8, 0, 0, 0, 0, 0x50, 2, 0xff, 0xff,
	0, 0, 0, 0, 'H', 'e', 'l', 'l', 'o' };

/* These bytes are other ones, and the field is asked about. */
static const struct spoilt {
	enum layer_kind kind;
	const char *field;
	size_t at;
	size_t count;
	uint8_t bytes[MOST_BYTES];
	const char *causes;
} spoilts[] = {
	{ LAYER_IPV4, "identification", 4, 2, { 0x39, 0x30 }, "byte-order-16" },
	{ LAYER_IPV4, "identification", 4, 2, { 0, 0 }, "constant-forgotten" },
	{ LAYER_IPV4, "TTL", 8, 1, { 0 },
	    "constant-forgotten htons-of-a-byte" },
	{ LAYER_IPV4, "TTL", 8, 1, { 65 }, "" },
	{ LAYER_IPV4, "TTL", 8, 2, { 6, 64 }, "ttl-and-protocol-exchanged" },
	{ LAYER_IPV4, "protocol", 8, 2, { 6, 64 },
	    "ttl-and-protocol-exchanged" },
	{ LAYER_IPV4, "protocol", 9, 1, { 64 }, "" },
	{ LAYER_IPV4, "type of service", 1, 1, { 9 }, "" },
	{ LAYER_IPV4, "version", 0, 1, { 0x05 }, "constant-forgotten" },
	{ LAYER_IPV4, "IHL", 0, 1, { 0x40 }, "constant-forgotten" },
	{ LAYER_IPV4, "IHL", 0, 1, { 0x44 }, "header-length-in-bytes" },
	/* 4 << 4 | 20 is the same */
	{ LAYER_IPV4, "IHL", 0, 1, { 0x54 },
	    "halves-exchanged header-length-in-bytes" },
	{ LAYER_IPV4, "IHL", 0, 1, { 0x46 }, "" },
	{ LAYER_IPV4, "total length", 2, 2, { 0, 0 },
	    "total-length-left-zero" },
	{ LAYER_IPV4, "total length", 2, 2, { 45, 0 }, "byte-order-16" },
	{ LAYER_IPV4, "total length", 2, 2, { 0, 25 },
	    "total-length-without-header" },
	{ LAYER_IPV4, "total length", 2, 2, { 0, 20 },
	    "total-length-of-header" },
	{ LAYER_IPV4, "total length", 2, 2, { 0, 59 },
	    "total-length-with-link-header" },
	{ LAYER_IPV4, "total length", 2, 2, { 0, 12 },
	    "total-length-in-words" },
	{ LAYER_IPV4, "total length", 2, 2, { 0, 44 }, "" },
	{ LAYER_TCP, "data offset", 12, 1, { 0x05 }, "halves-exchanged" },
	{ LAYER_TCP, "data offset", 12, 1, { 0 }, "constant-forgotten" },
	{ LAYER_TCP, "data offset", 12, 2, { 2, 0x50 }, "byte-order-16" },
	{ LAYER_TCP, "data offset", 12, 1, { 0x40 }, "header-length-in-bytes" },
	{ LAYER_TCP, "window", 14, 2, { 0, 0 }, "constant-forgotten" },
	{ LAYER_TCP, "window", 14, 2, { 0, 1 }, "" },
};

/* The causes' ids with blanks between, as the verdict has them. */
static void
list_causes(const struct verdict *verdict, char *list)
{
	size_t i;

	list[0] = '\0';
	for (i = 0; i < verdict->causes.count; i++) {
		if (i > 0)
			strcat(list, " ");
		strcat(list, verdict->causes.items[i].id);
	}
}

static void
fields_are_named(void **state)
{
	uint8_t wrong[sizeof(right)];
	struct packet wanted, got;
	const struct spoilt *spoilt;
	struct verdict verdict;
	char list[256];
	size_t i, from;

	(void)state;
	decode_frame(right, sizeof(right), &wanted);
	for (i = 0; i < sizeof(spoilts) / sizeof(spoilts[0]); i++) {
		spoilt = &spoilts[i];
		from = spoilt->kind == LAYER_TCP ? TCP_AT : IP_AT;
		memcpy(wrong, right, sizeof(right));
		memcpy(wrong + from + spoilt->at, spoilt->bytes, spoilt->count);
		decode_frame(wrong, sizeof(wrong), &got);
		memset(&verdict, 0, sizeof(verdict));
		diagnose_field(
		    &wanted, &got, spoilt->kind, spoilt->field, &verdict);
		list_causes(&verdict, list);
		assert_string_equal(list, spoilt->causes);
		verdict_release(&verdict);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
