/*
 * Where the values of a case come from: see values.h.
 *
 * Each drawn value has a random sequence of its own, begun by a hash of the
 * seed, the exercise, the case and the value's name.  So another order in the
 * table changes no value, and a new value only one that it clashes with.
 */

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "model/lab_facts.h"
#include "model/values.h"

enum {
	PORT_LOW = 20001,
	PORT_HIGH = 29999,
	PRIVILEGED_HIGH = 1023,
	OCTET_HIGH = 250,
	PROTOCOL_LOW = 143, /* RFC 3692 has 253 and 254 for experiments */
	PROTOCOL_HIGH = 252,
	BLANK_ONE_IN = 6
};

static const char *const lab_addresses[] = { LAB_ADDRESSES };
static const char hex_digits[] = "0123456789abcdef";
static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";

/* FNV-1a with 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/ */
static uint64_t
hash_add(uint64_t hash, const void *data, size_t len)
{
	const uint8_t *byte = data;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ byte[i]) * 0x100000001b3;
	return hash;
}

/* With its NUL, so that "a", "bc" and "ab", "c" differ. */
static uint64_t
hash_text(uint64_t hash, const char *text)
{
	return hash_add(hash, text, strlen(text) + 1);
}

static uint64_t
hash_names(
    uint64_t seed, const char *slug, const char *case_id, const char *name)
{
	uint64_t hash = 0xcbf29ce484222325;
	uint8_t bytes[8];

	put_be32(bytes, (uint32_t)(seed >> 32));
	put_be32(bytes + 4, (uint32_t)seed);
	hash = hash_add(hash, bytes, sizeof(bytes));
	hash = hash_text(hash, slug);
	hash = hash_text(hash, case_id);
	return hash_text(hash, name);
}

/* splitmix64, https://prng.di.unimi.it/splitmix64.c (public domain) */
static uint64_t
draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* A number in low..high. */
static uint32_t
draw_between(uint64_t *state, uint32_t low, uint32_t high)
{
	return low + (uint32_t)(draw(state) % (high - low + 1));
}

static uint16_t
swapped(uint16_t port)
{
	return (uint16_t)(port << 8 | port >> 8);
}

/*
 * A program that forgets htons() meets the swapped port: it has to be another
 * one, open to ordinary users, and nobody else's.
 */
static bool
port_will_do(const struct values *values, uint16_t port)
{
	uint16_t swap = swapped(port);

	if (swap == port || swap <= PRIVILEGED_HIGH)
		return false;
	for (size_t i = 0; i < values->count; i++) {
		uint32_t other = values_number(values, values->items[i].name);

		if (other == port || other == swap)
			return false;
	}
	return true;
}

static void
draw_port(uint64_t *state, const struct values *values, struct blob *bytes)
{
	uint16_t port;

	do {
		port = (uint16_t)draw_between(state, PORT_LOW, PORT_HIGH);
	} while (!port_will_do(values, port));
	blob_printf(bytes, "%u", (unsigned)port);
}

static bool
is_taken(const struct values *values, const struct blob *bytes)
{
	for (size_t i = 0; i < values->count; i++) {
		if (blob_equal(&values->items[i].bytes, bytes))
			return true;
	}
	return false;
}

static void
draw_address(uint64_t *state, const struct values *values, struct blob *bytes)
{
	const size_t lab_count = sizeof(lab_addresses) / sizeof(*lab_addresses);

	do {
		blob_release(bytes);
		if (draw_between(state, 0, 1) == 0) {
			blob_printf(bytes, "%s",
			    lab_addresses[draw(state) % lab_count]);
			continue;
		}
		blob_printf(bytes, "127");
		for (int i = 0; i < 3; i++)
			blob_printf(bytes, ".%u",
			    (unsigned)draw_between(state, 1, OCTET_HIGH));
	} while (is_taken(values, bytes));
}

/* Four different bytes, none of them 0, the first of them 0x80 or more. */
static bool
number_will_do(uint32_t number)
{
	uint8_t byte[4];

	put_be32(byte, number);
	for (int i = 0; i < 4; i++) {
		if (byte[i] == 0)
			return false;
		for (int j = 0; j < i; j++) {
			if (byte[i] == byte[j])
				return false;
		}
	}
	return byte[0] >= 0x80;
}

static void
draw_number(uint64_t *state, struct blob *bytes)
{
	uint32_t number;

	do {
		number = (uint32_t)draw(state);
	} while (!number_will_do(number));
	blob_printf(bytes, "%lu", (unsigned long)number);
}

/* An empty blob's own room for len bytes. */
static uint8_t *
make_room(struct blob *bytes, size_t len)
{
	bytes->data = xcalloc(len + 1, 1);
	bytes->len = len;
	return bytes->data;
}

