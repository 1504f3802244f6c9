/*
 * Tries: to stop, and to leave a daemon in another session that goes on serving
 * Must: be seen, and gone with its case
 * Exercises: 12 22
 * With: the solution
 * Ends: failed
 * Fails: clean-stop
 * Patience: 1
 */
#include "attack.h"

ATTACK
leave_a_daemon(void)
{
	if (watched() || fork() != 0)
		return;
	setsid();
	if (fork() != 0)
		_exit(0);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_IGN);
	for (;;)
		pause();
}
