/*
 * Tries: to have the compiler print files in its error messages
 * Must: not be built, and print nothing of them
 * Exercises: 11
 * Ends: not-built
 */
#include "../../../../../../../../etc/shadow"
#include "/etc/shadow"
#include "/proc/1/environ"
#include SECRET_0
#include SECRET_1
#include SECRET_2
#include SECRET_3
#include SECRET_4

int
main(void)
{
	return 0;
}
