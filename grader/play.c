/*
 * One case: the lab's network and view are made, the steps are played one by
 * one, and what was seen is written to the descriptors of the order.
 */
#include "play.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "box/blocked.h"
#include "box/view.h"
#include "net/counters.h"
#include "net/link.h"
#include "net/queue.h"
#include "packet/pcap_file.h"
#include "stage.h"
#include "story.h"

/* A program that spins instead of waiting has read all after so many looks. */
enum { MOST_LOOKS = 30, SPARE_OUTPUT = 64 << 10 };

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

/* ---- the steps: what each does at its begin, and what it waits for ---- */

static struct peer *
peer_of(struct stage *stage, const struct step *step)
{
	return &stage->peers[step->peer];
}

/* Let the peer take the place that the step's text names. */
static int
begin_at_place(struct stage *stage, const struct step *step,
    int (*take)(
	struct peer *peer, const char *address, const char *port, char *err),
    char *err)
{
	struct strings words = { 0 };
	int rc;

	values_words(stage->order->values, step->text, &words);
	rc = take(peer_of(stage, step), words.items[0], words.items[1], err);
	strings_release(&words);
	return rc;
}

static int
begin_listen(struct stage *stage, const struct step *step, char *err)
{
	return begin_at_place(stage, step, peer_listen, err);
}

static int
begin_reserve(struct stage *stage, const struct step *step, char *err)
{
	return begin_at_place(stage, step, peer_reserve, err);
}

static int
begin_start(struct stage *stage, const struct step *step, char *err)
{
	struct strings words = { 0 };
	int rc;

	play_add_name(stage->order->exercise, &words);
	values_words(stage->order->values, step->text, &words);
	rc = stage_start(stage, &words, err);
	strings_release(&words);
	return rc;
}

static int
begin_send(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	blob_release(&stage->sending);
	values_bytes(stage->order->values, step->text, &stage->sending);
	return 0;
}

static int
begin_reset(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	peer_reset(peer_of(stage, step));
	return 0;
}

static int
begin_close(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	peer_close(peer_of(stage, step));
	return 0;
}

static enum progress
look_accept(struct stage *stage, const struct step *step)
{
	return peer_accept(peer_of(stage, step));
}

static enum progress
look_read_line(struct stage *stage, const struct step *step)
{
	return peer_read_line(peer_of(stage, step));
}

static enum progress
look_read_end(struct stage *stage, const struct step *step)
{
	return peer_read_end(peer_of(stage, step));
}

static enum progress
look_send(struct stage *stage, const struct step *step)
{
	return peer_send(
	    peer_of(stage, step), stage->sending.data, stage->sending.len);
}

/* Nothing is unread, and the program waits for more. */
static enum progress
look_drained(struct stage *stage, const struct step *step)
{
	struct peer *peer = peer_of(stage, step);
	int64_t unread;

	if (!peer_delivered(peer))
		return PROGRESS_WAIT;
	unread = queue_unread(&peer->remote, &peer->local);
	if (unread == -1)
		return stage->running ? PROGRESS_REFUSED : PROGRESS_WAIT;
	if (unread != 0 || !stage->running) {
		stage->looks = 0;
		return PROGRESS_WAIT;
	}
	return blocked_now(stage->lab, &stage->box) ||
		++stage->looks > MOST_LOOKS
	    ? PROGRESS_DONE
	    : PROGRESS_WAIT;
}

static enum progress
look_exit(struct stage *stage, const struct step *step)
{
	(void)step;
	return stage->running ? PROGRESS_WAIT : PROGRESS_DONE;
}

static const struct row {
	int (*begin)(struct stage *stage, const struct step *step, char *err);
	look_function *look;
	enum wait wait;
	bool no_event;
} rows[] = {
	[STEP_LISTEN] = { begin_listen, NULL, WAIT_NOTHING, false },
	[STEP_RESERVE] = { begin_reserve, NULL, WAIT_NOTHING, false },
	[STEP_START] = { begin_start, NULL, WAIT_NOTHING, false },
	[STEP_ACCEPT] = { NULL, look_accept, WAIT_READY, false },
	[STEP_READ_LINE] = { NULL, look_read_line, WAIT_ANSWER, false },
	[STEP_READ_END] = { NULL, look_read_end, WAIT_ANSWER, false },
	[STEP_SEND] = { begin_send, look_send, WAIT_ANSWER, false },
	[STEP_AWAIT_DRAINED] = { NULL, look_drained, WAIT_ANSWER, true },
	[STEP_RESET] = { begin_reset, NULL, WAIT_NOTHING, false },
	[STEP_CLOSE] = { begin_close, NULL, WAIT_NOTHING, false },
	[STEP_AWAIT_EXIT] = { NULL, look_exit, WAIT_EXIT, false },
};

