/*
 * Tries: to be a program that is built but that no kernel can execute
 * Must: fail as any program that does not work: it is no fault of the grader's
 * Exercises: 11 51
 * With: the solution
 * Ends: failed 0
 */
#include "attack.h"

/* Where the path of the loader belongs. */
const char no_path[1] __attribute__((section(".interp"), used)) = { 'x' };
