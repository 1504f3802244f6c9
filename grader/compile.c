/* The compiler in its box. */
#include "compile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/box.h"
#include "runs.h"

enum {
	MOST_HEADERS = 32,
	MOST_TEXT = 64 << 10,
	MOST_PROGRAM = 32 << 20,
	DEADLINE_MS = 20000
};

const char *const compile_flags[] = { "-std=c11", "-D_GNU_SOURCE", "-g",
	"-gdwarf-4", "-O1", "-Wall", "-Wextra", NULL };

/* common/ as every compiler sees it; read once, before workers start. */
static struct view_file common[MOST_HEADERS];
static size_t common_count;

static int
read_common(const char *from, const char *to, char *err)
{
	struct blob bytes = { 0 };

	if (common_count == MOST_HEADERS - 1) {
		snprintf(err, ERR_LEN, "common/ holds too many headers");
		return -1;
	}
	if (runs_read(from, &bytes, err) == -1)
		return -1;
	common[common_count++] =
	    (struct view_file){ xstrdup(to), bytes.data, bytes.len, 0444 };
	return 0;
}

static int
is_header(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot != NULL && strcmp(dot, ".h") == 0;
}

int
compile_prepare(char *err)
{
	struct dirent **entries;
	int count, rc = 0;

	if (common_count > 0)
		return 0;
	count = scandir("common", &entries, is_header, alphasort);
	if (count == -1) {
		snprintf(err, ERR_LEN, "common: %s", strerror(errno));
		return -1;
	}
	for (int i = 0; i < count; i++) {
		char from[300], to[300];

		snprintf(from, sizeof(from), "common/%s", entries[i]->d_name);
		snprintf(to, sizeof(to), "/work/%s", entries[i]->d_name);
		if (rc == 0)
			rc = read_common(from, to, err);
		free(entries[i]);
	}
	free(entries);
	if (rc == 0)
		rc = read_common(
		    WIREBOOK_BUILD "/libcommon.a", "/work/libcommon.a", err);
	return rc;
}

/* In a lab: a view with /work to read and /out to write. */
static int
enter_view(const struct compile_order *order, char *err)
{
	struct view_file files[MOST_HEADERS];
	char path[128];
	const struct view view = { .files = files,
		.file_count = common_count + 1,
		.writable = "/out",
		.tools = true,
		.hidden = order->hidden };

	memcpy(files, common, common_count * sizeof(files[0]));
	snprintf(path, sizeof(path), "/work/%s", order->source_name);
	files[common_count] = (struct view_file){ path, order->source->data,
		order->source->len, 0444 };
	return view_enter(&view, err);
}

/* Outside a lab: the same files in the order's folder. */
static int
fill_folder(const struct compile_order *order, char *err)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < common_count; i++) {
		char *path = xprintf(
		    "%s/%s", order->folder, common[i].path + strlen("/work/"));

		rc = runs_write(path, common[i].data, common[i].len, err);
		free(path);
	}
	if (rc == 0) {
		char *path =
		    xprintf("%s/%s", order->folder, order->source_name);

		rc = runs_write(
		    path, order->source->data, order->source->len, err);
		free(path);
	}
	return rc;
}

/* gcc FLAGS -o OUT SOURCE libcommon.a */
static void
command(
    const struct compile_order *order, const char *out, struct strings *words)
{
	strings_add(words, strrchr(order->compiler, '/') + 1);
	for (size_t i = 0; compile_flags[i] != NULL; i++)
		strings_add(words, compile_flags[i]);
	strings_add(words, "-I.");
	strings_add(words, "-o");
	strings_add(words, out);
	strings_add(words, order->source_name);
	strings_add(words, "libcommon.a");
}

/* Collect what the compiler says until it ends.  Returns its wait status. */
static int
wait_for_compiler(struct box *box, int text, double patience, struct blob *said)
{
	struct pollfd fds[2] = { { .fd = box->pidfd, .events = POLLIN },
		{ .fd = text, .events = POLLIN } };
	const int ms = (int)(DEADLINE_MS * (patience > 1 ? patience : 1));
	char buffer[4096];
	ssize_t n;
	int status;
	bool in_time = true;

	while (in_time && (fds[0].revents & POLLIN) == 0) {
		in_time = poll(fds, 2, ms) > 0;
		while ((n = read(text, buffer, sizeof(buffer))) > 0) {
			if (said->len < MOST_TEXT)
				blob_add(said, buffer, (size_t)n);
		}
		if (n == 0)
			fds[1].fd = -1;
	}
	status = box_empty(box);
	while ((n = read(text, buffer, sizeof(buffer))) > 0) {
		if (said->len < MOST_TEXT)
			blob_add(said, buffer, (size_t)n);
	}
	if (!in_time)
		blob_printf(said, "the compiler did not end in %d seconds\n",
		    ms / 1000);
	return status;
}

