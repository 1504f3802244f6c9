/*
 * Tries: to make the compiler wait for its own error messages
 * Must: be ended when its time is over
 * Exercises: 11
 * Ends: not-built
 */
#include "/proc/self/fd/2"

int
main(void)
{
	return 0;
}
