/* Where a report goes: what a terminal is like, and the file of the JSON. */
#include <dirent.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "report/report.h"

static void
set(const char *name, const char *value)
{
	if (value == NULL)
		assert_int_equal(unsetenv(name), 0);
	else
		assert_int_equal(setenv(name, value, 1), 0);
}

static void
a_terminal_is_asked(void **state)
{
	static const struct {
		const char *no_colour, *term;
		unsigned short columns;
		size_t width;
		bool colour;
	} rows[] = {
		{ NULL, "xterm", 100, 100, true },
		{ "", "xterm", 10, 60, true },
		{ NULL, "xterm", 0, 77, true },
		{ "1", "xterm", 300, 120, false },
		{ NULL, "dumb", 60, 60, false },
		{ NULL, NULL, 60, 60, false },
	};

	(void)state;
	set("COLUMNS", "77");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct winsize size = { .ws_col = rows[i].columns };
		struct terminal terminal;
		FILE *stream;
		int far, near;

		assert_int_equal(openpty(&far, &near, NULL, NULL, &size), 0);
		set("NO_COLOR", rows[i].no_colour);
		set("TERM", rows[i].term);
		stream = fdopen(near, "w");
		assert_non_null(stream);
		terminal_for(stream, &terminal);
		assert_int_equal(terminal.width, rows[i].width);
		assert_int_equal(terminal.colour, rows[i].colour);
		assert_ptr_equal(terminal.out, stream);
		fclose(stream);
		close(far);
	}
}

static void
a_file_has_no_colour(void **state)
{
	static const struct {
		const char *columns;
		size_t width;
	} rows[] = { { NULL, 80 }, { "77", 77 }, { "", 80 }, { "-5", 80 },
		{ "9x", 80 }, { "1", 60 }, { "99999999999999999999", 120 } };
	FILE *stream = tmpfile();

	(void)state;
	assert_non_null(stream);
	set("NO_COLOR", NULL);
	set("TERM", "xterm");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct terminal terminal;

		set("COLUMNS", rows[i].columns);
		terminal_for(stream, &terminal);
		assert_int_equal(terminal.width, rows[i].width);
		assert_false(terminal.colour);
	}
	fclose(stream);
}

/* How many entries the folder holds. */
static size_t
count_files(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t count = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		count++;
	closedir(dir);
	return count - 2; /* "." and ".." */
}

static char *
read_text(const char *path)
{
	FILE *stream = fopen(path, "r");
	struct blob blob = { 0 };
	char piece[4096];
	size_t n;

	assert_non_null(stream);
	while ((n = fread(piece, 1, sizeof(piece), stream)) > 0)
		blob_add(&blob, piece, n);
	fclose(stream);
	return (char *)blob.data;
}

static void
json_is_written_whole(void **state)
{
	char folder[] = "/tmp/test_report.XXXXXX", err[ERR_LEN] = "";
	struct result result = { .seed = 7 };
	char *wanted = result_to_json(&result);
	char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = xprintf("%s/result.json", folder);
	for (int i = 0; i < 2; i++) { /* a new file, then an old one */
		char *text;

		assert_int_equal(report_json(path, &result, err), 0);
		text = read_text(path);
		assert_string_equal(text, wanted);
		assert_int_equal(count_files(folder), 1);
		free(text);
	}
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	free(wanted);
	free(path);
}

static void
json_goes_to_standard_output(void **state)
{
	char path[] = "/tmp/test_report.XXXXXX", err[ERR_LEN] = "";
	struct result result = { .seed = 7 };
	char *wanted = result_to_json(&result);
	int fd = mkstemp(path), old = dup(STDOUT_FILENO);
	char *text;

	(void)state;
	fflush(stdout);
	assert_int_equal(dup2(fd, STDOUT_FILENO), STDOUT_FILENO);
	assert_int_equal(report_json("-", &result, err), 0);
	assert_int_equal(dup2(old, STDOUT_FILENO), STDOUT_FILENO);
	text = read_text(path);
	assert_string_equal(text, wanted);
	assert_int_equal(unlink(path), 0);
	close(old);
	close(fd);
	free(text);
	free(wanted);
}

/* Try path, which must fail with those words. */
static void
assert_refused(const char *path, const char *why)
{
	struct result result = { 0 };
	char err[ERR_LEN] = "";

	assert_int_equal(report_json(path, &result, err), -1);
	assert_non_null(strstr(err, why));
	assert_ptr_equal(strstr(err, path), err);
}

/* Every write fails: the disk is full, as it were. */
static void
assert_refused_when_full(const char *path)
{
	struct rlimit full, old;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	full = old;
	full.rlim_cur = 0;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
	assert_refused(path, "cannot write: File too large");
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
}

static void
json_failures_leave_nothing(void **state)
{
	char folder[] = "/tmp/test_report.XXXXXX";
	char *lost, *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	lost = xprintf("%s/no/result.json", folder);
	path = xprintf("%s/result.json", folder);
	assert_refused(folder, "not a regular file");
	assert_refused("/dev/null", "not a regular file");
	assert_refused(lost, "cannot create: No such file or directory");
	assert_refused_when_full(path);
	assert_int_equal(count_files(folder), 0);
	assert_int_equal(rmdir(folder), 0);
	free(lost);
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_terminal_is_asked),
		cmocka_unit_test(a_file_has_no_colour),
		cmocka_unit_test(json_is_written_whole),
		cmocka_unit_test(json_goes_to_standard_output),
		cmocka_unit_test(json_failures_leave_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
