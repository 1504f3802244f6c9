/*
 * One case: the lab's network and view are made, the steps are played one by
 * one, and what was seen is written to the descriptors of the order.
 */
#include "play.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "box/view.h"
#include "net/counters.h"
#include "net/link.h"
#include "packet/pcap_file.h"
#include "steps.h"
#include "story.h"

enum { SPARE_OUTPUT = 64 << 10 };

size_t
play_runs(const struct scenario *scenario)
{
	size_t count = 0;

	for (const struct step *s = scenario->steps; s->kind != STEP_END; s++)
		count += s->kind == STEP_START;
	return count;
}

void
play_add_name(const struct exercise *exercise, struct strings *words)
{
	char *c;

	strings_add(words, exercise->slug);
	for (c = words->items[words->count - 1]; *c != '\0'; c++) {
		if (*c == '-')
			*c = '_';
	}
}

/* ---- the steps ---- */

static const struct {
	begin_function *begin;
	struct await await;
} rows[] = {
	[STEP_INPUT] = { begin_input, { 0 } },
	[STEP_HOLD_INPUT] = { begin_hold_input, { 0 } },
	[STEP_FULL_DISK] = { begin_full_disk, { 0 } },
	[STEP_HOLD_OUTPUT] = { begin_hold_output, { 0 } },
	[STEP_START] = { begin_start, { 0 } },
	[STEP_AWAIT_READY] = { begin_place,
	    { look_ready, WAIT_READY, WATCH_AGAIN } },
	[STEP_AWAIT_BOUND] = { begin_place,
	    { look_bound, WAIT_READY, WATCH_AGAIN } },
	[STEP_AWAIT_OUTPUT] = { begin_text,
	    { look_output, WAIT_ANSWER, WATCH_NOTHING } },
	[STEP_AWAIT_IDLE] = { NULL, { look_idle, WAIT_ANSWER, WATCH_AGAIN } },
	[STEP_FEED] = { begin_feed, { look_fed, WAIT_ANSWER, WATCH_AGAIN } },
	[STEP_AWAIT_FULL] = { NULL, { look_full, WAIT_EXIT, WATCH_AGAIN } },
	[STEP_SIGNAL] = { begin_signal,
	    { look_signal, WAIT_STOP, WATCH_NOTHING } },
	[STEP_AWAIT_EXIT] = { begin_exit,
	    { look_exit, WAIT_EXIT, WATCH_NOTHING } },
	[STEP_LISTEN] = { begin_listen, { 0 } },
	[STEP_RESERVE] = { begin_reserve, { 0 } },
	[STEP_ACCEPT] = { NULL, { look_accept, WAIT_READY, WATCH_LISTENER } },
	[STEP_CONNECT] = { begin_connect,
	    { look_connect, WAIT_READY, WATCH_OUTGOING } },
	[STEP_READ_LINE] = { NULL,
	    { look_read_line, WAIT_ANSWER, WATCH_INCOMING } },
	[STEP_READ_END] = { NULL,
	    { look_read_end, WAIT_ANSWER, WATCH_INCOMING } },
	[STEP_SEND] = { begin_text,
	    { look_send, WAIT_ANSWER, WATCH_OUTGOING } },
	[STEP_AWAIT_DRAINED] = { NULL,
	    { look_drained, WAIT_ANSWER, WATCH_AGAIN } },
	[STEP_RESET] = { begin_reset, { 0 } },
	[STEP_CLOSE] = { begin_close, { 0 } },
	[STEP_BIND] = { begin_bind, { 0 } },
	[STEP_AIM] = { begin_aim, { 0 } },
	[STEP_SEND_DATAGRAM] = { begin_text,
	    { look_send_datagram, WAIT_ANSWER, WATCH_OUTGOING } },
	[STEP_RECEIVE] = { NULL,
	    { look_receive, WAIT_ANSWER, WATCH_INCOMING } },
	[STEP_OCCUPY_TCP] = { begin_occupy, { 0 } },
	[STEP_OCCUPY_UDP] = { begin_occupy, { 0 } },
	[STEP_PAUSE] = { begin_pause,
	    { look_pause, WAIT_PAUSE, WATCH_NOTHING } },
};

