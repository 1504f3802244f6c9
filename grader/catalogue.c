/* One row an exercise, and how a row is found. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "checks/checks.h"

static const struct exercise rows[] = {
	{
	    .number = 11,
	    .slug = "stream-client",
	    .title = "A TCP client",
	    .usage = "HOST PORT MESSAGE",
	    .raw = false,
	    .scenarios = stream_client_scenarios,
	    .checks = stream_client_checks,
	    .try_steps = stream_client_try,
	    .starter_sha256 = "81ca2dd4df387e0481006983bc08ab25"
			      "194e70d068f4567b08e534f1bda663e9",
	},
	{
	    .number = 12,
	    .slug = "stream-server",
	    .title = "A TCP server",
	    .usage = "PORT",
	    .raw = false,
	    .scenarios = stream_server_scenarios,
	    .checks = stream_server_checks,
	    .try_steps = stream_server_try,
	    .starter_sha256 = "fe8062dd6c29aae60d3a414c471be663"
			      "a897b079762033dbf8e9e73509ba3825",
	},
	{
	    .number = 21,
	    .slug = "dgram-client",
	    .title = "A UDP client",
	    .usage = "HOST PORT MESSAGE",
	    .raw = false,
	    .scenarios = dgram_client_scenarios,
	    .checks = dgram_client_checks,
	    .try_steps = dgram_client_try,
	    .starter_sha256 = "ee9ce875f703aafebede236041a92af0"
			      "83755709bf741ecd5f09ce56741a3634",
	},
	{
	    .number = 22,
	    .slug = "dgram-server",
	    .title = "A UDP server",
	    .usage = "PORT",
	    .raw = false,
	    .scenarios = dgram_server_scenarios,
	    .checks = dgram_server_checks,
	    .try_steps = dgram_server_try,
	    .starter_sha256 = "41d660ebf75cfab4d1b4385d83597937"
			      "7bfa1d45c97b5a8eb68db62fb68b6479",
	},
	{
	    .number = 31,
	    .slug = "hex",
	    .title = "Bytes as hex digits",
	    .usage = "encode|decode",
	    .raw = false,
	    .scenarios = hex_scenarios,
	    .checks = hex_checks,
	    .try_steps = codec_try,
	    .starter_sha256 = "811b6855dc8228941c218dd08c14711e"
			      "e49fe2ab32b9c7f057752d1f55a59da2",
	},
	{
	    .number = 32,
	    .slug = "base64",
	    .title = "Bytes as base64",
	    .usage = "encode|decode",
	    .raw = false,
	    .scenarios = base64_scenarios,
	    .checks = base64_checks,
	    .try_steps = codec_try,
	    .starter_sha256 = "0c269fa7848689c8994e5d26300b20c3"
			      "d3f0f7a7fae69765af6878919d4dbd07",
	},
	{
	    .number = 41,
	    .slug = "raw-ipv4",
	    .title = "An IPv4 packet by hand",
	    .usage = "SRC DST PROTO MESSAGE",
	    .raw = true,
	    .scenarios = raw_ipv4_scenarios,
	    .checks = raw_ipv4_checks,
	    .try_steps = raw_ipv4_try,
	    .starter_sha256 = "57891294c7bd696b6b103d44803ab1e3"
			      "d5db4bda3f1075869f4337bc756afb82",
	},
	{
	    .number = 51,
	    .slug = "raw-tcp-syn",
	    .title = "A TCP SYN by hand",
	    .usage = "SRC SPORT DST DPORT SEQ MESSAGE",
	    .raw = true,
	    .scenarios = raw_tcp_syn_scenarios,
	    .checks = raw_tcp_syn_checks,
	    .try_steps = raw_tcp_syn_try,
	    .starter_sha256 = "f279c1e56cbfb91235f5e883dbb4aad9"
			      "ddff795f8ffad0cbd2544dd6de4a032d",
	},
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

const struct exercise *
catalogue(size_t *count)
{
	*count = ROW_COUNT;
	return rows;
}

void
catalogue_folder(const struct exercise *exercise, char *buf, size_t size)
{
	snprintf(buf, size, "%02d-%s", exercise->number, exercise->slug);
}

void
catalogue_source(const struct exercise *exercise, char *buf, size_t size)
{
	char *p;

	snprintf(buf, size, "%s.c", exercise->slug);
	for (p = buf; *p != '\0'; p++)
		if (*p == '-')
			*p = '_';
}

/* The last part of a path, without slashes, into name (cut to its size). */
static void
last_part(const char *path, char name[CATALOGUE_NAME])
{
	size_t len = strlen(path), from;

	while (len > 0 && path[len - 1] == '/')
		len--;
	for (from = len; from > 0 && path[from - 1] != '/'; from--)
		;
	snprintf(name, CATALOGUE_NAME, "%.*s", (int)(len - from), path + from);
}

