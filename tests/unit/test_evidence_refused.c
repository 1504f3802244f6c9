/* Evidence that is damaged is refused, and does no harm. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <jansson.h>

#include "evidence_sample.h"

/* Refused with a sentence, and nothing left to be released. */
static void
assert_refused(const char *text)
{
	struct evidence evidence;
	char err[ERR_LEN] = "";

	if (evidence_from_json(text, &evidence, err) != -1)
		fail_msg("taken: %s", text);
	assert_int_not_equal(err[0], '\0');
	assert_null(evidence.slug);
	assert_null(evidence.steps);
	assert_null(evidence.runs);
	assert_int_equal(evidence.step_count + evidence.run_count, 0);
	assert_int_equal(evidence.capture_count + evidence.handed_count, 0);
	assert_int_equal(evidence.peer_count, 0);
}

static void
test_every_truncation(void **state)
{
	char *text = sample_document();
	size_t len = strlen(text) - 1; /* the newline may be missing */

	(void)state;
	while (len > 0) {
		char *start;

		text[--len] = '\0';
		start = xstrdup(text); /* ends where its memory ends */
		assert_refused(start);
		free(start);
	}
	free(text);
}

static void
test_not_evidence(void **state)
{
	(void)state;
	assert_refused("");
	assert_refused("null");
	assert_refused("[]");
	assert_refused("{}");
	assert_refused("{\"wirebook\": 1}");
	assert_refused("{\"wirebook\": \"evidence/2\"}");
	assert_refused("{\"wirebook\": \"evidence/1\"}");
	assert_refused("\xff\xfe");
}

/* Refuse the document with what stands under key of object replaced. */
static void
assert_refused_with(
    json_t *root, json_t *object, const char *key, const char *value)
{
	json_t *kept = json_incref(json_object_get(object, key));
	char *text;

	assert_non_null(kept);
	assert_int_equal(json_object_set_new(object, key,
			     json_loads(value, JSON_DECODE_ANY, NULL)),
	    0);
	text = json_dumps(root, 0);
	assert_refused(text);
	free(text);
	json_object_set_new(object, key, kept);
}

/*
 * Every member, as every type that it does not have.  Those that may be null
 * are the only ones that have two.
 */
static void
try_wrong_types(json_t *root, json_t *object)
{
	static const char *const others[] = { "null", "true", "7", "1.5",
		"\"\\\\\"", "[]", "[7]", "{}" };
	const char *key;
	json_t *value;
	void *next;

	json_object_foreach_safe(object, next, key, value)
	{
		bool may_be_null = json_is_null(value) ||
		    strcmp(key, "trouble") == 0 ||
		    strcmp(key, "skipped") == 0 || strcmp(key, "blocked") == 0;
		json_type type = json_typeof(value);

		for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
			json_t *other =
			    json_loads(others[i], JSON_DECODE_ANY, NULL);
			bool same = json_typeof(other) == type ||
			    (json_is_boolean(other) && type == JSON_FALSE);

			/* the one string here is malformed for all of them */
			if (json_is_string(other) ||
			    (!same && !(may_be_null && json_is_null(other))))
				assert_refused_with(
				    root, object, key, others[i]);
			json_decref(other);
		}
	}
}

static void
test_wrong_types(void **state)
{
	static const char *const lists[] = { "steps", "runs", "captures",
		"peers", "handed" };
	char *text = sample_document();
	json_t *root = json_loads(text, 0, NULL);

	(void)state;
	assert_non_null(root);
	try_wrong_types(root, root);
	try_wrong_types(root, json_object_get(root, "counters"));
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		json_t *list = json_object_get(root, lists[i]);
		size_t count = json_array_size(list);

		assert_in_range(count, 1, 2);
		for (size_t j = 0; j < count; j++)
			try_wrong_types(root, json_array_get(list, j));
		assert_refused_with(root, root, lists[i], "[null]");
		assert_refused_with(root, root, lists[i], "[[]]");
		assert_refused_with(root, root, lists[i], "[{}]");
	}
	json_decref(root);
	free(text);
}

static void
test_wrong_datagrams(void **state)
{
	char *text = sample_document();
	json_t *root = json_loads(text, 0, NULL);
	json_t *peer = json_array_get(json_object_get(root, "peers"), 1);
	json_t *list = json_object_get(peer, "datagrams");

	(void)state;
	assert_int_equal(json_array_size(list), 2);
	try_wrong_types(root, json_array_get(list, 0));
	assert_refused_with(root, peer, "datagrams", "[null]");
	assert_refused_with(root, peer, "datagrams", "[{}]");
	json_decref(root);
	free(text);
}

