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
	return xprintf(
	    "%s/%s.%09ld-%d", RUNS, text, now.tv_nsec, (int)getpid());
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
		if (i < count - KEPT_RUNS && !is_running(entries[i]->d_name)) {
			char *path = xprintf("%s/%s", RUNS, entries[i]->d_name);

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

/* ---- evidence ---- */

static int
parse_evidence(const struct blob *json, struct evidence *evidence, char *err)
{
	return evidence_from_json(
	    json->data != NULL ? (const char *)json->data : "", evidence, err);
}

/* fd is taken over. */
static int
parse_capture(int fd, struct evidence *evidence, char *err)
{
	FILE *file;
	int rc;

	file = fd == -1 ? NULL : fdopen(fd, "r");
	if (file == NULL) {
		snprintf(err, ERR_LEN, "capture: %s", strerror(errno));
		return -1;
	}
	rc = pcap_file_read(file, &evidence->captures[0], err);
	fclose(file);
	return rc;
}

/* Cut the next output off a worker's: its length, then its bytes. */
static int
cut_output(const struct blob *outputs, size_t *at, struct blob *blob)
{
	size_t len;

	if (outputs->len - *at < sizeof(len))
		return -1;
	memcpy(&len, outputs->data + *at, sizeof(len));
	*at += sizeof(len);
	if (outputs->len - *at < len)
		return -1;
	blob_add(blob, outputs->data + *at, len);
	*at += len;
	return 0;
}

static int
parse_outputs(const struct blob *outputs, struct evidence *evidence, char *err)
{
	size_t at = 0;

	for (size_t i = 0; i < evidence->run_count; i++) {
		if (cut_output(outputs, &at, &evidence->runs[i].out) == -1 ||
		    cut_output(outputs, &at, &evidence->runs[i].err) == -1) {
			snprintf(err, ERR_LEN, "output of run %zu: cut short",
			    i + 1);
			return -1;
		}
	}
	return 0;
}

/* All of a memory file, whose offset stands at its end. */
static int
read_outlet(int fd, struct blob *blob, char *err)
{
	const off_t len = lseek(fd, 0, SEEK_END);

	if (len > 0) {
		blob->data = xcalloc(1, (size_t)len + 1);
		blob->len = (size_t)len;
	}
	if (len >= 0 && pread(fd, blob->data, blob->len, 0) == len)
		return 0;
	snprintf(err, ERR_LEN, "evidence: %s", strerror(errno));
	return -1;
}

/*
 * One file of a case.  An empty one is not kept: what a first play has left is
 * removed.  No temporary file: a run that is broken off is removed as a whole.
 */
static int
keep_file(
    const char *folder, const char *name, const struct blob *blob, char *err)
{
	char *path = xprintf("%s/%s", folder, name);
	int fd, rc = 0;

	if (blob->len == 0) {
		unlink(path);
	} else {
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
		if (fd == -1 ||
		    write(fd, blob->data, blob->len) != (ssize_t)blob->len) {
			snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
			rc = -1;
		}
		if (fd != -1)
			close(fd);
	}
	free(path);
	return rc;
}

static int
keep_outputs(const char *folder, const struct evidence *evidence, char *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < evidence->run_count; i++) {
		char name[32];

		snprintf(name, sizeof(name), "%zu.out", i + 1);
		rc = keep_file(folder, name, &evidence->runs[i].out, err);
		snprintf(name, sizeof(name), "%zu.err", i + 1);
		if (rc == 0)
			rc = keep_file(
			    folder, name, &evidence->runs[i].err, err);
	}
	return rc;
}

/* From the beginning of the memory file. */
static int
take_capture(int fd, struct evidence *evidence, char *err)
{
	if (evidence->capture_count == 0)
		return 0;
	lseek(fd, 0, SEEK_SET);
	return parse_capture(fcntl(fd, F_DUPFD_CLOEXEC, 0), evidence, err);
}

int
runs_take(const char *folder, const struct exercise *exercise,
    const char *case_id, const struct play_outlets *outlets,
    struct evidence *evidence, char *err)
{
	struct blob json = { 0 }, pcap = { 0 }, outputs = { 0 };
	char *path = xprintf("%s/%s/%s", folder, exercise->slug, case_id);
	int rc = -1;

	if (mkdir(path, 0755) == -1 && errno != EEXIST)
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
	else if (read_outlet(outlets->evidence, &json, err) == 0 &&
	    read_outlet(outlets->capture, &pcap, err) == 0 &&
	    read_outlet(outlets->output, &outputs, err) == 0 &&
	    parse_evidence(&json, evidence, err) == 0 &&
	    take_capture(outlets->capture, evidence, err) == 0 &&
	    parse_outputs(&outputs, evidence, err) == 0 &&
	    keep_file(path, "evidence.json", &json, err) == 0 &&
	    keep_file(path, "lo.pcap", &pcap, err) == 0)
		rc = keep_outputs(path, evidence, err);
	blob_release(&json);
	blob_release(&pcap);
	blob_release(&outputs);
	free(path);
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
	struct blob json = { 0 };
	char *path;
	int rc;

	path = runs_path(folder, exercise, case_id, "evidence.json");
	rc = runs_read(path, &json, err);
	free(path);
	if (rc == 0)
		rc = parse_evidence(&json, evidence, err);
	for (size_t i = 0; rc == 0 && i < evidence->run_count; i++) {
		load_output(folder, exercise, case_id, i + 1, "out",
		    &evidence->runs[i].out);
		load_output(folder, exercise, case_id, i + 1, "err",
		    &evidence->runs[i].err);
	}
	if (rc == 0 && evidence->capture_count > 0) {
		path = runs_path(folder, exercise, case_id, "lo.pcap");
		rc = parse_capture(
		    open(path, O_RDONLY | O_CLOEXEC), evidence, err);
		free(path);
	}
	blob_release(&json);
	return rc;
}
