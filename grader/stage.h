/*
 * The stage of one case: the program, the peers and the capture, and the one
 * place that waits.
 */
#ifndef GRADER_STAGE_H
#define GRADER_STAGE_H

#include <stdbool.h>

#include "box/box.h"
#include "net/capture.h"
#include "peer/peer.h"
#include "play.h"

/* What a step waits for: each has its deadline. */
enum wait { WAIT_NOTHING, WAIT_READY, WAIT_ANSWER, WAIT_EXIT };

struct stage {
	const struct lab *lab;
	const struct play_order *order;
	struct evidence *evidence;
	struct tap tap; /* tap.fd -1: nothing is captured */
	struct peer peers[MAX_PEERS];
	struct box box;
	bool running;	     /* a program is */
	struct run *run;     /* the last one started */
	int out, err, log;   /* its output, and valgrind's; -1: at its end */
	size_t most_out;     /* more than that is a flood */
	struct blob sending; /* what the step in play sends */
	int looks;	     /* at a program that does not wait, so far */
};

/* How a wait came to its end. */
enum waited { WAITED_DONE, WAITED_DEADLINE, WAITED_ENDED, WAITED_REFUSED };

/* What a step looks at each time that something may have happened. */
typedef enum progress
look_function(struct stage *stage, const struct step *step);

/*
 * Look, and wait for something to happen, until look is done, refused, the
 * program has ended and look still waits, or the deadline is over, which begins
 * anew whenever the program gets on.  no_event: nothing tells when it happens,
 * so look again and again.
 */
enum waited stage_wait(struct stage *stage, const struct step *step,
    look_function *look, enum wait what, bool no_event);

/*
 * Start the program.  Returns 0, BOX_NO_PROGRAM when it cannot be executed, or
 * -1 with a sentence in err: our failure.
 */
int stage_start(struct stage *stage, const struct strings *words, char *err);

/*
 * The program is over, or made to be: empty the box, take in its last output,
 * and write down how it ended; hung: it was given all its time.
 */
void stage_end_program(struct stage *stage, bool hung);

uint64_t stage_now_ns(void);

#endif
