/* run.json and build.json, by tables of their members. */
#include "kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/members.h"
#include "runs.h"

static const struct member run_members[] = {
	MEMBER(result, version, MEMBER_TEXT, NULL),
	MEMBER(result, catalogue, MEMBER_TEXT, NULL),
	MEMBER(result, seed, MEMBER_UINT64, NULL),
	MEMBER(result, level, MEMBER_TEXT, NULL),
	MEMBER(result, missing, MEMBER_STRINGS, NULL),
	MEMBER(result, submission, MEMBER_TEXT, NULL),
	{ .key = NULL },
};

/* What became of one source. */
struct build {
	bool missing, not_started, built, trouble;
	char *message;
	char *sha256;
	struct blob compiler;
};

static const struct member build_members[] = {
	MEMBER(build, missing, MEMBER_BOOL, NULL),
	MEMBER(build, not_started, MEMBER_BOOL, NULL),
	MEMBER(build, built, MEMBER_BOOL, NULL),
	MEMBER(build, trouble, MEMBER_BOOL, NULL),
	MEMBER(build, message, MEMBER_NOTE, NULL),
	MEMBER(build, sha256, MEMBER_TEXT, NULL),
	MEMBER(build, compiler, MEMBER_BYTES, NULL),
	{ .key = NULL },
};

static int
write_json(
    const char *path, const struct member *members, const void *base, char *err)
{
	json_t *object = json_object();
	char *text;
	int rc;

	members_write(object, members, base);
	text = json_dumps(object, JSON_INDENT(2));
	json_decref(object);
	rc = runs_write(path, text, strlen(text), err);
	free(text);
	return rc;
}

static int
read_json(const char *path, const struct member *members, const char *what,
    void *base, char *err)
{
	struct blob text = { 0 };
	json_t *object;
	int rc = runs_read(path, &text, err);

	if (rc == 0) {
		object = json_loadb((const char *)text.data, text.len, 0, NULL);
		rc = members_read(object, members, what, base, err);
		json_decref(object);
	}
	blob_release(&text);
	return rc;
}

static int
write_build(const char *folder, const struct pool_exercise *exercise, char *err)
{
	char *path = runs_path(folder, exercise->exercise, NULL, "");
	struct build build = { exercise->missing, exercise->not_started,
		exercise->built, exercise->trouble, exercise->message,
		(char *)exercise->sha256, exercise->compiler };
	int rc = 0;

	runs_make_folder(path);
	free(path);
	path = runs_path(folder, exercise->exercise, NULL, "build.json");
	rc = write_json(path, build_members, &build, err);
	free(path);
	return rc;
}

/* Evidence of what was not played: no worker has written any. */
static int
write_not_played(
    const char *folder, const struct pool_exercise *exercise, char *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < exercise->evidence_count; i++) {
		const struct evidence *evidence = &exercise->evidence[i];
		char *path, *json;

		if (evidence->played || evidence->case_id == NULL)
			continue;
		path = runs_path(
		    folder, exercise->exercise, evidence->case_id, "");
		runs_make_folder(path);
		free(path);
		path = runs_path(folder, exercise->exercise, evidence->case_id,
		    "evidence.json");
		json = evidence_to_json(evidence);
		rc = runs_write(path, json, strlen(json), err);
		free(json);
		free(path);
	}
	return rc;
}

int
kept_write(const char *folder, const struct result *result,
    const struct pool_exercise *exercises, size_t count, char *err)
{
	char *path = xprintf("%s/run.json", folder);
	int rc = write_json(path, run_members, result, err);

	free(path);
	for (size_t i = 0; rc == 0 && i < count; i++) {
		rc = write_build(folder, &exercises[i], err);
		if (rc == 0)
			rc = write_not_played(folder, &exercises[i], err);
	}
	return rc;
}

int
kept_read_run(const char *folder, struct result *result, char *err)
{
	struct result kept = { 0 };
	char *path = xprintf("%s/run.json", folder);
	int rc = read_json(path, run_members, path, &kept, err);

	free(path);
	if (rc == 0 && strcmp(kept.catalogue, result->catalogue) != 0) {
		snprintf(err, ERR_LEN,
		    "%s: played by another version of the exercises", folder);
		rc = -1;
	}
	if (rc == 0) {
		free(result->level);
		free(result->submission);
		strings_release(&result->missing);
		result->seed = kept.seed;
		result->level = xstrdup(kept.level);
		result->submission = xstrdup(kept.submission);
		result->missing = kept.missing;
		memset(&kept.missing, 0, sizeof(kept.missing));
	}
	result_release(&kept);
	return rc;
}

static int
read_cases(const char *folder, const struct strings *only_cases,
    struct pool_exercise *exercise, char *err)
{
	for (const struct scenario *s = exercise->exercise->scenarios;
	     s->id != NULL; s++) {
		if (only_cases->count > 0 && !strings_has(only_cases, s->id))
			continue;
		exercise->evidence = xgrow(exercise->evidence,
		    exercise->evidence_count, sizeof(*exercise->evidence));
		memset(&exercise->evidence[exercise->evidence_count], 0,
		    sizeof(*exercise->evidence));
		if (runs_load(folder, exercise->exercise, s->id,
			&exercise->evidence[exercise->evidence_count++],
			err) == -1)
			return -1;
	}
	return 0;
}

int
kept_read_exercise(const char *folder, const struct strings *only_cases,
    struct pool_exercise *exercise, char *err)
{
	char *path = runs_path(folder, exercise->exercise, NULL, "build.json");
	struct build build = { 0 };
	int rc = 1;

	if (access(path, F_OK) == 0)
		rc = read_json(path, build_members, path, &build, err);
	if (rc == 0) {
		exercise->missing = build.missing;
		exercise->not_started = build.not_started;
		exercise->built = build.built;
		exercise->trouble = build.trouble;
		exercise->message = build.message;
		exercise->compiler = build.compiler;
		if (build.sha256 != NULL)
			snprintf(exercise->sha256, sizeof(exercise->sha256),
			    "%s", build.sha256);
	}
	free(build.sha256);
	free(path);
	if (rc == 0 && exercise->built)
		rc = read_cases(folder, only_cases, exercise, err);
	return rc;
}