static void
stop_at(struct stage *stage, const struct step *step, enum waited how)
{
	static const enum stop stops[] = {
		[WAITED_DONE] = STOP_NOT,
		[WAITED_DEADLINE] = STOP_DEADLINE,
		[WAITED_ENDED] = STOP_ENDED,
		[WAITED_REFUSED] = STOP_REFUSED,
		[WAITED_TAKEN] = STOP_TAKEN,
		[WAITED_OVERTIME] = STOP_OVERTIME,
	};
	struct evidence *evidence = stage->evidence;

	evidence->stop = stops[how];
	evidence->stop_step = (int)evidence->step_count - 1;
	evidence->stop_kind = step->kind;
}

/*
 * A signal that comes between a program's look at its flag and its next call
 * is seen only with the next one: so there is a second before it is said that
 * a program does not stop.
 */
static enum waited
await_stop(struct stage *stage, const struct step *step)
{
	const struct await await = { look_exit, WAIT_STOP, WATCH_NOTHING };
	enum waited how;

	how = stage_wait(stage, step, &await);
	if (how != WAITED_DEADLINE)
		return how;
	stage_signal(stage, stage->signal);
	return stage_wait(stage, step, &await);
}

/*
 * Whether a program reads each piece when it comes is its own affair: what it
 * makes of them all is seen in the end.  One that leaves them where they are
 * is waited for once in a case.
 */
static enum waited
await_drained(struct stage *stage, const struct step *step)
{
	struct evidence *evidence = stage->evidence;
	struct step_log *told = &evidence->steps[evidence->step_count - 1];
	enum waited how;

	how = stage_wait(stage, step, &rows[step->kind].await);
	if (how == WAITED_DEADLINE)
		stage->peeks = true;
	else if (how != WAITED_DONE || !stage->peeks)
		return how;
	free(told->text);
	told->text = xstrdup("the program waits, and leaves some of it unread");
	return WAITED_DONE;
}

static enum waited
await_step(struct stage *stage, const struct step *step)
{
	const struct await *await = &rows[step->kind].await;

	if (step->kind == STEP_AWAIT_EXIT && stage->signal != 0)
		return await_stop(stage, step);
	if (step->kind == STEP_AWAIT_DRAINED)
		return await_drained(stage, step);
	return await->look == NULL ? WAITED_DONE
				   : stage_wait(stage, step, await);
}

/*
 * Begin it: *how is then WAITED_DONE, or why it is not to be.  Returns 0, or -1
 * with a sentence in err.
 */
static int
begin_step(
    struct stage *stage, const struct step *step, enum waited *how, char *err)
{
	begin_function *const begin = rows[step->kind].begin;
	int begun;

	*how = WAITED_OVERTIME;
	if (stage_is_overtime(stage))
		return 0;
	*how = WAITED_DONE;
	begun = begin != NULL ? begin(stage, step, err) : 0;
	if (begun == BOX_NO_PROGRAM)
		*how = WAITED_ENDED;
	/* in a network of its own nobody else can have taken it */
	else if (begun == PEER_TAKEN && stage->lab->apart && stage->run != NULL)
		*how = WAITED_TAKEN;
	else if (begun != 0)
		return -1;
	return 0;
}

/*
 * Play one step.  Returns 0, 1 when the story stops here, or -1 with a
 * sentence in err.
 */
static int
play_step(struct stage *stage, const struct step *step, char *err)
{
	struct evidence *evidence = stage->evidence;
	const int64_t begin = stage_now_us();
	enum waited how;

	story_tell(stage->order, step, evidence, stage_now_ns());
	stage->looks = 0;
	if (begin_step(stage, step, &how, err) == -1)
		return -1;
	if (how == WAITED_DONE)
		how = await_step(stage, step);
	if (step->kind != STEP_PAUSE)
		stage->spent_us += stage_now_us() - begin;
	if (how != WAITED_DONE) {
		stop_at(stage, step, how);
		return 1;
	}
	evidence->steps[evidence->step_count - 1].done = true;
	evidence->steps[evidence->step_count - 1].time_ns = stage_now_ns();
	return 0;
}

