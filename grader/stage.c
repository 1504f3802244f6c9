/* The program's descriptors and its end, and the one loop that waits. */
#include "stage.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "box/blocked.h"
#include "box/rest.h"
#include "box/tell.h"

/* Milliseconds; only a failure pays them. */
static const unsigned deadlines_ms[] = {
	[WAIT_READY] = 4000,
	[WAIT_ANSWER] = 4000,
	[WAIT_EXIT] = 4000,
	/* once more after a second signal, and for what it leaves behind */
	[WAIT_STOP] = 2000,
	[WAIT_PAUSE] = 3600000, /* it ends by itself */
	/* a hundred times what a case takes: who is slow each time has an end */
	[WAIT_ALL] = 60000,
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

int64_t
stage_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t
deadline_us(const struct stage *stage, enum wait what)
{
	double ms = deadlines_ms[what] * stage->order->patience;

	if ((stage->order->scenario->flags & CASE_VALGRIND) != 0)
		ms *= VALGRIND_PATIENCE;
	return (int64_t)(ms * 1000);
}

bool
stage_is_overtime(const struct stage *stage)
{
	return stage->spent_us > deadline_us(stage, WAIT_ALL);
}

/* ---- the program's descriptors ---- */

void
close_end(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

void
stage_feed(struct stage *stage)
{
	const size_t most = stage->in_held ? stage->in_let : stage->input.len;

	while (stage->in != -1 && stage->fed < most) {
		ssize_t n = write(stage->in, stage->input.data + stage->fed,
		    most - stage->fed);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1 && errno == EAGAIN)
			return;
		if (n == -1)
			close_end(&stage->in); /* it reads no more */
		else
			stage->fed += (size_t)n;
	}
	if (!stage->in_held)
		close_end(&stage->in);
}

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
			close_end(fd);
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

	if (stage->held == -1 &&
	    take_in(&stage->out, &run->out, stage->most_out))
		run->out_cut = true;
	if (take_in(&stage->err, &run->err, MOST_ERR))
		run->err_cut = true;
	if (take_in(&stage->log, &run->tool_log, MOST_LOG))
		run->tool_log_garbled = true;
	return run->out_cut || run->err_cut || run->tool_log_garbled;
}

/* ---- ending ---- */

void
stage_signal(struct stage *stage, int number)
{
	stage->signal = number;
	syscall(SYS_pidfd_send_signal, stage->box.pidfd, number, NULL, 0);
}

/* Wait until that process ends or something is said, so long at most. */
static void
wait_for_rest(const struct stage *stage, int rest, int64_t us)
{
	struct pollfd fds[] = { { rest, POLLIN, 0 }, { stage->out, POLLIN, 0 },
		{ stage->err, POLLIN, 0 } };
	const struct timespec most = { us / 1000000, us % 1000000 * 1000 };

	ppoll(fds, sizeof(fds) / sizeof(fds[0]), &most, NULL);
}

/*
 * See whether processes that the program left behind go on.  They may just be
 * about to end, so each is waited for, and what they say until then counts.
 */
static void
look_for_rest(struct stage *stage)
{
	const int64_t last = stage_now_us() + deadline_us(stage, WAIT_STOP);
	struct run *run = stage->run;
	int rest;

	while (!run->outlived && rest_look(stage->lab, &stage->box, &rest)) {
		const int64_t left = last - stage_now_us();

		run->outlived = left <= 0 || take_in_all(stage);
		if (run->outlived)
			run->blocked = blocked_text(stage->lab, rest);
		else if (rest != -1)
			wait_for_rest(stage, rest, left);
		close_end(&rest);
	}
}

/* Under valgrind, where all ends take long, nobody asks what is left. */
static bool
is_told_to_stop(const struct stage *stage)
{
	return stage->signal != 0 &&
	    (stage->order->scenario->flags & CASE_VALGRIND) == 0;
}

