/* Reading expected/. */
#include "expected.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "packet/pcap_file.h"

char *
expected_path(const char *folder, const struct exercise *exercise,
    const char *case_id, const char *suffix)
{
	char name[CATALOGUE_NAME];

	catalogue_folder(exercise, name, sizeof(name));
	if (folder == NULL)
		return xprintf(
		    "exercises/%s/expected/%s%s", name, case_id, suffix);
	return xprintf("%s/%s/%s%s", folder, name, case_id, suffix);
}

static int
load_one(const char *path, struct capture *capture, char *err)
{
	FILE *file;
	int rc;

	file = fopen(path, "re");
	if (file == NULL) {
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
		return -1;
	}
	rc = pcap_file_read(file, capture, err);
	fclose(file);
	return rc;
}

int
expected_load(const char *folder, const struct exercise *exercise,
    struct expected *expected, char *err)
{
	const struct scenario *scenarios = exercise->scenarios;
	int rc = 0;

	memset(expected, 0, sizeof(*expected));
	while (scenarios[expected->count].id != NULL)
		expected->count++;
	expected->captures =
	    xcalloc(expected->count, sizeof(*expected->captures));
	expected->by_scenario =
	    xcalloc(expected->count, sizeof(*expected->by_scenario));
	for (size_t i = 0; rc == 0 && i < expected->count; i++) {
		char *path;

		if ((scenarios[i].flags & CASE_CAPTURED) == 0)
			continue;
		path =
		    expected_path(folder, exercise, scenarios[i].id, ".pcap");
		rc = load_one(path, &expected->captures[i], err);
		expected->by_scenario[i] = &expected->captures[i];
		free(path);
	}
	return rc;
}

void
expected_release(struct expected *expected)
{
	for (size_t i = 0; i < expected->count; i++)
		capture_release(&expected->captures[i]);
	free(expected->captures);
	free(expected->by_scenario);
	memset(expected, 0, sizeof(*expected));
}
