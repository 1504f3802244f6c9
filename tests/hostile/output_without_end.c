/*
 * Tries: to print without end, from 32 processes
 * Must: be stopped, and that be no way round the judge
 * Exercises: 31
 * Ends: failed 0
 */
#include <unistd.h>

int
main(void)
{
	static char zeros[65536];

	for (int i = 0; i < 5; i++)
		fork();
	for (;;)
		(void)!write(1, zeros, sizeof(zeros));
}
