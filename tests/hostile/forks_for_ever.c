/*
 * Tries: to be nowhere: each of a chain of processes starts the next and ends
 * Must: be seen when it goes on after the server, and be gone with its case
 * Exercises: 12 22
 * With: the solution
 * Ends: failed
 * Fails: clean-stop
 * Patience: 1
 */
#include "attack.h"

ATTACK
fork_for_ever(void)
{
	if (watched() || fork() != 0)
		return;
	for (;;)
		if (fork() > 0)
			_exit(0);
}