struct bound_row {
	const char *list; /* its first item, or NULL for the document itself */
	const char *key;
	const char *value;
};

static const struct bound_row bound_rows[] = {
	{ NULL, "stop_step", "-1" },
	{ NULL, "stop_step", "2" },
	{ NULL, "stop_step", "4294967296" },
	{ NULL, "steps", "[]" },
	{ NULL, "stop", "\"sometimes\"" },
	{ NULL, "stop_kind", "\"dance\"" },
	{ NULL, "stop_kind", "\"\"" },
	{ NULL, "seed", "\"\"" },
	{ NULL, "seed", "\"-1\"" },
	{ NULL, "seed", "\" 1\"" },
	{ NULL, "seed", "\"1 \"" },
	{ NULL, "seed", "\"0x1\"" },
	{ NULL, "seed", "\"18446744073709551616\"" },
	{ NULL, "slug", "\"a\\\\x00b\"" },
	{ NULL, "slug", "\"caf\\u00e9\"" },
	{ NULL, "trouble", "\"\\\\x4\"" },
	{ "runs", "status", "2147483648" },
	{ "runs", "status", "-2147483649" },
	{ "runs", "argv", "[\"a\", \"\\\\x00\"]" },
	{ "runs", "end", "\"resigned\"" },
	{ "captures", "link", "\"sixteen letters.\"" },
	{ "captures", "dropped", "\"99999999999999999999\"" },
	{ "peers", "end", "\"hung\"" },
	{ "peers", "address", "\"255.255.255.2550\"" },
	{ "peers", "port", "2147483648" },
};

static void
test_out_of_bounds(void **state)
{
	char *text = sample_document();
	json_t *root = json_loads(text, 0, NULL);

	(void)state;
	assert_non_null(root);
	for (size_t i = 0; i < sizeof(bound_rows) / sizeof(*bound_rows); i++) {
		const struct bound_row *row = &bound_rows[i];
		json_t *object = root;

		if (row->list != NULL)
			object =
			    json_array_get(json_object_get(root, row->list), 0);
		assert_refused_with(root, object, row->key, row->value);
	}
	json_decref(root);
	free(text);
}

/* A list of as many items as there may be, and then of one more. */
static void
try_length(const char *key, size_t max)
{
	char *text = sample_document(), *full, *longer;
	json_t *root = json_loads(text, 0, NULL);
	json_t *list = json_object_get(root, key);
	json_t *item = json_array_get(list, 0);
	struct evidence evidence;
	char err[ERR_LEN] = "";

	while (json_array_size(list) < max)
		json_array_append_new(list, json_deep_copy(item));
	full = json_dumps(root, 0);
	assert_int_equal(evidence_from_json(full, &evidence, err), 0);
	evidence_release(&evidence);
	json_array_append_new(list, json_deep_copy(item));
	longer = json_dumps(root, 0);
	assert_refused(longer);
	json_decref(root);
	free(text);
	free(full);
	free(longer);
}

static void
test_too_many(void **state)
{
	(void)state;
	try_length("peers", MAX_PEERS);
	try_length("runs", MAX_RUNS);
}

/* A document with one character changed is read or refused, never a crash. */
static void
test_every_changed_character(void **state)
{
	static const char others[] = "\"\\{}[],:0x\x80 ";
	char *text = sample_document();

	(void)state;
	for (char *p = text; *p != '\0'; p++) {
		char kept = *p;

		for (const char *other = others; *other != '\0'; other++) {
			struct evidence evidence;
			char err[ERR_LEN] = "";
			int rc;

			*p = *other;
			rc = evidence_from_json(text, &evidence, err);
			assert_true((rc == 0) == (err[0] == '\0'));
			assert_true(evidence.peer_count <= MAX_PEERS);
			evidence_release(&evidence);
		}
		*p = kept;
	}
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_truncation),
		cmocka_unit_test(test_not_evidence),
		cmocka_unit_test(test_wrong_types),
		cmocka_unit_test(test_wrong_datagrams),
		cmocka_unit_test(test_out_of_bounds),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_every_changed_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
