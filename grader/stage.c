/* Starting and ending the program, and the one loop that waits. */
#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "box/blocked.h"
#include "box/tell.h"

/* Milliseconds; only a failure pays them. */
static const unsigned deadlines_ms[] = {
	[WAIT_NOTHING] = 4000,
	[WAIT_READY] = 4000,
	[WAIT_ANSWER] = 4000,
	[WAIT_EXIT] = 4000,
};

enum {
	VALGRIND_PATIENCE = 5,
	MOST_ERR = 64 << 10,
	MOST_LOG = 256 << 10,
	FIRST_LOOK_US = 100, /* then twice as long each time, up to */
	LAST_LOOK_US = 1000,
	/* a program that gets on is waited for so many deadlines at most */
	MOST_DEADLINES = 5
};

uint64_t
stage_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static int64_t
monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* ---- the program's descriptors ---- */

/* Take in what stands in *fd; at its end it is closed.  True: beyond most. */
static bool
take_in(int *fd, struct blob *blob, size_t most)
{
	char buffer[65536];
	ssize_t n;

	while (*fd != -1) {
		n = read(*fd, buffer, sizeof(buffer));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && errno == EAGAIN)
			return false;
		if (n <= 0) {
			close(*fd);
			*fd = -1;
			return false;
		}
		if (blob->len + (size_t)n > most) {
			blob_add(blob, buffer, most - blob->len);
			return true;
		}
		blob_add(blob, buffer, (size_t)n);
	}
	return false;
}

/* True when there is more than the program may say. */
static bool
take_in_all(struct stage *stage)
{
	struct run *run = stage->run;

	if (take_in(&stage->out, &run->out, stage->most_out))
		run->out_cut = true;
	if (take_in(&stage->err, &run->err, MOST_ERR))
		run->err_cut = true;
	if (take_in(&stage->log, &run->tool_log, MOST_LOG))
		run->tool_log_garbled = true;
	return run->out_cut || run->err_cut || run->tool_log_garbled;
}

/* ---- starting ---- */

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

struct ends {
	int out[2], err[2], log[2], in;
};

static int
make_ends(struct ends *ends, bool log)
{
	*ends = (struct ends){ { -1, -1 }, { -1, -1 }, { -1, -1 }, -1 };
	ends->in = open("/dev/null", O_RDONLY | O_CLOEXEC);
	if (ends->in == -1 || pipe2(ends->out, O_CLOEXEC) == -1 ||
	    pipe2(ends->err, O_CLOEXEC) == -1)
		return -1;
	if (log &&
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends->log) == -1)
		return -1;
	fcntl(ends->out[0], F_SETFL, O_NONBLOCK);
	fcntl(ends->err[0], F_SETFL, O_NONBLOCK);
	if (log)
		fcntl(ends->log[0], F_SETFL, O_NONBLOCK);
	return 0;
}

/* Close the ends that are the program's. */
static void
close_far_ends(const struct ends *ends)
{
	const int far[] = { ends->in, ends->out[1], ends->err[1],
		ends->log[1] };

	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++) {
		if (far[i] != -1)
			close(far[i]);
	}
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
		.in = ends->in,
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

int
stage_start(struct stage *stage, const struct strings *words, char *err)
{
	const bool log = (stage->order->scenario->flags & CASE_VALGRIND) != 0;
	struct ends ends;
	int rc = -1;

	stage->run = evidence_add_run(stage->evidence);
	for (size_t i = 0; i < words->count; i++)
		strings_add(&stage->run->argv, words->items[i]);
	stage->run->begin_ns = stage_now_ns();
	if (make_ends(&ends, log) == -1)
		snprintf(err, ERR_LEN, "pipe: %s", strerror(errno));
	else
		rc = start_in_box(stage, &ends, err);
	stage->out = ends.out[0];
	stage->err = ends.err[0];
	stage->log = ends.log[0];
	stage->running = rc == 0;
	close_far_ends(&ends);
	return rc;
}

/* ---- ending ---- */

