/*
 * Tries: to stop itself and a child that shares its pipes
 * Must: be ended when its time is over
 * Exercises: 11
 * Ends: failed 0
 */
#include <signal.h>
#include <unistd.h>

int
main(void)
{
	fork();
	for (;;)
		raise(SIGSTOP);
}
