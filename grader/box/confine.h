/* What a program may not do: applied by the child itself, before exec. */
#ifndef GRADER_BOX_CONFINE_H
#define GRADER_BOX_CONFINE_H

#include <stdbool.h>

#include "box/box.h"

/* Limits on time, memory, files, processes.  Returns 0 or -1 with errno. */
int confine_limits(const struct limits *limits);

/* Give up every capability, but the one for raw sockets if raw. */
int confine_capabilities(bool raw);

/*
 * Landlock: read and execute anywhere (in a lab, or else in the system's own
 * folders and the order's files), write only to /dev/null and the order's folder;
 * no signal and no abstract socket reaches out.  Returns 0 also where the
 * kernel has no Landlock.
 */
int confine_files(bool apart, const struct box_order *order);

/* The version of Landlock that this kernel has; 0: none. */
int confine_landlock_version(void);

#endif
