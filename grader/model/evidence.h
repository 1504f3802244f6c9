/*
 * What was seen when a case was played.  Written by play, read by judges; it
 * holds facts only, no opinion.  A zeroed struct is empty.
 */
#ifndef GRADER_MODEL_EVIDENCE_H
#define GRADER_MODEL_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/blob.h"
#include "model/exercise.h"

/* How a run of a program came to its end. */
enum end {
	END_NOT_STARTED,
	END_EXITED,    /* status: its exit status */
	END_SIGNALLED, /* status: the signal */
	END_HUNG,      /* still running when its time was over: killed */
	END_STOPPED    /* killed by us after the last step */
};

/* One program started in a case. */
struct run {
	struct strings argv; /* argv[0] is the program's name */
	enum end end;
	int status;
	struct blob out, err;
	bool out_cut, err_cut; /* there was more than the cap */
	bool outlived; /* told to stop, it left processes of its own behind */
	struct blob tool_log; /* valgrind's, if it ran under it */
	bool tool_log_garbled;
	/* where it hung, or one sits that outlived it, or NULL:
	 * "recvfrom on descriptor 3 (a TCP socket ...)" */
	char *blocked;
	uint64_t begin_ns, end_ns; /* CLOCK_REALTIME */
};

/* One frame seen on a link. */
struct frame {
	uint8_t *data;	 /* from the Ethernet header on */
	size_t len;	 /* bytes kept */
	size_t wire_len; /* bytes it had */
	uint64_t time_ns;
	bool partial_checksum; /* left unfinished by the kernel */
};

struct capture {
	char link[16];
	struct frame *frames;
	size_t count;
	size_t dropped; /* frames that the kernel had no room for */
};

/* One datagram that a UDP peer received. */
struct datagram {
	struct blob bytes;
	char from[16]; /* "127.0.0.1" */
	int from_port;
};

/*
 * What one peer saw: all that it received, and the address and end of its last
 * connection, or UDP socket, if it had several one after another.
 */
enum peer_end { PEER_OPEN, PEER_END_OF_FILE, PEER_RESET };
struct peer_log {
	bool connected;
	struct blob received; /* TCP */
	enum peer_end end;
	char address[16]; /* its own, once it has one */
	int port;
	struct datagram *datagrams;
	size_t datagram_count;
};

/* One step, as played. */
struct step_log {
	char *text; /* "peer 1 sends 17 bytes: \"Hello...\"" */
	bool done;
	uint64_t time_ns;
};

/* Why the story stopped before its last step. */
enum stop {
	STOP_NOT,      /* all steps were played */
	STOP_DEADLINE, /* what the step waits for did not come in time */
	STOP_ENDED,    /* the program ended first */
	STOP_REFUSED,  /* the connection was reset or closed first */
	STOP_TAKEN,    /* sockets of the program's have what a peer needs */
	STOP_OVERTIME  /* it came in time, each time, but all took too long */
};

/* Bytes that the program handed to the kernel through a raw socket. */
struct handed {
	char *call; /* "sendto" */
	struct blob bytes;
};

/* The kernel's own opinion: what it counted while the case was played. */
struct counters {
	uint64_t tcp_in_csum_errors;
	uint64_t udp_in_csum_errors;
	uint64_t icmp_in_csum_errors;
	uint64_t ip_in_hdr_errors;
	uint64_t ip_in_csum_errors;
	uint64_t ip_in_truncated;
};

struct evidence {
	char *slug;
	char *case_id;
	uint64_t seed;
	bool played;   /* false: trouble says why it could not be */
	char *trouble; /* our own failure; never the submission's */
	char *skipped; /* not played: the program hung in this case before */
	char *level;   /* isolation: "full", "partial", "none" */

	struct step_log *steps;
	size_t step_count;
	enum stop stop;
	int stop_step; /* index into steps; -1 when STOP_NOT */
	enum step_kind stop_kind;

	struct run *runs;
	size_t run_count;
	struct capture *captures; /* 0: no network of ours to capture on */
	size_t capture_count;
	struct peer_log peers[MAX_PEERS];
	size_t peer_count;
	struct handed *handed;
	size_t handed_count;
	struct counters counters;
};

void evidence_release(struct evidence *evidence);

/* The program had no more time, for a step or for all of them. */
bool evidence_timed_out(const struct evidence *evidence);

struct run *evidence_add_run(struct evidence *evidence);
struct step_log *evidence_add_step(struct evidence *evidence);
struct capture *
evidence_add_capture(struct evidence *evidence, const char *link);
struct handed *evidence_add_handed(struct evidence *evidence);
struct datagram *peer_log_add_datagram(struct peer_log *log);

/* Add a frame with a copy of its data. */
struct frame *
capture_add(struct capture *capture, const uint8_t *data, size_t len);
void capture_release(struct capture *capture);

/*
 * As JSON, without frames and without the runs' output: those are files of
 * their own beside it.  evidence_to_json returns a string to be freed;
 * evidence_from_json returns 0, or -1 with a sentence in err[ERR_LEN] and
 * evidence empty.  What evidence held before is not released.
 */
char *evidence_to_json(const struct evidence *evidence);
int evidence_from_json(const char *text, struct evidence *evidence, char *err);

#endif
