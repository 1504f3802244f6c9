/*
 * Tries: to leave a daemon behind, which holds the pipes and hears no signal
 * Must: be gone with its case; the program is graded on its merits
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
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
