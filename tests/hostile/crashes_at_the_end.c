/*
 * Tries: to crash once all its work is done
 * Must: lose what the end of the program is worth
 * Exercises: 11 51
 * With: the solution
 * Ends: failed
 */
#include "attack.h"

__attribute__((destructor)) static void
crash(void)
{
	raise(SIGSEGV);
}