static void
stop_at(struct stage *stage, const struct step *step, enum waited how)
{
	struct evidence *evidence = stage->evidence;

	evidence->stop = how == WAITED_DEADLINE ? STOP_DEADLINE
	    : how == WAITED_ENDED		? STOP_ENDED
						: STOP_REFUSED;
	evidence->stop_step = (int)evidence->step_count - 1;
	evidence->stop_kind = step->kind;
}

/*
 * Play one step.  Returns 0, 1 when the story stops here, or -1 with a
 * sentence in err.
 */
static int
play_step(struct stage *stage, const struct step *step, char *err)
{
	const struct row *row = &rows[step->kind];
	enum waited how = WAITED_DONE;
	int begun = 0;

	story_tell(stage->order, step, stage->evidence, stage_now_ns());
	stage->looks = 0;
	if (row->begin != NULL)
		begun = row->begin(stage, step, err);
	if (begun == -1)
		return -1;
	if (begun == BOX_NO_PROGRAM)
		how = WAITED_ENDED;
	else if (row->look != NULL)
		how = stage_wait(
		    stage, step, row->look, row->wait, row->no_event);
	if (how == WAITED_DONE) {
		struct evidence *e = stage->evidence;

		e->steps[e->step_count - 1].done = true;
		e->steps[e->step_count - 1].time_ns = stage_now_ns();
		return 0;
	}
	stop_at(stage, step, how);
	return 1;
}

/* A program that lost its connection is still given its time to end. */
static void
let_it_end(struct stage *stage)
{
	static const struct step await_exit = { STEP_AWAIT_EXIT, 0, NULL };
	enum waited how;

	if (stage->evidence->stop != STOP_REFUSED || !stage->running)
		return;
	how = stage_wait(stage, &await_exit, look_exit, WAIT_EXIT, false);
	if (how == WAITED_DEADLINE) {
		stage->evidence->stop = STOP_DEADLINE;
		stage->evidence->stop_kind = STEP_AWAIT_EXIT;
	}
}

static int
play_steps(struct stage *stage, char *err)
{
	int rc = 0;

	for (const struct step *s = stage->order->scenario->steps;
	     rc == 0 && s->kind != STEP_END; s++)
		rc = play_step(stage, s, err);
	if (rc == 1)
		let_it_end(stage);
	if (stage->running)
		stage_end_program(
		    stage, stage->evidence->stop == STOP_DEADLINE);
	for (size_t i = 0; i < MAX_PEERS; i++)
		peer_last_look(&stage->peers[i]);
	return rc == -1 ? -1 : 0;
}

/* ---- before and after ---- */

/* A program may say what its peers say, and some more. */
static size_t
most_output(const struct play_order *order)
{
	struct blob bytes = { 0 };
	size_t most;

	for (const struct step *s = order->scenario->steps; s->kind != STEP_END;
	     s++) {
		if (s->kind == STEP_SEND)
			values_bytes(order->values, s->text, &bytes);
	}
	most = bytes.len + SPARE_OUTPUT;
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

/* The network, the capture and the view, before there is any program. */
static int
set_the_stage(struct stage *stage, char *err)
{
	const struct play_order *order = stage->order;
	struct capture *capture;

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

static void
count_peers(struct stage *stage)
{
	for (const struct step *s = stage->order->scenario->steps;
	     s->kind != STEP_END; s++) {
		if (s->kind == STEP_LISTEN &&
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
		.out = -1,
		.err = -1,
		.log = -1 };
	char err[ERR_LEN];

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
	blob_release(&stage.sending);
	if (write_evidence(&order->outlets, &evidence) == -1)
		return 1;
	return write(order->done_fd, "", 1) == 1 ? 0 : 1;
}
