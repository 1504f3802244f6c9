/*
 * Tries: to do its work before main(), and leaves by _exit
 * Must: be graded on its merits: all of them
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include "attack.h"

int main(int argc, char **argv);

ATTACK
answer_early(int argc, char **argv)
{
	_exit(main(argc, argv));
}
