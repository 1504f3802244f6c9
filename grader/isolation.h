/*
 * What this machine lets us confine programs with, found out by trying it in a
 * throw-away lab; never by the name of a distribution.
 *
 *   full     a lab of its own for each case, and all of the box
 *   partial  no namespaces: limits, filter and Landlock on the shared loopback;
 *            exercises that need raw sockets cannot be checked
 *   none     not even those: nothing is graded unless it is asked for
 */
#ifndef GRADER_ISOLATION_H
#define GRADER_ISOLATION_H

#include "model/blob.h"

enum level { LEVEL_NONE, LEVEL_PARTIAL, LEVEL_FULL };

struct isolation {
	enum level level;
	int landlock;	      /* its version; 0: none */
	char reason[ERR_LEN]; /* why it is not full, or "" */
	const char *mend;     /* how to make it full, or NULL */
};

/* Find out.  Takes about as long as one case. */
void isolation_probe(struct isolation *isolation);

const char *level_word(enum level level);

#endif
