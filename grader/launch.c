/* Starting the program: its words, surroundings and descriptors. */
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Where the program is executed from. */
static const char *
program_path(const struct stage *stage)
{
	static char path[96];

	if (!stage->lab->apart)
		return stage->order->program_path;
	snprintf(path, sizeof(path), "/work/%s", stage->run->argv.items[0]);
	return path;
}

/* The words to execute: the program's own, behind valgrind's if it is asked. */
static void
command(const struct stage *stage, struct strings *words)
{
	static const char *const options[] = { "--tool=memcheck",
		"--error-exitcode=99", "--leak-check=full",
		"--show-leak-kinds=all", "--errors-for-leak-kinds=none",
		"--track-fds=yes", "--vgdb=no", "--num-callers=12",
		"--child-silent-after-fork=yes", NULL };
	const struct strings *argv = &stage->run->argv;

	if ((stage->order->scenario->flags & CASE_VALGRIND) == 0) {
		strings_add(words, argv->items[0]);
	} else {
		strings_add(words, "memcheck");
		for (size_t i = 0; options[i] != NULL; i++)
			strings_add(words, options[i]);
		strings_addf(words, "--log-fd=%d", BOX_LOG_FD);
		strings_add(words, program_path(stage));
	}
	for (size_t i = 1; i < argv->count; i++)
		strings_add(words, argv->items[i]);
}

/* The environment: nothing of ours is handed on. */
static void
surroundings(const struct stage *stage, struct strings *environment)
{
	strings_add(environment, "PATH=/usr/bin:/bin");
	strings_add(environment, "HOME=/");
	strings_add(environment, "LANG=C.UTF-8");
	strings_add(environment, "TERM=dumb");
	if ((stage->order->scenario->flags & CASE_VALGRIND) == 0)
		return;
	/* what Debian's script of that name would say */
	strings_add(environment, "VALGRIND_LAUNCHER=/usr/bin/valgrind");
	if (stage->order->scratch != NULL)
		strings_addf(environment, "TMPDIR=%s", stage->order->scratch);
}

/* Of each pair [1] is the program's, but of in [0]. */
struct ends {
	int in[2], out[2], err[2], log[2];
};

/* Standard input: a pipe if there is something to read, or nothing at all. */
static int
make_in(const struct stage *stage, int in[2])
{
	if (stage->has_input)
		return pipe2(in, O_CLOEXEC);
	in[0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return in[0] == -1 ? -1 : 0;
}

static int
make_out(struct stage *stage, int out[2])
{
	const size_t number = stage->evidence->run_count - 1;

	if (stage->output == OUTPUT_FULL_DISK) {
		out[1] = open("/dev/full", O_WRONLY | O_CLOEXEC);
		return out[1] == -1 ? -1 : 0;
	}
	if ((stage->order->scenario->flags & CASE_TERMINAL) == 0)
		return pipe2(out, O_CLOEXEC);
	out[0] = stage->terminals[number].ours;
	out[1] = stage->terminals[number].program;
	return 0;
}

static void
unblock(int fd)
{
	if (fd != -1)
		fcntl(fd, F_SETFL, O_NONBLOCK);
}

static int
make_ends(struct stage *stage, struct ends *ends)
{
	const bool log = (stage->order->scenario->flags & CASE_VALGRIND) != 0;

	*ends = (struct ends){ { -1, -1 }, { -1, -1 }, { -1, -1 }, { -1, -1 } };
	if (make_in(stage, ends->in) == -1 ||
	    make_out(stage, ends->out) == -1 ||
	    pipe2(ends->err, O_CLOEXEC) == -1)
		return -1;
	if (log &&
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends->log) == -1)
		return -1;
	unblock(ends->in[1]);
	unblock(ends->out[0]);
	unblock(ends->err[0]);
	unblock(ends->log[0]);
	return 0;
}

static int
start_in_box(struct stage *stage, const struct ends *ends, char *err)
{
	const unsigned flags = stage->order->scenario->flags;
	const bool valgrind = (flags & CASE_VALGRIND) != 0;
	const bool raw =
	    stage->order->exercise->raw && (flags & CASE_NO_RAW) == 0;
	struct strings words = { 0 }, environment = { 0 };
	struct box_order order = {
		.path = valgrind ? stage->order->valgrind : program_path(stage),
		.folder = "/",
		.in = ends->in[0],
		.out = ends->out[1],
		.err = ends->err[1],
		.log = ends->log[1],
		.raw = raw,
		.tell = raw && !valgrind,
		.proc = valgrind,
		.readable = valgrind ? program_path(stage) : NULL,
		.writable = valgrind ? stage->order->scratch : NULL,
		.limits = &program_limits,
	};
	int rc;

	command(stage, &words);
	surroundings(stage, &environment);
	order.argv = words.items;
	order.envp = environment.items;
	rc = box_start(stage->lab, &order, &stage->box, err);
	strings_release(&environment);
	strings_release(&words);
	return rc;
}

/* Keep our ends and close the program's. */
static void
keep_ends(struct stage *stage, struct ends *ends)
{
	stage->in = ends->in[1];
	stage->out = ends->out[0];
	stage->err = ends->err[0];
	stage->log = ends->log[0];
	close_end(&ends->in[0]);
	if (stage->output == OUTPUT_HELD) {
		stage->held = ends->out[1];
		ends->out[1] = -1;
	}
	close_end(&ends->out[1]);
	close_end(&ends->err[1]);
	close_end(&ends->log[1]);
}

int
stage_start(struct stage *stage, const struct strings *words, char *err)
{
	struct ends ends;
	int rc = -1;

	stage->run = evidence_add_run(stage->evidence);
	for (size_t i = 0; i < words->count; i++)
		strings_add(&stage->run->argv, words->items[i]);
	stage->run->begin_ns = stage_now_ns();
	stage->matched = stage->fed = 0;
	stage->signal = 0;
	if (make_ends(stage, &ends) == -1)
		snprintf(err, ERR_LEN, "make its input and output: %s",
		    strerror(errno));
	else
		rc = start_in_box(stage, &ends, err);
	keep_ends(stage, &ends);
	stage->running = rc == 0;
	stage->has_input = false; /* the next one's is another */
	stage->output = OUTPUT_READ;
	stage_feed(stage);
	return rc;
}
