/* One evidence that has something in every member, for several tests. */
#ifndef TESTS_UNIT_EVIDENCE_SAMPLE_H
#define TESTS_UNIT_EVIDENCE_SAMPLE_H

#include <stdlib.h>
#include <string.h>

#include "model/evidence.h"

static inline void
sample_fill_run(struct run *run)
{
	strings_add(&run->argv, "raw_tcp_syn");
	strings_add(&run->argv, "");
	strings_add(&run->argv, "\xff\"\\x41\n\x7f");
	run->end = END_HUNG;
	run->status = -1;
	blob_printf(&run->out, "out");
	blob_printf(&run->err, "err");
	run->err_cut = true;
	run->outlived = true;
	blob_add(&run->tool_log, "a\0b\xc3", 4);
	run->tool_log_garbled = true;
	run->blocked = xstrdup("recvfrom on descriptor 3");
	run->begin_ns = UINT64_C(1700000000123456789);
	run->end_ns = UINT64_MAX;
}

static inline void
sample_fill_peer(struct peer_log *log)
{
	struct datagram *datagram;

	log->connected = true;
	log->end = PEER_RESET;
	log->port = 65535;
	strcpy(log->address, "255.255.255.255");
	blob_add(&log->received, "\0\x80", 2);
	datagram = peer_log_add_datagram(log);
	blob_add(&datagram->bytes, "\xff\0", 2);
	strcpy(datagram->from, "127.0.0.1");
	datagram->from_port = 7777;
	peer_log_add_datagram(log);
}

/* Something everywhere, and nothing that JSON could not hold left out. */
static inline void
sample_fill(struct evidence *evidence)
{
	struct handed *handed;

	*evidence = (struct evidence){ .slug = xstrdup("raw-tcp-syn"),
		.case_id = xstrdup("fixed"),
		.seed = UINT64_MAX,
		.played = true,
		.trouble = xstrdup("caf\xe9"),
		.skipped = xstrdup(""),
		.stop = STOP_DEADLINE,
		.stop_step = 1,
		.stop_kind = STEP_AWAIT_EXIT,
		.counters = { 1, 2, 3, 4, 5, UINT64_MAX } };
	evidence_add_step(evidence)->text = xstrdup("starts \"it\"");
	evidence->steps[0].done = true;
	evidence->steps[0].time_ns = UINT64_C(9007199254740993);
	evidence_add_step(evidence)->text = xstrdup("ends");
	sample_fill_run(evidence_add_run(evidence));
	evidence_add_run(evidence);
	evidence_add_capture(evidence, "lo")->dropped = SIZE_MAX;
	capture_add(evidence->captures, (const uint8_t *)"frame", 5);
	evidence_add_capture(evidence, "a link of fifteen");
	evidence->peer_count = 2;
	sample_fill_peer(&evidence->peers[1]);
	handed = evidence_add_handed(evidence);
	handed->call = xstrdup("sendto");
	blob_add(&handed->bytes, "\x45\0\\", 3);
}

static inline char *
sample_document(void)
{
	struct evidence evidence;
	char *text;

	sample_fill(&evidence);
	text = evidence_to_json(&evidence);
	evidence_release(&evidence);
	return text;
}

#endif
