/*
 * Tries: to see by __has_include what files there are, and to include them
 * Must: find none of them
 * Exercises: 11 51
 * Ends: not-built
 */
#include "attack.h"

#if __has_include(SECRET_0) || \
    __has_include(SECRET_1) || \
	__has_include(SECRET_2) || \
	    __has_include(SECRET_3) || \
		__has_include(SECRET_4) || \
		    __has_include("/etc/shadow") || \
			__has_include("/proc/1/cmdline") || \
			    __has_include("/root/.profile")
#error GOT THROUGH: the compiler sees it
#else
#error refused: the compiler sees none of them
#endif
