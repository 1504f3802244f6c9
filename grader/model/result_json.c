/*
 * The canonical result document, by jansson.  docs/result.schema.json says
 * the same and is checked against it; a change here is a change there.
 *
 * Bytes of the submission (its arguments, its packets, what the compiler said
 * of it) are escaped so that they can be read back.  Sentences are only made
 * printable: the judges escaped what they quote.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/result.h"

/* Of a longer stream only the bytes round the mark are kept. */
enum { BYTES_BEFORE = 256, BYTES_KEPT = 2048 };

static const char *const end_words[] = {
	[END_NOT_STARTED] = "not-started",
	[END_EXITED] = "exited",
	[END_SIGNALLED] = "signalled",
	[END_HUNG] = "hung",
	[END_STOPPED] = "stopped",
};

/* jansson fails for want of memory only, as all we give it is ASCII. */
static json_t *
need(json_t *value)
{
	if (value != NULL)
		return value;
	fprintf(stderr, "grader: no memory for the result\n");
	exit(3);
}

static void
put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, need(value)) == -1)
		need(NULL);
}

static void
add(json_t *array, json_t *value)
{
	if (json_array_append_new(array, need(value)) == -1)
		need(NULL);
}

/* A sentence, or null. */
static json_t *
sentence(const char *text)
{
	json_t *value;
	char *safe;

	if (text == NULL)
		return json_null();
	safe = printable_text(text);
	value = json_string(safe);
	free(safe);
	return value;
}

static json_t *
escaped(const void *data, size_t len)
{
	char *text = escape_text(data, len);
	json_t *value = json_string(text);

	free(text);
	return value;
}

static json_t *
sentences(const struct strings *list)
{
	json_t *array = need(json_array());

	for (size_t i = 0; i < list->count; i++)
		add(array, sentence(list->items[i]));
	return array;
}

/* 1 is the first; 0 or less means that there is none. */
static json_t *
ordinal(int number)
{
	return number > 0 ? json_integer(number) : json_null();
}

static json_t *
points(int halves)
{
	if (halves % 2 == 0)
		return json_integer(halves / 2);
	return json_real(halves / 2.0);
}

static void
put_points(json_t *object, int score, int max_score, int unchecked)
{
	put(object, "score", points(score));
	put(object, "max_score", points(max_score));
	put(object, "unchecked", points(unchecked));
}

static void
put_bytes(json_t *object, const struct finding *finding)
{
	size_t from = 0;
	size_t len = finding->bytes.len;

	if (len > BYTES_KEPT && finding->mark > BYTES_BEFORE)
		from = finding->mark - BYTES_BEFORE;
	if (from > len)
		from = len;
	len -= from;
	if (len > BYTES_KEPT)
		len = BYTES_KEPT;
	put(object, "bytes",
	    len == 0 ? json_string("")
		     : escaped(finding->bytes.data + from, len));
	put(object, "bytes_from", json_integer((json_int_t)from));
	put(object, "bytes_total",
	    json_integer((json_int_t)finding->bytes.len));
	put(object, "mark", json_integer((json_int_t)finding->mark));
	put(object, "mark_len", json_integer((json_int_t)finding->mark_len));
}

static json_t *
finding_json(const struct finding *finding)
{
	json_t *object = need(json_object());
	bool placed = finding->bit_offset >= 0;

	put(object, "case", sentence(finding->case_id));
	put(object, "run", ordinal(finding->run));
	put(object, "link", sentence(finding->link));
	put(object, "frame", ordinal(finding->frame));
	put(object, "layer", sentence(finding->layer));
	put(object, "field", sentence(finding->field));
	put(object, "bit_offset",
	    placed ? json_integer(finding->bit_offset) : json_null());
	put(object, "bit_width",
	    placed ? json_integer(finding->bit_width) : json_null());
	put(object, "expected", sentence(finding->expected));
	put(object, "got", sentence(finding->got));
	put(object, "rfc", sentence(finding->rfc));
	put_bytes(object, finding);
	put(object, "proof", sentences(&finding->proof));
	return object;
}

static json_t *
findings_json(const struct verdict *verdict)
{
	json_t *array = need(json_array());

	for (size_t i = 0; i < verdict->finding_count; i++)
		add(array, finding_json(&verdict->findings[i]));
	return array;
}

static json_t *
causes_json(const struct causes *causes)
{
	json_t *array = need(json_array());

	for (size_t i = 0; i < causes->count; i++) {
		json_t *object = need(json_object());

		put(object, "id", sentence(causes->items[i].id));
		put(object, "message", sentence(causes->items[i].message));
		add(array, object);
	}
	return array;
}

