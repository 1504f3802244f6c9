/* Wrong messages and wrong outputs: which mistake gives exactly these bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "diagnose/diagnose.h"

#define BLOB(literal) \
	{ \
		(uint8_t *)(uintptr_t)(literal), sizeof(literal) - 1 \
	}

/* The one cause, or "" for none; released with the next call. */
static const char *
only_cause(struct verdict *verdict)
{
	static char id[64];

	assert_true(verdict->causes.count <= 1);
	id[0] = '\0';
	if (verdict->causes.count == 1)
		strcpy(id, verdict->causes.items[0].id);
	verdict_release(verdict);
	return id;
}

/* "Hello, server!" was to be sent, with a newline. */
static const char *
payload_cause(const void *got, size_t len)
{
	static const struct blob message = BLOB("Hello, server!");
	static const struct blob wanted = BLOB("Hello, server!\n");
	struct verdict verdict = { .status = STATUS_PASSED };

	diagnose_payload(&message, &wanted, got, len, &verdict);
	return only_cause(&verdict);
}

/* A message of that many bytes was to be sent as it is, and got one more. */
static size_t
causes_of_one_more(size_t len, char last, const char *id)
{
	static const struct blob five = BLOB("Hello"), four = BLOB("Hell");
	const struct blob *message = len == 5 ? &five : &four;
	struct verdict verdict = { .status = STATUS_PASSED };
	char got[8] = "Hello";
	size_t count, i;
	bool named = false;

	got[len] = last;
	diagnose_payload(message, message, got, len + 1, &verdict);
	for (i = 0; i < verdict.causes.count; i++)
		named = named || strcmp(verdict.causes.items[i].id, id) == 0;
	assert_true(named);
	count = verdict.causes.count;
	verdict_release(&verdict);
	return count;
}

/* Only at an even length is it known that a NUL was sent. */
static void
one_byte_more_is_named(void **state)
{
	(void)state;
	assert_int_equal(causes_of_one_more(5, '\0', "nul-sent"), 2);
	assert_int_equal(causes_of_one_more(5, '\0', "padded-to-even"), 2);
	assert_int_equal(causes_of_one_more(4, '\0', "nul-sent"), 1);
	assert_int_equal(causes_of_one_more(4, '\n', "newline-added"), 1);
	assert_int_equal(causes_of_one_more(5, '\n', "newline-added"), 1);
}

static void
payloads_are_named(void **state)
{
	char buffer[128] = "Hello, server!\n";

	(void)state;
	assert_string_equal(payload_cause(buffer, 14), "newline-missing");
	assert_string_equal(payload_cause(buffer, 16), "nul-sent");
	assert_string_equal(
	    payload_cause("Hello, server!\0\n", 16), "nul-sent");
	assert_string_equal(payload_cause("Hello, server!", 15), "nul-sent");
	assert_string_equal(
	    payload_cause("Hello, server!\n\n", 16), "newline-added");
	assert_string_equal(payload_cause(buffer, 8), "sizeof-pointer");
	assert_string_equal(payload_cause("Hello, s\n", 9), "sizeof-pointer");
	assert_string_equal(payload_cause(buffer, 128), "whole-buffer");
	assert_string_equal(
	    payload_cause("Hello, server!\r\n", 16), "return-sent");
	assert_string_equal(payload_cause(buffer, 15), "");
	assert_string_equal(payload_cause(buffer, 9), "");
	assert_string_equal(payload_cause("hello", 5), "");
	assert_string_equal(payload_cause(buffer, 0), "");
}

static const struct blob pieces[] = { BLOB("a long first piece, "),
	BLOB("short"), BLOB("\0with a NUL") };

static const char *
output_cause(size_t count, const void *got, size_t len)
{
	struct blob printed = { NULL, 0 };
	struct verdict verdict = { .status = STATUS_PASSED };

	blob_add(&printed, got, len);
	diagnose_output(pieces, count, &printed, &verdict);
	blob_release(&printed);
	return only_cause(&verdict);
}

#define OUTPUT(count, literal) \
	output_cause((count), (literal), sizeof(literal) - 1)

static void
outputs_are_named(void **state)
{
	(void)state;
	assert_string_equal(OUTPUT(2, "a long first piece, "), "one-recv");
	assert_string_equal(
	    OUTPUT(2, "a long first piece, shortg first piece, "),
	    "stale-tail");
	assert_string_equal(
	    OUTPUT(3, "a long first piece, short"), "stops-at-nul");
	assert_string_equal(OUTPUT(2, "a long first piece, short"), "");
	assert_string_equal(
	    OUTPUT(2, "a long first piece, short\n"), "newline-added");
	assert_string_equal(
	    OUTPUT(2, "a long first piece, \nshort\n"), "newline-added");
	assert_string_equal(OUTPUT(2, "a long first piece, shor"), "");
	assert_string_equal(OUTPUT(2, "a long first"), "");
	assert_string_equal(OUTPUT(2, ""), "");
}

/* Two pieces, each printed with all 64 bytes of a buffer of zeroes. */
static void
a_whole_buffer_is_named(void **state)
{
	char printed[128] = { 0 };

	(void)state;
	memcpy(printed, "a long first piece, ", 20);
	memcpy(printed + 64, "shortg first piece, ", 20);
	assert_string_equal(
	    output_cause(2, printed, sizeof(printed)), "whole-buffer");
	printed[100] = 'x';
	assert_string_equal(output_cause(2, printed, sizeof(printed)), "");
}

static void
print_told(const struct told *told, const struct blob *text, int port,
    struct blob *out)
{
	(void)told;
	blob_add(out, text->data, text->len);
	blob_printf(out, " %d\n", port);
}

/* Two datagrams came, of 70 bytes and of 6, from port 40961. */
static const char *
told_cause(const char *first, const char *second, size_t len, int port)
{
	static const struct told told[] = {
		{ BLOB("the first one is longer than many a buffer, which is "
		       "64 bytes or so.\r\n"),
		    true, "127.0.0.2", 40961 },
		{ BLOB("short\n"), true, "127.0.0.2", 40961 },
	};
	struct blob printed = { NULL, 0 };
	struct verdict verdict = { .status = STATUS_PASSED };

	blob_printf(&printed, "%s %d\n", first, port);
	blob_add(&printed, second, len);
	blob_printf(&printed, " %d\n", port);
	diagnose_told(told, 2, print_told, &printed, &verdict);
	blob_release(&printed);
	return only_cause(&verdict);
}

static void
datagrams_are_named(void **state)
{
	static const char cut[] =
	    "the first one is longer than many a buffer, which is "
	    "64 bytes or so.";
	char whole[64] = "short", first[80], tail[80];

	(void)state;
	snprintf(first, sizeof(first), "%s\r", cut);
	snprintf(tail, sizeof(tail), "short%s\r", cut + 5);
	assert_string_equal(told_cause(first, "short", 5, 40961), "");
	assert_string_equal(told_cause(cut, "short", 5, 40961), "return-cut");
	assert_string_equal(
	    told_cause(first, "short", 5, 40961 - 65536), "port-signed");
	/* a buffer that the first one filled up: its tail, and that alone */
	assert_string_equal(told_cause(first, tail, strlen(tail), 40961),
	    "datagram-stale-tail");
	assert_string_equal(told_cause(first, whole, 64, 40961), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(payloads_are_named),
		cmocka_unit_test(one_byte_more_is_named),
		cmocka_unit_test(outputs_are_named),
		cmocka_unit_test(a_whole_buffer_is_named),
		cmocka_unit_test(datagrams_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
