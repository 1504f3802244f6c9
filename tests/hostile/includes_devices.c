/*
 * Tries: to make the compiler read without end
 * Must: not be built, or be ended when its time is over
 * Exercises: 11
 * Ends: not-built
 */
#include "/dev/urandom"
#include "/dev/zero"
