/* The folders of runs. */
#include "runs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "packet/pcap_file.h"

enum { KEPT_RUNS = 10 };

static const char RUNS[] = "build/runs";
static const char LAST[] = "build/last";

int
runs_make_folder(const char *path)
{
	char part[4096];

	for (size_t i = 1; path[i - 1] != '\0'; i++) {
		if ((path[i] != '/' && path[i] != '\0') || i >= sizeof(part))
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0755) == -1 && errno != EEXIST)
			return -1;
	}
	return 0;
}

static bool
is_empty(const char *path)
{
	struct dirent *entry;
	bool empty = true;
	DIR *folder;

	folder = opendir(path);
	if (folder == NULL)
		return false;
	while (empty && (entry = readdir(folder)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0;
	closedir(folder);
	return empty;
}

/* Its name sorts by time, and no two graders take the same. */
static char *
new_path(void)
{
	struct timespec now;
	struct tm tm;
	char text[32];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(text, sizeof(text), "%Y%m%d-%H%M%S", &tm);
	return xprintf("%s/%s.%09ld-%d", RUNS, text, now.tv_nsec,
	    (int)getpid());
}

char *
runs_make(const char *keep, char *err)
{
	char *path = keep != NULL ? xstrdup(keep) : new_path();

	if (runs_make_folder(path) == -1)
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
	else if (!is_empty(path))
		snprintf(err, ERR_LEN, "%s: not an empty folder", path);
	else
		return path;
	free(path);
	return NULL;
}

void
runs_remove(const char *path)
{
	struct dirent *entry;
	DIR *folder;

	folder = opendir(path);
	if (folder == NULL) {
		unlink(path);
		return;
	}
	while ((entry = readdir(folder)) != NULL) {
		char *inner;

		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		inner = xprintf("%s/%s", path, entry->d_name);
		if (entry->d_type == DT_DIR)
			runs_remove(inner);
		else
			unlink(inner);
		free(inner);
	}
	closedir(folder);
	rmdir(path);
}

/* A name that runs_make made; another grader may still be writing below it. */
static int
is_run(const struct dirent *entry)
{
	return entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
}

/* True if the grader that made the run is still there. */
static bool
is_running(const char *name)
{
	const char *pid = strrchr(name, '-');
	char path[64];

	snprintf(path, sizeof(path), "/proc/%s", pid != NULL ? pid + 1 : "");
	return pid != NULL && access(path, F_OK) == 0;
}

static void
remove_old(void)
{
	struct dirent **entries;
	int count;

	count = scandir(RUNS, &entries, is_run, alphasort);
	for (int i = 0; i < count; i++) {
		if (i < count - KEPT_RUNS &&
		    !is_running(entries[i]->d_name)) {
			char *path = xprintf("%s/%s", RUNS,
			    entries[i]->d_name);

			runs_remove(path);
			free(path);
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

void
runs_finish(const char *folder)
{
	char *temporary, *target;

	if (strncmp(folder, RUNS, strlen(RUNS)) != 0)
		return;
	temporary = xprintf("%s.%d", LAST, (int)getpid());
	target = xprintf("runs%s", folder + strlen(RUNS));
	unlink(temporary);
	if (symlink(target, temporary) == 0 && rename(temporary, LAST) == -1)
		unlink(temporary);
	free(temporary);
	free(target);
	remove_old();
}

char *
runs_path(const char *folder, const struct exercise *exercise,
    const char *case_id, const char *file)
{
	if (case_id == NULL)
		return xprintf("%s/%s/%s", folder, exercise->slug, file);
	return xprintf("%s/%s/%s/%s", folder, exercise->slug, case_id, file);
}

int
runs_read(const char *path, struct blob *blob, char *err)
{
	struct stat st;
	ssize_t n = 0;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1 || fstat(fd, &st) == -1) {
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
		if (fd != -1)
			close(fd);
		return -1;
	}
	if (st.st_size > 0) {
		blob->data = xcalloc(1, (size_t)st.st_size + 1);
		n = read(fd, blob->data, (size_t)st.st_size);
		blob->len = n > 0 ? (size_t)n : 0;
	}
	close(fd);
	if (n == -1)
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
	return n == -1 ? -1 : 0;
}

int
runs_write(const char *path, const void *data, size_t len, char *err)
{
	char *temporary = xprintf("%s.%d.tmp", path, (int)getpid());
	int fd, rc = -1;

	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd != -1) {
		if (write(fd, data, len) == (ssize_t)len)
			rc = 0;
		if (close(fd) == -1)
			rc = -1;
		if (rc == 0)
			rc = rename(temporary, path);
		if (rc == -1)
			unlink(temporary);
	}
	if (rc == -1)
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
	free(temporary);
	return rc;
}

static int
load_capture(const char *path, struct evidence *evidence, char *err)
{
	FILE *file;
	int rc;

	file = fopen(path, "re");
	if (file == NULL) {
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
		return -1;
	}
	rc = pcap_file_read(file, &evidence->captures[0], err);
	fclose(file);
	return rc;
}

/* What a program wrote; no file stands for nothing. */
static void
load_output(const char *folder, const struct exercise *exercise,
    const char *case_id, size_t number, const char *kind, struct blob *blob)
{
	char name[32], err[ERR_LEN];
	char *path;

	snprintf(name, sizeof(name), "%zu.%s", number, kind);
	path = runs_path(folder, exercise, case_id, name);
	runs_read(path, blob, err);
	free(path);
}

int
runs_load(const char *folder, const struct exercise *exercise,
    const char *case_id, struct evidence *evidence, char *err)
{
	char *path = runs_path(folder, exercise, case_id, "evidence.json");
	struct blob text = { 0 };
	int rc;

	rc = runs_read(path, &text, err);
	if (rc == 0)
		rc = evidence_from_json(
		    text.data != NULL ? (const char *)text.data : "", evidence,
		    err);
	blob_release(&text);
	free(path);
	for (size_t i = 0; rc == 0 && i < evidence->run_count; i++) {
		load_output(folder, exercise, case_id, i + 1, "out",
		    &evidence->runs[i].out);
		load_output(folder, exercise, case_id, i + 1, "err",
		    &evidence->runs[i].err);
	}
	if (rc == 0 && evidence->capture_count > 0) {
		path = runs_path(folder, exercise, case_id, "lo.pcap");
		rc = load_capture(path, evidence, err);
		free(path);
	}
	return rc;
}