void
stage_end_program(struct stage *stage, bool hung)
{
	struct pollfd ended = { .fd = stage->box.pidfd, .events = POLLIN };
	struct run *run = stage->run;
	const bool by_itself = poll(&ended, 1, 0) == 1;
	int status;

	if (!by_itself && hung)
		run->blocked = blocked_text(stage->lab, stage->box.pidfd);
	if (by_itself && is_told_to_stop(stage))
		look_for_rest(stage);
	status = box_empty(&stage->box);
	stage->running = false;
	run->end_ns = stage_now_ns();
	/* nobody is left to write: what is there is all of it */
	close_end(&stage->held);
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
	close_end(&stage->in);
	close_end(&stage->out);
	close_end(&stage->err);
	close_end(&stage->log);
}

/* ---- waiting ---- */

enum {
	ON_PROGRAM,
	ON_IN,
	ON_OUT,
	ON_ERR,
	ON_LOG,
	ON_TOLD,
	ON_TAP,
	ON_PEER,
	ON_COUNT
};

/* What can happen now.  A descriptor of -1 is passed over by poll. */
static void
fill_poll(const struct stage *stage, const struct peer *peer, enum watch watch,
    struct pollfd fds[ON_COUNT])
{
	for (int i = 0; i < ON_COUNT; i++)
		fds[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	if (stage->running) {
		fds[ON_PROGRAM].fd = stage->box.pidfd;
		fds[ON_IN] = (struct pollfd){ stage->in, POLLOUT, 0 };
		fds[ON_OUT].fd = stage->held == -1 ? stage->out : -1;
		fds[ON_ERR].fd = stage->err;
		fds[ON_LOG].fd = stage->log;
		fds[ON_TOLD].fd = stage->box.notify_fd;
	}
	fds[ON_TAP].fd = stage->tap.fd;
	if (watch == WATCH_LISTENER)
		fds[ON_PEER].fd = peer->listen_fd;
	else if (watch == WATCH_INCOMING)
		fds[ON_PEER].fd = peer->fd;
	else if (watch == WATCH_OUTGOING)
		fds[ON_PEER] = (struct pollfd){ peer->fd, POLLOUT, 0 };
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
	if (fds[ON_IN].revents != 0)
		stage_feed(stage);
	if (take_in_all(stage) || (fds[ON_PROGRAM].revents & POLLIN) != 0)
		stage_end_program(stage, false);
}

/* Wait until something happens, so many microseconds at most. */
static void
wait_once(
    struct stage *stage, const struct peer *peer, enum watch watch, int64_t us)
{
	struct pollfd fds[ON_COUNT];
	struct timespec most = { 0, 0 };

	if (us > 0)
		most = (struct timespec){ us / 1000000, us % 1000000 * 1000 };
	fill_poll(stage, peer, watch, fds);
	if (ppoll(fds, ON_COUNT, &most, NULL) > 0)
		take_events(stage, fds);
}

/* A number that changes while the program gets on, however slowly. */
static size_t
got_on(const struct stage *stage, const struct peer *peer)
{
	const struct run *run = stage->run;

	return (run != NULL ? run->out.len + run->err.len : 0) + stage->fed +
	    peer->sent + peer->log->received.len + peer->log->datagram_count;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

enum waited
stage_wait(
    struct stage *stage, const struct step *step, const struct await *await)
{
	const struct peer *peer = &stage->peers[step->peer];
	const int64_t patience = deadline_us(stage, await->wait);
	const int64_t last = stage_now_us() + patience * MOST_DEADLINES;
	int64_t deadline = stage_now_us() + patience;
	int64_t look_us = FIRST_LOOK_US;
	size_t before = got_on(stage, peer);

	for (;;) {
		/* before the look: what it did before its end still counts */
		const bool ended = !stage->running;
		const enum progress progress = await->look(stage, step);
		const int64_t now = stage_now_us();
		int64_t left;

		if (progress == PROGRESS_DONE)
			return WAITED_DONE;
		if (progress == PROGRESS_REFUSED)
			return WAITED_REFUSED;
		if (ended)
			return WAITED_ENDED;
		if (got_on(stage, peer) != before) {
			before = got_on(stage, peer);
			deadline = least(now + patience, last);
		}
		if (now >= deadline)
			return WAITED_DEADLINE;
		left = deadline - now;
		if (await->wait == WAIT_PAUSE)
			left = least(left, stage->wake_us - now);
		if (await->watch == WATCH_AGAIN) {
			left = least(left, look_us);
			look_us = least(2 * look_us, LAST_LOOK_US);
		}
		wait_once(stage, peer, await->watch, left);
	}
}