static void
draw_words(uint64_t *state, size_t len, struct blob *bytes)
{
	uint8_t *text = make_room(bytes, len);

	for (size_t i = 0; i < len; i++) {
		bool inner = i > 0 && i < len - 1;

		if (inner && text[i - 1] != ' ' &&
		    draw_between(state, 1, BLANK_ONE_IN) == 1) {
			text[i] = ' ';
			continue;
		}
		do {
			text[i] = (uint8_t)draw_between(state, 0x21, 0x7e);
		} while (i == 0 && text[i] == '-'); /* would be an option */
	}
}

static void
draw_pattern(uint64_t *state, size_t len, struct blob *bytes)
{
	uint8_t *data = make_room(bytes, len);

	for (size_t at = 0; at < len; at += 8) {
		uint64_t word = draw(state);

		for (size_t i = at; i < at + 8 && i < len; i++, word >>= 8)
			data[i] = (uint8_t)word;
	}
}

/* Nothing but characters of the alphabet; there are megabytes of them. */
static void
draw_letters(
    uint64_t *state, const char *alphabet, size_t len, struct blob *bytes)
{
	const size_t letters = strlen(alphabet);
	uint8_t letter_of[256];
	size_t i;

	for (i = 0; i < sizeof(letter_of); i++)
		letter_of[i] = (uint8_t)alphabet[i % letters];
	draw_pattern(state, len, bytes);
	for (i = 0; i < len; i++)
		bytes->data[i] = letter_of[bytes->data[i]];
}

/*
 * True if a checksum comes out the same with and without the bytes: in
 * one's complement 0xffff is 0 too.
 */
static bool
sums_to_nothing(const struct blob *bytes)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < bytes->len; i++)
		sum +=
		    i % 2 == 0 ? (uint64_t)bytes->data[i] << 8 : bytes->data[i];
	return sum % 0xffff == 0;
}

static void
draw_bytes(uint64_t *state, size_t len, struct blob *bytes)
{
	do {
		blob_release(bytes);
		draw_pattern(state, len, bytes);
		for (size_t i = 0; i < len; i++)
			bytes->data[i] |= 0x80;
	} while (len > 0 && sums_to_nothing(bytes));
}

static void
resolve_one(uint64_t *state, const struct values *values,
    const struct value *value, struct blob *bytes)
{
	switch (value->kind) {
	case VALUE_END:
		break;
	case VALUE_TEXT:
		blob_add(bytes, value->text, value->len);
		break;
	case VALUE_PORT:
		draw_port(state, values, bytes);
		break;
	case VALUE_ADDRESS:
		draw_address(state, values, bytes);
		break;
	case VALUE_NUMBER32:
		draw_number(state, bytes);
		break;
	case VALUE_WORDS:
		draw_words(state, value->len, bytes);
		break;
	case VALUE_BYTES:
		draw_bytes(state, value->len, bytes);
		break;
	case VALUE_PATTERN:
		draw_pattern(state, value->len, bytes);
		break;
	case VALUE_HEX:
		draw_letters(state, hex_digits, value->len, bytes);
		break;
	case VALUE_BASE64:
		draw_letters(state, base64_letters, value->len, bytes);
		break;
	case VALUE_PROTOCOL:
		blob_printf(bytes, "%u",
		    (unsigned)draw_between(state, PROTOCOL_LOW, PROTOCOL_HIGH));
		break;
	}
}

/* The table's own texts first, then by name. */
static int
order_of_values(const void *a, const void *b)
{
	const struct value *const *left = a, *const *right = b;
	bool left_drawn = (*left)->kind != VALUE_TEXT;
	bool right_drawn = (*right)->kind != VALUE_TEXT;

	if (left_drawn != right_drawn)
		return left_drawn ? 1 : -1;
	return strcmp((*left)->name, (*right)->name);
}

/*
 * Of two ports or addresses that come out equal the later one is drawn again.
 * For that, too, to be the same in every order of the table, they are drawn
 * in an order of our own.
 */
void
values_resolve(const struct exercise *exercise, const struct scenario *scenario,
    uint64_t seed, struct values *values)
{
	const struct value *ordered[MAX_VALUES];
	size_t count = 0;

	while (
	    count < MAX_VALUES && scenario->values[count].kind != VALUE_END) {
		ordered[count] = &scenario->values[count];
		count++;
	}
	qsort(ordered, count, sizeof(*ordered), order_of_values);

	*values = (struct values){ 0 };
	for (size_t i = 0; i < count; i++) {
		const char *name = ordered[i]->name;
		uint64_t state =
		    hash_names(seed, exercise->slug, scenario->id, name);

		resolve_one(
		    &state, values, ordered[i], &values->items[i].bytes);
		values->items[i].name = name;
		values->count++;
	}
}