const struct exercise *
catalogue_find(const char *word)
{
	char name[CATALOGUE_NAME], folder[CATALOGUE_NAME], number[16];
	size_t i;

	last_part(word, name);
	for (i = 0; i < ROW_COUNT; i++) {
		catalogue_folder(&rows[i], folder, sizeof(folder));
		snprintf(number, sizeof(number), "%02d", rows[i].number);
		if (strcmp(name, number) == 0 ||
		    strcmp(name, rows[i].slug) == 0 ||
		    strcmp(name, folder) == 0)
			return &rows[i];
	}
	return NULL;
}

static size_t
least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* How many single letters must change: Levenshtein's distance, by one row. */
static size_t
distance(const char *a, const char *b)
{
	size_t row[CATALOGUE_NAME + 1], i, j, corner, above;
	size_t len = strnlen(b, CATALOGUE_NAME);

	for (j = 0; j <= len; j++)
		row[j] = j;
	for (i = 0; a[i] != '\0'; i++) {
		corner = row[0];
		row[0] = i + 1;
		for (j = 0; j < len; j++) {
			above = row[j + 1];
			row[j + 1] = least(
			    above + 1, row[j] + 1, corner + (a[i] != b[j]));
			corner = above;
		}
	}
	return row[len];
}

const char *
catalogue_near(const char *word)
{
	char name[CATALOGUE_NAME], folder[CATALOGUE_NAME];
	const char *nearest = NULL;
	size_t best = 4, to_slug, to_folder, i;

	last_part(word, name);
	for (i = 0; i < ROW_COUNT; i++) {
		catalogue_folder(&rows[i], folder, sizeof(folder));
		to_slug = distance(name, rows[i].slug);
		to_folder = distance(name, folder);
		if (to_folder < to_slug)
			to_slug = to_folder;
		if (to_slug < best && to_slug < strlen(name)) {
			best = to_slug;
			nearest = rows[i].slug;
		}
	}
	return nearest;
}

/* Its cases are names parted by blanks; "args-*" is a prefix. */
bool
catalogue_check_has(const struct check *check, const char *id)
{
	const char *name;
	size_t len;

	for (name = check->cases; *name != '\0'; name += len) {
		name += strspn(name, " ");
		len = strcspn(name, " ");
		if (len > 0 && name[len - 1] == '*') {
			if (strncmp(name, id, len - 1) == 0)
				return true;
		} else if (strlen(id) == len && strncmp(name, id, len) == 0) {
			return true;
		}
	}
	return false;
}

/* FNV-1a, 64 bits: a digest against mix-ups, not against malice. */
static uint64_t
mix(uint64_t hash, const void *data, size_t len)
{
	const uint8_t *byte = data;
	size_t i;

	for (i = 0; i < len; i++)
		hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
	return hash;
}

/* With its NUL, so that "ab" "c" differs from "a" "bc". */
static uint64_t
mix_text(uint64_t hash, const char *text)
{
	return text == NULL ? mix(hash, "\1", 1)
			    : mix(hash, text, strlen(text) + 1);
}

static uint64_t
mix_number(uint64_t hash, uint64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRIu64, number);
	return mix_text(hash, digits);
}

static uint64_t
mix_scenario(uint64_t hash, const struct scenario *scenario)
{
	const struct step *step;
	const struct value *value;
	size_t i;

	hash = mix_text(hash, scenario->id);
	hash = mix_number(hash, scenario->flags);
	for (step = scenario->steps; step->kind != STEP_END; step++) {
		hash = mix_number(hash, step->kind);
		hash = mix_number(hash, (uint64_t)step->peer);
		hash = mix_text(hash, step->text);
	}
	for (i = 0; i < MAX_VALUES; i++) {
		value = &scenario->values[i];
		if (value->kind == VALUE_END)
			break;
		hash = mix_text(hash, value->name);
		hash = mix_number(hash, value->kind);
		hash = mix_number(hash, value->len);
		if (value->text != NULL)
			hash = mix(hash, value->text, value->len);
	}
	return hash;
}

static uint64_t
mix_check(uint64_t hash, const struct check *check)
{
	hash = mix_text(hash, check->id);
	hash = mix_text(hash, check->title);
	hash = mix_number(hash, (uint64_t)check->halves);
	hash = mix_number(hash, check->role);
	return mix_text(hash, check->cases);
}

void
catalogue_digest(char digest[CATALOGUE_DIGEST])
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	const struct scenario *scenario;
	const struct check *check;
	size_t i;

	for (i = 0; i < ROW_COUNT; i++) {
		hash = mix_number(hash, (uint64_t)rows[i].number);
		hash = mix_text(hash, rows[i].slug);
		hash = mix_text(hash, rows[i].title);
		for (scenario = rows[i].scenarios; scenario->id != NULL;
		     scenario++)
			hash = mix_scenario(hash, scenario);
		for (check = rows[i].checks; check->id != NULL; check++)
			hash = mix_check(hash, check);
	}
	snprintf(digest, CATALOGUE_DIGEST, "%016" PRIx64, hash);
}