static void
close_end(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

void
stage_end_program(struct stage *stage, bool hung)
{
	struct pollfd ended = { .fd = stage->box.pidfd, .events = POLLIN };
	struct run *run = stage->run;
	const bool by_itself = poll(&ended, 1, 0) == 1;
	int status;

	if (!by_itself && hung)
		run->blocked = blocked_text(stage->lab, &stage->box);
	status = box_empty(&stage->box);
	stage->running = false;
	run->end_ns = stage_now_ns();
	/* nobody is left to write: what is there is all of it */
	take_in_all(stage);
	if (!by_itself) {
		run->end = hung ? END_HUNG : END_STOPPED;
	} else if (WIFSIGNALED(status)) {
		run->end = END_SIGNALLED;
		run->status = WTERMSIG(status);
	} else {
		run->end = END_EXITED;
		run->status = WEXITSTATUS(status);
	}
	close_end(&stage->out);
	close_end(&stage->err);
	close_end(&stage->log);
}

/* ---- waiting ---- */

enum { ON_PROGRAM, ON_OUT, ON_ERR, ON_LOG, ON_TOLD, ON_TAP, ON_PEER, ON_COUNT };

/* What can happen now.  A descriptor of -1 is passed over by poll. */
static void
fill_poll(const struct stage *stage, const struct step *step,
    struct pollfd fds[ON_COUNT])
{
	const struct peer *peer = &stage->peers[step->peer];

	for (int i = 0; i < ON_COUNT; i++)
		fds[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	if (stage->running) {
		fds[ON_PROGRAM].fd = stage->box.pidfd;
		fds[ON_OUT].fd = stage->out;
		fds[ON_ERR].fd = stage->err;
		fds[ON_LOG].fd = stage->log;
		fds[ON_TOLD].fd = stage->box.notify_fd;
	}
	fds[ON_TAP].fd = stage->tap.fd;
	if (step->kind == STEP_ACCEPT) {
		fds[ON_PEER].fd = peer->listen_fd;
	} else if (step->kind == STEP_SEND) {
		fds[ON_PEER].fd = peer->fd;
		fds[ON_PEER].events = POLLOUT;
	} else if (step->kind == STEP_READ_LINE ||
	    step->kind == STEP_READ_END) {
		fds[ON_PEER].fd = peer->fd;
	}
}

/* Take in what has happened. */
static void
take_events(struct stage *stage, struct pollfd fds[ON_COUNT])
{
	if ((fds[ON_TOLD].revents & POLLIN) != 0)
		tell_take(stage->box.notify_fd, stage->evidence);
	else if (fds[ON_TOLD].revents != 0)
		/* it is about to end: to look again would keep it from it */
		close_end(&stage->box.notify_fd);
	if ((fds[ON_TAP].revents & POLLIN) != 0)
		tap_drain(&stage->tap);
	if (!stage->running)
		return;
	if (take_in_all(stage) || (fds[ON_PROGRAM].revents & POLLIN) != 0)
		stage_end_program(stage, false);
}

static int64_t
deadline_us(const struct stage *stage, enum wait what)
{
	double ms = deadlines_ms[what] * stage->order->patience;

	if ((stage->order->scenario->flags & CASE_VALGRIND) != 0)
		ms *= VALGRIND_PATIENCE;
	return (int64_t)(ms * 1000);
}

/* Wait until something happens, at most until the deadline. */
static void
wait_once(struct stage *stage, const struct step *step, int64_t left_us,
    int64_t look_us)
{
	struct pollfd fds[ON_COUNT];
	const int64_t us = look_us > 0 && look_us < left_us ? look_us : left_us;
	const struct timespec most = { us / 1000000, us % 1000000 * 1000 };

	fill_poll(stage, step, fds);
	if (ppoll(fds, ON_COUNT, &most, NULL) > 0)
		take_events(stage, fds);
}

/* A number that changes while the program gets on, however slowly. */
static size_t
got_on(const struct stage *stage, const struct step *step)
{
	const struct peer *peer = &stage->peers[step->peer];
	const struct run *run = stage->run;

	return (run != NULL ? run->out.len + run->err.len : 0) + peer->sent +
	    peer->log->received.len;
}

enum waited
stage_wait(struct stage *stage, const struct step *step, look_function *look,
    enum wait what, bool no_event)
{
	const int64_t patience = deadline_us(stage, what);
	const int64_t last = monotonic_us() + patience * MOST_DEADLINES;
	int64_t deadline = monotonic_us() + patience;
	int64_t look_us = no_event ? FIRST_LOOK_US : 0;
	size_t before = got_on(stage, step);

	for (;;) {
		/* before the look: what it did before its end still counts */
		const bool ended = !stage->running;
		const enum progress progress = look(stage, step);
		const int64_t now = monotonic_us();

		if (progress == PROGRESS_DONE)
			return WAITED_DONE;
		if (progress == PROGRESS_REFUSED)
			return WAITED_REFUSED;
		if (ended)
			return WAITED_ENDED;
		if (got_on(stage, step) != before) {
			before = got_on(stage, step);
			deadline =
			    now + patience < last ? now + patience : last;
		}
		if (now >= deadline)
			return WAITED_DEADLINE;
		wait_once(stage, step, deadline - now, look_us);
		if (look_us > 0 && look_us < LAST_LOOK_US)
			look_us *= 2;
	}
}
