/* A pseudo-terminal for a program's output: it prints as a student sees it. */
#ifndef GRADER_BOX_TERMINAL_H
#define GRADER_BOX_TERMINAL_H

struct terminal {
	int ours;    /* what the program prints is read here, byte for byte */
	int program; /* its end; when all copies are closed, ours gives EIO */
};

/*
 * Open one.  Before a view is entered: there are no terminals in it.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int terminal_open(struct terminal *terminal, char *err);

#endif