static json_t *
check_json(const struct check_result *check)
{
	const struct verdict *verdict = &check->verdict;
	json_t *object = need(json_object());

	put(object, "id", sentence(check->check->id));
	put(object, "title", sentence(check->check->title));
	put(object, "status", json_string(status_word(verdict->status)));
	put_points(object, check_score(check), check->check->halves,
	    check_unchecked(check));
	put(object, "message", sentence(verdict->message));
	put(object, "causes", causes_json(&verdict->causes));
	put(object, "notes", sentences(&verdict->notes));
	put(object, "case", sentence(check->case_id));
	put(object, "findings", findings_json(verdict));
	put(object, "story", sentences(&check->story));
	put(object, "reproduce", sentence(check->reproduce));
	return object;
}

static json_t *
run_json(const struct run *run)
{
	json_t *object = need(json_object());
	json_t *argv = need(json_array());
	bool ended = run->end == END_EXITED || run->end == END_SIGNALLED;

	for (size_t i = 0; i < run->argv.count; i++) {
		const char *word = run->argv.items[i];

		add(argv, escaped(word, strlen(word)));
	}
	put(object, "program",
	    run->argv.count == 0 ? json_null()
				 : json_incref(json_array_get(argv, 0)));
	put(object, "argv", argv);
	put(object, "end", json_string(end_words[run->end]));
	put(object, "status", ended ? json_integer(run->status) : json_null());
	return object;
}

static json_t *
capture_json(const struct evidence *evidence, const struct capture *capture)
{
	json_t *object = need(json_object());
	char *file = xprintf(
	    "%s/%s/%s.pcap", evidence->slug, evidence->case_id, capture->link);

	put(object, "link", sentence(capture->link));
	put(object, "file", sentence(file));
	free(file);
	return object;
}

static json_t *
case_json(const struct evidence *evidence)
{
	json_t *object = need(json_object());
	json_t *runs = need(json_array());
	json_t *captures = need(json_array());

	for (size_t i = 0; i < evidence->run_count; i++)
		add(runs, run_json(&evidence->runs[i]));
	for (size_t i = 0; i < evidence->capture_count; i++)
		add(captures, capture_json(evidence, &evidence->captures[i]));
	put(object, "id", sentence(evidence->case_id));
	put(object, "runs", runs);
	put(object, "captures", captures);
	return object;
}

static json_t *
exercise_json(const struct exercise_result *exercise)
{
	json_t *object = need(json_object());
	json_t *checks = need(json_array());
	json_t *cases = need(json_array());

	for (size_t i = 0; i < exercise->check_count; i++)
		add(checks, check_json(&exercise->checks[i]));
	for (size_t i = 0; i < exercise->evidence_count; i++)
		add(cases, case_json(&exercise->evidence[i]));
	put(object, "id", sentence(exercise->exercise->slug));
	put(object, "number", json_integer(exercise->exercise->number));
	put(object, "title", sentence(exercise->exercise->title));
	put(object, "status",
	    json_string(exercise_status_word(exercise->status)));
	put_points(
	    object, exercise->score, exercise->max_score, exercise->unchecked);
	put(object, "message", sentence(exercise->message));
	put(object, "sha256", sentence(exercise->sha256));
	put(object, "compiler",
	    escaped(exercise->compiler.data, exercise->compiler.len));
	put(object, "checks", checks);
	put(object, "cases", cases);
	return object;
}

static json_t *
isolation_json(const struct result *result)
{
	json_t *object = need(json_object());

	put(object, "level", sentence(result->level));
	put(object, "shared_network", json_boolean(result->shared_network));
	put(object, "missing", sentences(&result->missing));
	return object;
}

/* A seed has 64 bits; many readers of JSON keep 53 of a number. */
static json_t *
seed_json(uint64_t seed)
{
	return json_sprintf("%" PRIu64, seed);
}

static json_t *
result_document(const struct result *result)
{
	json_t *object = need(json_object());
	json_t *exercises = need(json_array());

	for (size_t i = 0; i < result->exercise_count; i++)
		add(exercises, exercise_json(&result->exercises[i]));
	put(object, "wirebook", json_string("result/1"));
	put(object, "version", sentence(result->version));
	put(object, "catalogue", sentence(result->catalogue));
	put(object, "submission",
	    result->submission == NULL
		? json_null()
		: escaped(result->submission, strlen(result->submission)));
	put(object, "seed", seed_json(result->seed));
	put(object, "isolation", isolation_json(result));
	put_points(object, result->score, result->max_score, result->unchecked);
	put(object, "wall_ms", json_integer((json_int_t)result->wall_ms));
	put(object, "exercises", exercises);
	return object;
}

char *
result_to_json(const struct result *result)
{
	json_t *document = result_document(result);
	char *text = json_dumps(document, JSON_INDENT(2));
	char *line;

	if (text == NULL)
		need(NULL);
	line = xprintf("%s\n", text);
	free(text);
	json_decref(document);
	return line;
}
