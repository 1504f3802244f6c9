/*
 * Tries: to behave well only where it sees valgrind
 * Must: earn nothing: memory is a duty, and the heart is played without it
 * Exercises: 11 51
 * With: the solution
 * Ends: failed 0
 */
#include "attack.h"

ATTACK
leave_unless_watched(void)
{
	if (!watched())
		_exit(0);
}