/* True if the case, from step on, lets the program end before a signal. */
static bool
ends_by_itself(const struct step *step)
{
	while (step->kind != STEP_END && step->kind != STEP_SIGNAL &&
	    step->kind != STEP_AWAIT_EXIT)
		step++;
	return step->kind == STEP_AWAIT_EXIT;
}

/* A program that lost its connection is still given its time to end. */
static void
let_it_end(struct stage *stage, const struct step *stopped)
{
	enum waited how;

	if (stage->evidence->stop != STOP_REFUSED || !stage->running ||
	    !ends_by_itself(stopped))
		return;
	how = stage_wait(stage, stopped, &rows[STEP_AWAIT_EXIT].await);
	if (how == WAITED_DEADLINE) {
		stage->evidence->stop = STOP_DEADLINE;
		stage->evidence->stop_kind = STEP_AWAIT_EXIT;
	}
}

static int
play_steps(struct stage *stage, char *err)
{
	const struct step *step = stage->order->scenario->steps;
	int rc = 0;

	for (; step->kind != STEP_END; step++) {
		rc = play_step(stage, step, err);
		if (rc != 0)
			break;
	}
	if (rc == 1)
		let_it_end(stage, step);
	if (stage->running)
		stage_end_program(stage, evidence_timed_out(stage->evidence));
	for (size_t i = 0; i < MAX_PEERS; i++)
		peer_last_look(&stage->peers[i]);
	return rc == -1 ? -1 : 0;
}

/* ---- before and after ---- */

/* A program may say twice what it is told, and some more. */
static size_t
most_output(const struct play_order *order)
{
	struct blob bytes = { 0 };
	size_t most;

	for (const struct step *s = order->scenario->steps; s->kind != STEP_END;
	     s++) {
		if (s->kind == STEP_SEND || s->kind == STEP_SEND_DATAGRAM ||
		    s->kind == STEP_INPUT)
			values_bytes(order->values, s->text, &bytes);
	}
	most = 2 * bytes.len + SPARE_OUTPUT;
	blob_release(&bytes);
	return most;
}

static int
enter_view(const struct play_order *order, char *err)
{
	struct strings name = { 0 };
	char path[96];
	struct view_file program = { path, order->program, order->program_len,
		0555 };
	const struct view view = { .files = &program,
		.file_count = 1,
		.tools = (order->scenario->flags & CASE_VALGRIND) != 0,
		.hidden = order->hidden };
	int rc;

	play_add_name(order->exercise, &name);
	snprintf(path, sizeof(path), "/work/%s", name.items[0]);
	rc = view_enter(&view, err);
	strings_release(&name);
	return rc;
}

/* One for each run that the case has. */
static int
open_terminals(struct stage *stage, char *err)
{
	const size_t count = play_runs(stage->order->scenario);

	if ((stage->order->scenario->flags & CASE_TERMINAL) == 0)
		return 0;
	if (count > MAX_RUNS) {
		snprintf(err, ERR_LEN, "%zu runs are too many", count);
		return -1;
	}
	for (size_t i = 0; i < count; i++) {
		if (terminal_open(&stage->terminals[i], err) == -1)
			return -1;
	}
	return 0;
}

/* The network, the capture and the view, before there is any program. */
static int
set_the_stage(struct stage *stage, char *err)
{
	const struct play_order *order = stage->order;
	struct capture *capture;

	if (open_terminals(stage, err) == -1)
		return -1;
	if (!stage->lab->apart) {
		/* what the program leaves behind becomes ours to end */
		prctl(PR_SET_CHILD_SUBREAPER, 1);
		if ((order->scenario->flags & CASE_LAB) == 0)
			return 0;
		snprintf(err, ERR_LEN, "it needs a network of its own");
		return -1;
	}
	if (link_up(stage->lab->proc_fd, err) == -1)
		return -1;
	capture = evidence_add_capture(stage->evidence, "lo");
	if (tap_open(&stage->tap, "lo",
		(order->scenario->flags & CASE_BULK) != 0, capture, err) == -1)
		return -1;
	return enter_view(order, err);
}

