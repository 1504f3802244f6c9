/*
 * Tries: to ignore every signal, and spins
 * Must: be ended when its time is over
 * Exercises: 11 51
 * Ends: failed 0
 */
#include <signal.h>

int
main(void)
{
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_IGN);
	for (;;)
		;
}
