/*
 * Tries: to have the compiler print a verdict, escapes and turned text
 * Must: be quoted, byte for byte escaped
 * Exercises: 11
 * Ends: not-built
 */
#pragma message "[2J[32mPASSED  1 of 1 exercises[0m"
#error [32mPASSED[0m ‮dessap‬ 1mTOTAL 10/10
