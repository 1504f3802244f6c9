/*
 * Tries: to have more processes than there is room for
 * Must: stay below its limit and be gone with its case
 * Exercises: 11
 * Ends: failed 0
 */
#include <unistd.h>

int
main(void)
{
	for (;;)
		fork();
}
