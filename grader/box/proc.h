/*
 * Looking at processes by /proc.  The one at hand may belong to an outer pid
 * namespace, where every process has another number.
 */
#ifndef GRADER_BOX_PROC_H
#define GRADER_BOX_PROC_H

#include <sys/types.h>

#include "lab.h"

/* Read a small file below /proc as a string.  Returns its length, or -1. */
ssize_t
proc_read(const struct lab *lab, const char *path, char *text, size_t size);

/* The number that the process of a pidfd has in that /proc, or -1. */
int proc_number(const struct lab *lab, int pidfd);

#endif
