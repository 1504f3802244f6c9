/*
 * Tries: to end with status 0 at once, and leaves the work to a child
 * Must: have what was printed when it ended, and no more
 * Exercises: 31
 * With: the solution
 * Ends: failed 0
 */
#include "attack.h"

ATTACK
leave_it_to_a_child(void)
{
	if (fork() != 0)
		_exit(0);
	sleep(2);
}
