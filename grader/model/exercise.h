/*
 * The tables that an exercise is made of: its row, its cases, their steps and
 * values, its checks.  All of it is constant data.
 */
#ifndef GRADER_MODEL_EXERCISE_H
#define GRADER_MODEL_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exhibit;
struct verdict;

/*
 * What one case plays, step by step.  A text is expanded before use: $name
 * stands for the case's value of that name, $name[N] for its first N bytes.
 */
enum step_kind {
	STEP_END = 0, /* ends every table */

	/* the program */
	STEP_INPUT,	  /* what the next program started reads from stdin */
	STEP_HOLD_INPUT,  /* none of that is there yet */
	STEP_FULL_DISK,	  /* its stdout is a disk without room */
	STEP_HOLD_OUTPUT, /* what it prints is left unread in its pipe */
	STEP_START,	  /* start the program; text: its arguments */
	STEP_AWAIT_READY, /* a TCP listener of it is found at "ADDRESS PORT" */
	STEP_AWAIT_BOUND, /* a UDP socket of it is found at "ADDRESS PORT" */
	STEP_AWAIT_OUTPUT, /* it has printed text, after what was awaited before */
	STEP_AWAIT_IDLE, /* it waits in a system call */
	STEP_FEED, /* so many bytes more are there; it reads them and waits */
	STEP_AWAIT_FULL, /* that pipe is full, or it ended: read from now on */
	STEP_SIGNAL,	 /* send it TERM or INT */
	STEP_AWAIT_EXIT, /* it ends by itself */

	/* a peer that the program connects to */
	STEP_LISTEN,  /* peer listens on "ADDRESS PORT" */
	STEP_RESERVE, /* nobody listens on "ADDRESS PORT", nor can */
	STEP_ACCEPT,  /* wait until the program connects to peer */

	/* a peer that connects to the program */
	STEP_CONNECT, /* peer connects: "ADDRESS PORT" or "ADDRESS PORT FROM" */

	/* either of them, once it is connected */
	STEP_READ_LINE,	    /* peer reads up to a newline or the end */
	STEP_READ_END,	    /* peer reads until the program's end of file */
	STEP_SEND,	    /* peer sends text, all of it */
	STEP_AWAIT_DRAINED, /* the program has read all of it and waits */
	STEP_RESET,	    /* peer resets its connection */
	STEP_CLOSE,	    /* peer sends its end of file, and still reads */

	/* a UDP peer */
	STEP_BIND, /* peer has a UDP socket at "ADDRESS PORT"; port 0: any */
	STEP_AIM,  /* where its datagrams go: "ADDRESS PORT" */
	STEP_SEND_DATAGRAM, /* peer sends text as one datagram */
	STEP_RECEIVE,	    /* peer receives one; its sender is aimed at */

	/* others */
	STEP_OCCUPY_TCP, /* somebody else listens on all addresses of "PORT" */
	STEP_OCCUPY_UDP, /* somebody else has all addresses of "PORT" */
	STEP_PAUSE	 /* a time that the contract names: "MILLISECONDS" */
};

struct step {
	enum step_kind kind;
	int peer; /* 0 .. MAX_PEERS-1 */
	const char
	    *text; /* words parted by single blanks; "''" is an empty one */
};

enum { MAX_PEERS = 64, MAX_RUNS = 320, MAX_VALUES = 16 };

/* Where the bytes of a value come from. */
enum value_kind {
	VALUE_END = 0,
	VALUE_TEXT,	/* the table's own bytes */
	VALUE_PORT,	/* from the seed: 20001..29999, swap above 1023 too */
	VALUE_ADDRESS,	/* from the seed: one of the lab's own addresses */
	VALUE_NUMBER32, /* from the seed: above 2^31, no byte 0 */
	VALUE_WORDS,	/* from the seed: len printable characters */
	VALUE_BYTES,	/* from the seed: len bytes above 0x7f, no NUL */
	VALUE_PATTERN,	/* from the seed: len bytes of any value */
	VALUE_HEX,	/* from the seed: len hex digits in lower case */
	VALUE_BASE64,	/* from the seed: len letters of RFC 4648 section 4 */
	VALUE_PROTOCOL	/* from the seed: 143..252, which nobody is assigned */
};

struct value {
	const char *name;
	enum value_kind kind;
	const char *text; /* VALUE_TEXT */
	size_t len;
};

/* V_TEXT("message", "Hello") and V_FRESH("message", VALUE_WORDS, 17) */
#define V_TEXT(name, literal) \
	{ \
		(name), VALUE_TEXT, (literal), sizeof(literal) - 1 \
	}
#define V_FRESH(name, kind, len) \
	{ \
		(name), (kind), NULL, (len) \
	}

/* What a case needs besides its steps. */
enum {
	CASE_CAPTURED = 1 << 0, /* expected/ID.pcap is what a solution makes */
	CASE_VALGRIND = 1 << 1, /* play under valgrind, with more patience */
	CASE_BULK = 1 << 2,	/* megabytes: capture with a ring */
	CASE_NO_RAW = 1 << 3,	/* withhold the right to open raw sockets */
	CASE_TERMINAL = 1 << 5, /* stdout is a terminal, as a server's is */
	CASE_LAB = 1 << 4	/* needs the lab's own names or addresses */
};

/* One case ("case" being a word of C's own). */
struct scenario {
	const char *id;
	const char *why; /* what it is there to tell apart */
	unsigned flags;
	const struct step *steps;
	struct value values[MAX_VALUES];
};

/*
 * HEART: without it no duty counts.  CORE: judged on its own.  DUTY: arguments,
 * failures, memory: counts only when the heart passes.
 */
enum role { ROLE_CORE = 0, ROLE_HEART, ROLE_DUTY };

struct check {
	const char *id;
	const char *title;
	int halves; /* marks, in halves of a point */
	enum role role;
	const char *cases; /* ids parted by blanks; "args-*" is a prefix */
	void (*judge)(const struct exhibit *exhibit, struct verdict *verdict);
	const char *rule; /* what is right, and where it is written */
};

struct exercise {
	int number;
	const char *slug; /* "raw-tcp-syn": the stable key */
	const char *title;
	const char *usage; /* "SRC SPORT DST DPORT SEQ MESSAGE" */
	bool raw;	   /* needs raw sockets, so a network of ours */
	const struct scenario *scenarios; /* ended by an id of NULL */
	const struct check *checks;	  /* ended by an id of NULL */
	const struct step
	    *try_steps; /* what `try` plays; $1 is the first argument */
	const char
	    *starter_sha256; /* of the starter without comments and blanks */
};

/* An exhibit is what a judge sees of one case, and nothing else. */
struct evidence;
struct capture;
struct values;
struct exhibit {
	const struct exercise *exercise;
	const struct scenario *scenario;
	const struct values *values;
	const struct evidence *evidence;
	const struct capture
	    *expected; /* NULL: none is kept for the exercise */
};

#endif
