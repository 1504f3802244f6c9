/* Unit tests of common/bytes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bytes.h"

static void
test_most_significant_byte_first(void **state)
{
	static const uint8_t wire[] = { 0x12, 0x34, 0x56, 0x78 };

	(void)state;
	assert_int_equal(get_be16(wire), 0x1234);
	assert_int_equal(get_be32(wire), 0x12345678);
}

static void
test_high_bit(void **state)
{
	static const uint8_t wire[] = { 0xff, 0xfe, 0xfd, 0xfc };

	(void)state;
	assert_int_equal(get_be16(wire), 0xfffe);
	assert_true(get_be32(wire) == UINT32_C(0xfffefdfc));
}

static void
test_put_writes_only_its_bytes(void **state)
{
	static const uint8_t wanted16[] = { 0xaa, 0x1e, 0x61, 0xaa };
	static const uint8_t wanted32[] = { 0xaa, 0x83, 0xaa, 0x7e, 0x80,
		0xaa };
	uint8_t got16[4] = { 0xaa, 0xaa, 0xaa, 0xaa };
	uint8_t got32[6] = { 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa };

	(void)state;
	put_be16(got16 + 1, 7777);
	put_be32(got32 + 1, UINT32_C(2208988800));
	assert_memory_equal(got16, wanted16, sizeof(wanted16));
	assert_memory_equal(got32, wanted32, sizeof(wanted32));
}

static void
test_there_and_back(void **state)
{
	uint8_t wire[4];

	(void)state;
	for (uint32_t value = 0; value <= UINT16_MAX; value++) {
		uint32_t wide = value << 16 | (value ^ 0x5a5a);

		put_be16(wire, (uint16_t)value);
		assert_int_equal(get_be16(wire), value);
		put_be32(wire, wide);
		assert_true(get_be32(wire) == wide);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_most_significant_byte_first),
		cmocka_unit_test(test_high_bit),
		cmocka_unit_test(test_put_writes_only_its_bytes),
		cmocka_unit_test(test_there_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
