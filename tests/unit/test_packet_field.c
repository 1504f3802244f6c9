/* Unit tests of grader/packet/field. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "packet/field.h"

enum { LONGEST_HEADER = 20 };

static const struct {
	enum layer_kind kind;
	unsigned bits;
} layers[] = {
	{ LAYER_ETHERNET, 14 * 8 },
	{ LAYER_IPV4, 20 * 8 },
	{ LAYER_TCP, 20 * 8 },
	{ LAYER_UDP, 8 * 8 },
	{ LAYER_ICMP, 8 * 8 },
	{ LAYER_DATA, 0 },
};
enum { LAYER_COUNT = sizeof(layers) / sizeof(layers[0]) };

static void
test_fields_fill_their_header(void **state)
{
	(void)state;
	for (size_t i = 0; i < LAYER_COUNT; i++) {
		const struct field *field = layer_fields(layers[i].kind);
		unsigned bit = 0;

		for (; field->name != NULL; field++) {
			assert_int_equal(field->bit, bit);
			assert_in_range(field->width, 1, 48);
			assert_non_null(field->rfc);
			bit += field->width;
		}
		assert_int_equal(bit, layers[i].bits);
	}
}

static void
test_names_are_found(void **state)
{
	(void)state;
	for (size_t i = 0; i < LAYER_COUNT; i++) {
		const struct field *field = layer_fields(layers[i].kind);

		for (; field->name != NULL; field++)
			assert_ptr_equal(
			    field_find(layers[i].kind, field->name), field);
		assert_null(field_find(layers[i].kind, "no such field"));
	}
	assert_string_equal(
	    field_checksum(LAYER_IPV4)->name, "header checksum");
	assert_string_equal(field_checksum(LAYER_TCP)->name, "checksum");
	assert_null(field_checksum(LAYER_ETHERNET));
}

/* Writing a field changes its own bits only, and reads back. */
static void
check_set(const struct field *field, uint8_t background, uint64_t value)
{
	uint8_t header[LONGEST_HEADER];
	uint64_t all = (UINT64_C(1) << field->width) - 1;

	memset(header, background, sizeof(header));
	field_set(field, header, value);
	assert_true(field_get(field, header) == (value & all));
	field_set(field, header, background == 0 ? 0 : all);
	for (size_t i = 0; i < sizeof(header); i++)
		assert_int_equal(header[i], background);
}

static void
test_set_leaves_neighbours_alone(void **state)
{
	(void)state;
	for (size_t i = 0; i < LAYER_COUNT; i++) {
		const struct field *field = layer_fields(layers[i].kind);

		for (; field->name != NULL; field++) {
			check_set(field, 0x00, UINT64_MAX);
			check_set(field, 0xff, 0);
			check_set(field, 0x00, UINT64_C(0x123456789abc));
			check_set(field, 0xff, UINT64_C(0xa5a5a5a5a5a5));
		}
	}
}

static void
test_known_values(void **state)
{
	static const uint8_t ip[20] = { 0x46, 0, 0, 40, 0x30, 0x39, 0x60, 0x01,
		64, 6, 0x4c, 0x95, 127, 0, 0, 1, 192, 0, 2, 250 };

	(void)state;
	assert_int_equal(field_get(field_find(LAYER_IPV4, "version"), ip), 4);
	assert_int_equal(field_get(field_find(LAYER_IPV4, "IHL"), ip), 6);
	assert_int_equal(field_get(field_find(LAYER_IPV4, "flags"), ip), 3);
	assert_int_equal(
	    field_get(field_find(LAYER_IPV4, "fragment offset"), ip), 1);
	assert_int_equal(
	    field_get(field_find(LAYER_IPV4, "destination address"), ip),
	    0xc00002fa);
}

static void
test_bytes_touched(void **state)
{
	const struct field *field = field_find(LAYER_IPV4, "fragment offset");

	(void)state;
	assert_int_equal(field_byte(field), 6);
	assert_int_equal(field_byte_len(field), 2);
	field = field_find(LAYER_IPV4, "flags");
	assert_int_equal(field_byte(field), 6);
	assert_int_equal(field_byte_len(field), 1);
	field = field_find(LAYER_TCP, "reserved");
	assert_int_equal(field_byte(field), 12);
	assert_int_equal(field_byte_len(field), 1);
	field = field_find(LAYER_ETHERNET, "source address");
	assert_int_equal(field_byte(field), 6);
	assert_int_equal(field_byte_len(field), 6);
}

static void
test_text(void **state)
{
	static const struct {
		enum layer_kind kind;
		const char *field;
		uint64_t value;
		const char *text;
	} cases[] = {
		{ LAYER_TCP, "source port", 7777, "0x1e61 (7777)" },
		{ LAYER_TCP, "sequence number", 1000, "0x000003e8 (1000)" },
		{ LAYER_TCP, "data offset", 5, "5" },
		{ LAYER_TCP, "checksum", 0xc4c, "0x0c4c" },
		{ LAYER_TCP, "flags", 0x02, "0x02 SYN" },
		{ LAYER_TCP, "flags", 0x12, "0x12 SYN,ACK" },
		{ LAYER_TCP, "flags", 0x14, "0x14 RST,ACK" },
		{ LAYER_TCP, "flags", 0, "0x00 no flags" },
		{ LAYER_IPV4, "flags", 2, "0x2 DF" },
		{ LAYER_IPV4, "flags", 5, "0x5 MF,reserved" },
		{ LAYER_IPV4, "TTL", 64, "64" },
		{ LAYER_IPV4, "type of service", 0, "0x00" },
		{ LAYER_IPV4, "fragment offset", 32, "0x0020 (32)" },
		{ LAYER_IPV4, "source address", 0xc00002fa, "192.0.2.250" },
		{ LAYER_ETHERNET, "source address", UINT64_C(0x20000000001),
		    "02:00:00:00:00:01" },
		{ LAYER_ETHERNET, "type", 0x800, "0x0800" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = field_text(
		    field_find(cases[i].kind, cases[i].field), cases[i].value);

		assert_string_equal(text, cases[i].text);
		free(text);
	}
}

static void
test_layer_names(void **state)
{
	(void)state;
	assert_string_equal(layer_name(LAYER_ETHERNET), "Ethernet");
	assert_string_equal(layer_name(LAYER_IPV4), "IPv4");
	assert_string_equal(layer_name(LAYER_TCP), "TCP");
	assert_string_equal(layer_name(LAYER_DATA), "data");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields_fill_their_header),
		cmocka_unit_test(test_names_are_found),
		cmocka_unit_test(test_set_leaves_neighbours_alone),
		cmocka_unit_test(test_known_values),
		cmocka_unit_test(test_bytes_touched),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_layer_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