static int
strike_the_stage(struct stage *stage, char *err)
{
	if (!stage->lab->apart)
		return 0;
	if (tap_finish(&stage->tap, err) == -1)
		return -1;
	return counters_read(
	    stage->lab->proc_fd, &stage->evidence->counters, err);
}

/* A peer has a log if a step gives it a socket of its own. */
static void
count_peers(struct stage *stage)
{
	for (const struct step *s = stage->order->scenario->steps;
	     s->kind != STEP_END; s++) {
		if ((s->kind == STEP_LISTEN || s->kind == STEP_CONNECT ||
			s->kind == STEP_BIND) &&
		    (size_t)s->peer >= stage->evidence->peer_count)
			stage->evidence->peer_count = (size_t)s->peer + 1;
	}
}

static int
write_all(int fd, const void *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n <= 0)
			return -1;
		data = (const char *)data + n;
		len -= (size_t)n;
	}
	return 0;
}

static int
write_output(int fd, const struct blob *blob)
{
	return write_all(fd, &blob->len, sizeof(blob->len)) == -1 ||
		write_all(fd, blob->data, blob->len) == -1
	    ? -1
	    : 0;
}

static int
write_capture(int fd, const struct capture *capture)
{
	char err[ERR_LEN];
	FILE *file;

	file = fdopen(fd, "w");
	return file == NULL ? -1 : pcap_file_write(file, capture, err);
}

static int
write_evidence(
    const struct play_outlets *outlets, const struct evidence *evidence)
{
	char *json = evidence_to_json(evidence);
	int rc = write_all(outlets->evidence, json, strlen(json));

	free(json);
	for (size_t i = 0; rc == 0 && i < evidence->run_count; i++) {
		rc = write_output(outlets->output, &evidence->runs[i].out);
		if (rc == 0)
			rc = write_output(
			    outlets->output, &evidence->runs[i].err);
	}
	if (rc == 0 && evidence->capture_count > 0)
		rc = write_capture(outlets->capture, &evidence->captures[0]);
	return rc;
}

int
play_case(const struct lab *lab, void *argument)
{
	const struct play_order *order = argument;
	struct evidence evidence = { 0 };
	struct stage stage = { .lab = lab,
		.order = order,
		.evidence = &evidence,
		.tap.fd = -1,
		.in = -1,
		.out = -1,
		.held = -1,
		.err = -1,
		.log = -1 };
	char err[ERR_LEN];

	/* a program need not read all of its standard input */
	signal(SIGPIPE, SIG_IGN);
	evidence.slug = xstrdup(order->exercise->slug);
	evidence.case_id = xstrdup(order->scenario->id);
	evidence.seed = order->seed;
	evidence.level = xstrdup(order->level);
	evidence.stop_step = -1;
	for (size_t i = 0; i < MAX_PEERS; i++)
		peer_init(&stage.peers[i], &evidence.peers[i]);
	count_peers(&stage);
	stage.most_out = most_output(order);
	evidence.played = set_the_stage(&stage, err) == 0 &&
	    play_steps(&stage, err) == 0 && strike_the_stage(&stage, err) == 0;
	if (!evidence.played)
		evidence.trouble = xstrdup(err);
	if (stage.running)
		stage_end_program(&stage, false);
	for (size_t i = 0; i < MAX_PEERS; i++)
		peer_release(&stage.peers[i]);
	blob_release(&stage.input);
	blob_release(&stage.text);
	if (write_evidence(&order->outlets, &evidence) == -1)
		return 1;
	return write(order->done_fd, "", 1) == 1 ? 0 : 1;
}
