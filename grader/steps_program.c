/* Steps that start, watch and end the program. */
#include "steps.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "box/blocked.h"
#include "net/queue.h"

/*
 * A program that spins instead of waiting is taken for idle after so many.
 * Once it is known for that, few do until the story's end.
 */
enum { MOST_LOOKS = 300, FEW_LOOKS = 20 };

int
begin_text(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	blob_release(&stage->text);
	values_bytes(stage->order->values, step->text, &stage->text);
	return 0;
}

int
begin_input(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	blob_release(&stage->input);
	values_bytes(stage->order->values, step->text, &stage->input);
	stage->has_input = true;
	return 0;
}

int
begin_hold_input(struct stage *stage, const struct step *step, char *err)
{
	(void)step;
	(void)err;
	stage->in_held = true;
	stage->in_let = 0;
	return 0;
}

int
begin_feed(struct stage *stage, const struct step *step, char *err)
{
	const size_t more = strtoul(step->text, NULL, 10);

	(void)err;
	stage->in_let += more;
	if (stage->in_let > stage->input.len)
		stage->in_let = stage->input.len;
	stage_feed(stage);
	return 0;
}

int
begin_full_disk(struct stage *stage, const struct step *step, char *err)
{
	(void)step;
	(void)err;
	stage->output = OUTPUT_FULL_DISK;
	return 0;
}

int
begin_hold_output(struct stage *stage, const struct step *step, char *err)
{
	(void)step;
	(void)err;
	stage->output = OUTPUT_HELD;
	return 0;
}

int
begin_start(struct stage *stage, const struct step *step, char *err)
{
	struct strings words = { 0 };
	int rc;

	if (stage->running)
		stage_end_program(stage, false);
	play_add_name(stage->order->exercise, &words);
	values_words(stage->order->values, step->text, &words);
	rc = stage_start(stage, &words, err);
	strings_release(&words);
	return rc;
}

int
begin_pause(struct stage *stage, const struct step *step, char *err)
{
	int rc;

	rc = begin_text(stage, step, err);
	if (stage->text.len > 0)
		stage->wake_us = stage_now_us() +
		    1000 * strtoll((const char *)stage->text.data, NULL, 10);
	return rc;
}

enum progress
look_pause(struct stage *stage, const struct step *step)
{
	(void)step;
	return !stage->running || stage_now_us() >= stage->wake_us
	    ? PROGRESS_DONE
	    : PROGRESS_WAIT;
}

enum progress
look_ready(struct stage *stage, const struct step *step)
{
	(void)step;
	return stage->running && queue_listens(&stage->place) ? PROGRESS_DONE
							      : PROGRESS_WAIT;
}

enum progress
look_bound(struct stage *stage, const struct step *step)
{
	(void)step;
	return stage->running && queue_bound(&stage->place) ? PROGRESS_DONE
							    : PROGRESS_WAIT;
}

enum progress
look_output(struct stage *stage, const struct step *step)
{
	const struct blob *wanted = &stage->text;
	const uint8_t *data, *found;
	size_t len;

	(void)step;
	if (wanted->len == 0)
		return PROGRESS_DONE;
	if (stage->run == NULL || stage->run->out.len == 0)
		return PROGRESS_WAIT;
	data = stage->run->out.data;
	len = stage->run->out.len - stage->matched;
	found = memmem(data + stage->matched, len, wanted->data, wanted->len);
	if (found == NULL)
		return PROGRESS_WAIT;
	stage->matched = (size_t)(found - data) + wanted->len;
	return PROGRESS_DONE;
}

static enum progress
waits_now(struct stage *stage, const struct step *step)
{
	const bool known = stage->spins && step[1].kind != STEP_END;

	if (blocked_now(stage->lab, &stage->box))
		return PROGRESS_DONE;
	if (++stage->looks <= (known ? FEW_LOOKS : MOST_LOOKS))
		return PROGRESS_WAIT;
	stage->spins = true;
	return PROGRESS_DONE;
}

enum progress
look_idle(struct stage *stage, const struct step *step)
{
	return stage->running ? waits_now(stage, step) : PROGRESS_WAIT;
}

/* It has read all that is there, and waits for more. */
enum progress
look_fed(struct stage *stage, const struct step *step)
{
	int unread;

	if (!stage->running || stage->fed < stage->in_let ||
	    ioctl(stage->in, FIONREAD, &unread) == -1 || unread > 0)
		return PROGRESS_WAIT;
	return waits_now(stage, step);
}

/*
 * While nobody reads, a pipe that is full stays so: then the program waits in
 * a system call, or tries again and again.  One that ends before has written
 * all that it ever will.
 */
enum progress
look_full(struct stage *stage, const struct step *step)
{
	struct pollfd room = { .fd = stage->held, .events = POLLOUT };

	if (stage->running &&
	    (poll(&room, 1, 0) != 0 || waits_now(stage, step) == PROGRESS_WAIT))
		return PROGRESS_WAIT;
	close_end(&stage->held);
	return PROGRESS_DONE;
}

/*
 * Nothing is unread, and the program waits for more.  One that looks at what
 * has come and leaves it there (MSG_PEEK, SO_RCVLOWAT) is known by then.
 */
enum progress
look_drained(struct stage *stage, const struct step *step)
{
	struct peer *peer = &stage->peers[step->peer];
	int64_t unread;

	if (!peer_delivered(peer))
		return PROGRESS_WAIT;
	unread = queue_unread(&peer->remote, &peer->local);
	if (unread == -1)
		return stage->running ? PROGRESS_REFUSED : PROGRESS_WAIT;
	if ((unread != 0 && !stage->peeks) || !stage->running) {
		stage->looks = 0;
		return PROGRESS_WAIT;
	}
	return waits_now(stage, step);
}

/* That it ended before is seen here, and not when a signal finds it dead. */
int
begin_signal(struct stage *stage, const struct step *step, char *err)
{
	struct pollfd ended = { .fd = stage->box.pidfd, .events = POLLIN };

	(void)step;
	(void)err;
	if (stage->running && poll(&ended, 1, 0) == 1)
		stage_end_program(stage, false);
	return 0;
}

/* A program that has ended takes no signal: the story stops there. */
enum progress
look_signal(struct stage *stage, const struct step *step)
{
	if (!stage->running)
		return PROGRESS_WAIT;
	stage_signal(stage, strcmp(step->text, "INT") == 0 ? SIGINT : SIGTERM);
	return PROGRESS_DONE;
}

/* What was held back of its input is there now, and then its end. */
int
begin_exit(struct stage *stage, const struct step *step, char *err)
{
	(void)step;
	(void)err;
	stage->in_held = false;
	stage_feed(stage);
	return 0;
}

enum progress
look_exit(struct stage *stage, const struct step *step)
{
	(void)step;
	return stage->running ? PROGRESS_WAIT : PROGRESS_DONE;
}
