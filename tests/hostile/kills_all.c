/*
 * Tries: to kill whatever it can name: all, and pid 1
 * Must: reach nobody; the program is graded on its merits
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include "attack.h"

ATTACK
kill_all(void)
{
	kill(-1, SIGKILL);
	kill(1, SIGKILL);
	kill(-1, SIGSTOP);
	kill(1, SIGSTOP);
	for (pid_t pid = 1; pid < 40000; pid++) {
		if (pid != getpid())
			kill(pid, SIGKILL);
	}
	tried("to kill the grader", false);
}
