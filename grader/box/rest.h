/* What a program that has ended left behind in its box. */
#ifndef GRADER_BOX_REST_H
#define GRADER_BOX_REST_H

#include <stdbool.h>

#include "box/box.h"
#include "lab.h"

/*
 * The program has ended.  Returns true if processes that it left still run; one
 * that has ended and was not waited for does not.  *pidfd is then one of them,
 * to be closed by the caller, or -1 when that has ended just now.
 */
bool rest_look(const struct lab *lab, struct box *box, int *pidfd);

#endif
