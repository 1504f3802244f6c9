/*
 * The stage of one case: the program, the peers and the capture, and the one
 * place that waits.
 */
#ifndef GRADER_STAGE_H
#define GRADER_STAGE_H

#include <stdbool.h>

#include "box/box.h"
#include "box/terminal.h"
#include "net/capture.h"
#include "peer/peer.h"
#include "play.h"

/* What the standard output of a program is. */
enum output { OUTPUT_READ, OUTPUT_HELD, OUTPUT_FULL_DISK };

struct stage {
	const struct lab *lab;
	const struct play_order *order;
	struct evidence *evidence;
	struct tap tap; /* tap.fd -1: nothing is captured */
	struct peer peers[MAX_PEERS];
	struct terminal terminals[MAX_RUNS]; /* for the runs to come */
	struct box box;
	bool running;	    /* a program is */
	struct run *run;    /* the last one started */
	int out, err, log;  /* its output, and valgrind's; -1: at its end */
	int held;	    /* its own end of out, not read yet; -1: it is */
	enum output output; /* where the next one prints to */
	size_t most_out;    /* more than that is a flood */
	size_t matched;	    /* of its output, by what was awaited */
	int signal;	    /* what it was sent, or 0 */
	bool peeks;	    /* it waits, and leaves what has come unread */
	bool spins;	    /* it never waits in a system call */
	int in;		    /* what feeds its standard input; -1: fed */
	size_t fed;	    /* of input */
	bool has_input;	    /* the program, or else the next one */
	bool in_held;	    /* no more of it is there than */
	size_t in_let;
	struct blob input;
	int64_t spent_us; /* on the steps until now, but for pauses */

	/* of the step in play */
	struct blob text;	  /* expanded */
	struct sockaddr_in place; /* that it names */
	int looks;		  /* at a program that does not wait, so far */
	int64_t wake_us;	  /* when its pause is over */
};

/* What a step waits for: each has its deadline. */
enum wait {
	WAIT_READY,
	WAIT_ANSWER,
	WAIT_EXIT,
	WAIT_STOP,
	WAIT_PAUSE,
	WAIT_ALL /* of the case's steps */
};

/* What may tell that it has come, besides the program and its output. */
enum watch {
	WATCH_NOTHING,
	WATCH_LISTENER, /* somebody connects to the peer */
	WATCH_INCOMING, /* the peer's socket can be read */
	WATCH_OUTGOING, /* it can be written */
	WATCH_AGAIN	/* nothing tells: look again and again */
};

/* What a step looks at each time that something may have happened. */
typedef enum progress
look_function(struct stage *stage, const struct step *step);

struct await {
	look_function *look;
	enum wait wait;
	enum watch watch;
};

/* How a wait came to its end. */
enum waited {
	WAITED_DONE,
	WAITED_DEADLINE,
	WAITED_ENDED,
	WAITED_REFUSED,
	WAITED_TAKEN,
	WAITED_OVERTIME
};

/*
 * Look, and wait for something to happen, until look is done, refused, the
 * program has ended and look still waits, or the deadline is over, which begins
 * anew whenever the program gets on.
 */
enum waited stage_wait(
    struct stage *stage, const struct step *step, const struct await *await);

/*
 * Start the program.  Returns 0, BOX_NO_PROGRAM when it cannot be executed, or
 * -1 with a sentence in err: our failure.
 */
int stage_start(struct stage *stage, const struct strings *words, char *err);

/* True when the steps until now took longer than a whole case may. */
bool stage_is_overtime(const struct stage *stage);

/* Give it what its standard input has room for now. */
void stage_feed(struct stage *stage);

/* Send it a signal. */
void stage_signal(struct stage *stage, int number);

/*
 * The program is over, or made to be: empty the box, take in its last output,
 * and write down how it ended; hung: it was given all its time.
 */
void stage_end_program(struct stage *stage, bool hung);

/* Close *fd unless it is -1, which it is then. */
void close_end(int *fd);

uint64_t stage_now_ns(void);
int64_t stage_now_us(void); /* on a clock that nobody sets */

#endif
