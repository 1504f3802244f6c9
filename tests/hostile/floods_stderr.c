/*
 * Tries: to fill the grader's memory and disk by standard error
 * Must: be cut off
 * Exercises: 11
 * Ends: failed 0
 */
#include <unistd.h>

int
main(void)
{
	static char block[1 << 16];

	while (write(2, block, sizeof(block)) > 0)
		;
	return 1;
}
