/* Evidence grows, and is thrown away: see evidence.h. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/evidence.h"

struct run *
evidence_add_run(struct evidence *evidence)
{
	struct run *run;

	evidence->runs =
	    xgrow(evidence->runs, evidence->run_count, sizeof(*evidence->runs));
	run = &evidence->runs[evidence->run_count++];
	*run = (struct run){ 0 };
	return run;
}

struct step_log *
evidence_add_step(struct evidence *evidence)
{
	struct step_log *step;

	evidence->steps = xgrow(
	    evidence->steps, evidence->step_count, sizeof(*evidence->steps));
	step = &evidence->steps[evidence->step_count++];
	*step = (struct step_log){ 0 };
	return step;
}

struct capture *
evidence_add_capture(struct evidence *evidence, const char *link)
{
	struct capture *capture;

	evidence->captures = xgrow(evidence->captures, evidence->capture_count,
	    sizeof(*evidence->captures));
	capture = &evidence->captures[evidence->capture_count++];
	*capture = (struct capture){ 0 };
	snprintf(capture->link, sizeof(capture->link), "%s", link);
	return capture;
}

struct handed *
evidence_add_handed(struct evidence *evidence)
{
	struct handed *handed;

	evidence->handed = xgrow(evidence->handed, evidence->handed_count,
	    sizeof(*evidence->handed));
	handed = &evidence->handed[evidence->handed_count++];
	*handed = (struct handed){ 0 };
	return handed;
}

struct datagram *
peer_log_add_datagram(struct peer_log *log)
{
	struct datagram *datagram;

	log->datagrams =
	    xgrow(log->datagrams, log->datagram_count, sizeof(*log->datagrams));
	datagram = &log->datagrams[log->datagram_count++];
	*datagram = (struct datagram){ 0 };
	return datagram;
}

struct frame *
capture_add(struct capture *capture, const uint8_t *data, size_t len)
{
	struct frame *frame;

	capture->frames =
	    xgrow(capture->frames, capture->count, sizeof(*capture->frames));
	frame = &capture->frames[capture->count++];
	*frame = (struct frame){ .data = xcalloc(len, 1) };
	if (len > 0)
		memcpy(frame->data, data, len);
	frame->len = len;
	frame->wire_len = len;
	return frame;
}

void
capture_release(struct capture *capture)
{
	for (size_t i = 0; i < capture->count; i++)
		free(capture->frames[i].data);
	free(capture->frames);
	*capture = (struct capture){ 0 };
}

static void
run_release(struct run *run)
{
	strings_release(&run->argv);
	blob_release(&run->out);
	blob_release(&run->err);
	blob_release(&run->tool_log);
	free(run->blocked);
}

static void
peer_log_release(struct peer_log *log)
{
	blob_release(&log->received);
	for (size_t i = 0; i < log->datagram_count; i++)
		blob_release(&log->datagrams[i].bytes);
	free(log->datagrams);
}

bool
evidence_timed_out(const struct evidence *evidence)
{
	return evidence->stop == STOP_DEADLINE ||
	    evidence->stop == STOP_OVERTIME;
}

void
evidence_release(struct evidence *evidence)
{
	for (size_t i = 0; i < evidence->step_count; i++)
		free(evidence->steps[i].text);
	for (size_t i = 0; i < evidence->run_count; i++)
		run_release(&evidence->runs[i]);
	for (size_t i = 0; i < evidence->capture_count; i++)
		capture_release(&evidence->captures[i]);
	for (size_t i = 0; i < MAX_PEERS; i++)
		peer_log_release(&evidence->peers[i]);
	for (size_t i = 0; i < evidence->handed_count; i++) {
		free(evidence->handed[i].call);
		blob_release(&evidence->handed[i].bytes);
	}
	free(evidence->steps);
	free(evidence->runs);
	free(evidence->captures);
	free(evidence->handed);
	free(evidence->slug);
	free(evidence->case_id);
	free(evidence->trouble);
	free(evidence->skipped);
	free(evidence->level);
	*evidence = (struct evidence){ 0 };
}
