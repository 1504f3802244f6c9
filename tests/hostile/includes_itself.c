/*
 * Tries: to include itself without end, twice each time
 * Must: not be built
 * Exercises: 11
 * Ends: not-built
 */
#include __FILE__
#include __FILE__
