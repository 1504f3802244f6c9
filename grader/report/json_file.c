/* The canonical JSON as a file: whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/report.h"

static int
fail(char *err, const char *path, const char *what, int number)
{
	snprintf(err, ERR_LEN, "%s: %s: %s", path, what, strerror(number));
	return -1;
}

static int
write_stdout(const char *text, char *err)
{
	errno = EIO;
	if (fputs(text, stdout) == EOF || fflush(stdout) == EOF)
		return fail(err, "standard output", "cannot write", errno);
	return 0;
}

/* A rename onto a device or a pipe would put a plain file in its place. */
static int
check_target(const char *path, char *err)
{
	struct stat st;

	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
		snprintf(err, ERR_LEN,
		    "%s: not a regular file (\"-\" is standard output)", path);
		return -1;
	}
	return 0;
}

/* A file beside path that nobody can have foreseen.  Its descriptor, or -1. */
static int
open_temporary(const char *path, char **temporary, char *err)
{
	uint64_t number;
	int fd;

	if (getrandom(&number, sizeof(number), 0) != sizeof(number))
		return fail(err, path, "no random number", errno);
	*temporary = xprintf("%s.%016" PRIx64, path, number);
	fd = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd == -1)
		fail(err, *temporary, "cannot create", errno);
	return fd;
}

static int
write_all(int fd, const char *text, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, text, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		text += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
write_file(const char *path, const char *text, char *err)
{
	char *temporary = NULL;
	int fd, rc = -1;

	fd = open_temporary(path, &temporary, err);
	if (fd == -1)
		goto out;
	if (write_all(fd, text, strlen(text)) == -1) {
		fail(err, temporary, "cannot write", errno);
		close(fd);
	} else if (close(fd) == -1) {
		fail(err, temporary, "cannot close", errno);
	} else if (rename(temporary, path) == -1) {
		fail(err, path, "cannot rename to it", errno);
	} else {
		rc = 0;
	}
	if (rc == -1)
		unlink(temporary);
out:
	free(temporary);
	return rc;
}

int
report_json(const char *path, const struct result *result, char *err)
{
	char *text;
	int rc;

	if (strcmp(path, "-") != 0 && check_target(path, err) == -1)
		return -1;
	text = result_to_json(result);
	if (strcmp(path, "-") == 0)
		rc = write_stdout(text, err);
	else
		rc = write_file(path, text, err);
	free(text);
	return rc;
}
