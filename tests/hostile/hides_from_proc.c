/*
 * Tries: to be looked at by nobody, by its flags and its name
 * Must: be graded on its merits
 * Exercises: 12
 * With: the solution
 * Ends: passed
 */
#include <sys/prctl.h>

#include "attack.h"

ATTACK
hide(void)
{
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_NAME, ") R 1\nPid:\t1");
}