/* Copy the program out: a regular file, reached through no link. */
static int
take_program(const char *path, int to)
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
		.resolve = RESOLVE_NO_SYMLINKS };
	struct stat st;
	char buffer[65536];
	ssize_t n = -1;
	int fd;

	fd = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof(how));
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    st.st_size <= MOST_PROGRAM) {
		while ((n = read(fd, buffer, sizeof(buffer))) > 0) {
			if (write(to, buffer, (size_t)n) != n)
				break;
		}
	}
	close(fd);
	return n == 0 ? 0 : -1;
}

/* Run the compiler in its box.  Returns its wait status, or -1 and err. */
static int
compile_in_box(const struct lab *lab, const struct compile_order *order,
    const char *out, struct blob *said, char *err)
{
	char *tmpdir =
	    xprintf("TMPDIR=%s", lab->apart ? "/tmp" : order->folder);
	char *environment[] = { "PATH=/usr/bin:/bin", "LC_ALL=C", tmpdir,
		NULL };
	struct strings words = { 0 };
	struct box box;
	int text[2], null, status = -1;
	struct box_order box_order = { .path = order->compiler,
		.folder = lab->apart ? "/work" : order->folder,
		.envp = environment,
		.log = -1,
		.proc = true,
		.writable = lab->apart ? "/out" : order->folder,
		.limits = &compiler_limits };

	command(order, out, &words);
	box_order.argv = words.items;
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null != -1 && pipe2(text, O_CLOEXEC) == 0) {
		fcntl(text[0], F_SETFL, O_NONBLOCK);
		box_order.in = box_order.out = null;
		box_order.err = text[1];
		if (box_start(lab, &box_order, &box, err) == 0)
			status = wait_for_compiler(
			    &box, text[0], order->patience, said);
		close(text[0]);
		close(text[1]);
	} else {
		snprintf(err, ERR_LEN, "pipe: %s", strerror(errno));
	}
	if (null != -1)
		close(null);
	strings_release(&words);
	free(tmpdir);
	return status;
}

/* By us, or for want of memory: the driver tells of its parts' ends. */
static bool
was_killed(int status, const struct blob *said)
{
	static const char word[] = "signal terminated program";

	return WIFSIGNALED(status) ||
	    (said->len > 0 &&
		memmem(said->data, said->len, word, sizeof(word) - 1) != NULL);
}

static enum compiled
compile(const struct lab *lab, const struct compile_order *order,
    struct blob *said, char *err)
{
	char *out = lab->apart ? xstrdup("/out/program")
			       : xprintf("%s/program", order->folder);
	enum compiled result = COMPILE_TROUBLE;
	int status = -1;

	if ((lab->apart ? enter_view(order, err) : fill_folder(order, err)) ==
	    0)
		status = compile_in_box(lab, order, out, said, err);
	if (status != -1 && was_killed(status, said)) {
		result = COMPILE_BROKEN;
	} else if (status != -1) {
		result = WIFEXITED(status) && WEXITSTATUS(status) == 0 &&
			take_program(out, order->program_fd) == 0
		    ? COMPILED
		    : COMPILE_FAILED;
	}
	free(out);
	return result;
}

int
compile_program(const struct lab *lab, void *argument)
{
	const struct compile_order *order = argument;
	struct blob said = { 0 };
	char err[ERR_LEN] = "";
	enum compiled result;
	char byte;

	result = compile(lab, order, &said, err);
	byte = (char)result;
	if (result == COMPILE_TROUBLE)
		dprintf(order->text_fd, "%s", err);
	else if (said.len > 0 &&
	    write(order->text_fd, said.data, said.len) != (ssize_t)said.len)
		return 1;
	return write(order->done_fd, &byte, 1) == 1 ? 0 : 1;
}
