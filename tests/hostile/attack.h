/*
 * What hostile programs share.  The test puts this text in the place of the
 * #include, since a submission is one file, and defines before it
 *
 *	SECRET_PATHS  files that no submission may see: "/one", "/two", NULL
 *	MARK	      the name of every file that an attack makes
 *
 * An attack that is refused says so, for the test has to see that it was tried;
 * one that is not says GOT THROUGH, and the test fails.
 */
#ifndef HOSTILE_ATTACK_H
#define HOSTILE_ATTACK_H

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#ifndef MARK
#define MARK	     "hostile-mark"
#define SECRET_PATHS NULL
#endif

/* Runs before main(); the solution may follow behind it. */
#define ATTACK __attribute__((constructor)) static void

static inline void
tried(const char *what, bool got_through)
{
	dprintf(2, "%s: %s\n", got_through ? "GOT THROUGH" : "refused", what);
}

/* A call that has to fail, and in just this way. */
static inline void
tried_call(const char *what, long result, int wanted)
{
	const bool through = result != -1 || errno != wanted;

	if (through)
		dprintf(2, "%s: %ld, %s\n", what, result, strerror(errno));
	tried(what, through);
}

/* valgrind puts itself in front of every program by this. */
static inline bool
watched(void)
{
	return getenv("LD_PRELOAD") != NULL;
}

#endif
