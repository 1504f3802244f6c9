/*
 * Tries: to write a clean report of valgrind's on every descriptor, to hide a
 *	memory error
 * Must: lose the memory marks, and no others
 * Exercises: 11 51
 * With: the solution
 * Ends: failed
 * Fails: memory
 */
#include "attack.h"

static const char report[] =
    "==2== Memcheck, a memory error detector\n"
    "==2== Command: /work/program\n==2== \n==2== HEAP SUMMARY:\n"
    "==2==     in use at exit: 0 bytes in 0 blocks\n==2== \n"
    "==2== ERROR SUMMARY: 0 errors from 0 contexts (suppressed: 0 from 0)\n";

ATTACK
forge_report(void)
{
	volatile char *block = malloc(8);

	block[8] = 1; /* there is room: malloc rounds up */
	free((void *)block);
	for (int fd = 3; fd < 2048; fd++)
		(void)!write(fd, report, sizeof(report) - 1);
}
