/* Where a program that does not end sits. */
#ifndef GRADER_BOX_BLOCKED_H
#define GRADER_BOX_BLOCKED_H

#include <stdbool.h>

#include "box/box.h"
#include "lab.h"

/*
 * Of the process of a pidfd: "recvfrom on descriptor 3 (a TCP socket connected
 * to 127.0.0.2 port 7777)", "its own code, in no system call", or NULL if it
 * cannot be seen.  To be freed.
 */
char *blocked_text(const struct lab *lab, int pidfd);

/*
 * True if the program waits in system calls now, with all its threads, its
 * children and theirs, whether their parents still live or not.
 */
bool blocked_now(const struct lab *lab, const struct box *box);

#endif
