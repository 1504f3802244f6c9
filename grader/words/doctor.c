/* grader doctor: what this machine allows, and what mends the rest. */
#include <stdio.h>
#include <sys/utsname.h>

#include "isolation.h"
#include "tools.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader doctor\n"
    "\n"
    "Say how well programs can be confined here, which tools are found, what\n"
    "cannot be checked, and the command that mends it.\n"
    "\n"
    "  -h, --help   print this\n"
    "\n"
    "Exit status: 0 all can be checked; 3 something cannot.\n";

static const struct option options[] = {
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

static void
tell_isolation(const struct isolation *isolation)
{
	static const char *const means[] = {
		[LEVEL_NONE] = "programs cannot be confined: nothing is run "
			       "without --allow-isolation=none",
		[LEVEL_PARTIAL] = "programs run on the shared loopback, one at "
				  "a time; what needs raw sockets or a capture "
				  "cannot be checked",
		[LEVEL_FULL] = "each case has a network of its own",
	};

	printf("isolation  %s: %s\n", level_word(isolation->level),
	    means[isolation->level]);
	if (isolation->level != LEVEL_FULL) {
		printf("           because: %s\n", isolation->reason);
		if (isolation->mend != NULL)
			printf("           to mend it: %s\n", isolation->mend);
	}
	if (isolation->landlock > 0)
		printf("landlock   version %d\n", isolation->landlock);
	else
		printf(
		    "landlock   none: files are guarded by the view alone\n");
}

static void
tell_tool(const char *what, const char *path, const char *without)
{
	if (path != NULL)
		printf("%-10s %s\n", what, path);
	else
		printf("%-10s none: %s cannot be checked; to mend it: make "
		       "setup\n",
		    what, without);
}

int
word_doctor(int argc, char **argv)
{
	struct isolation isolation;
	struct utsname system;

	while (next_option(argc, argv, "h", options, help) != -1)
		;
	isolation_probe(&isolation);
	if (uname(&system) == 0)
		printf("system     %s %s, %s\n", system.sysname, system.release,
		    system.machine);
	tell_isolation(&isolation);
	tell_tool("compiler", tools_compiler(), "anything");
	tell_tool("valgrind", tools_memcheck(), "memory");
	return isolation.level == LEVEL_FULL && tools_compiler() != NULL &&
		tools_memcheck() != NULL
	    ? EXIT_PASSED
	    : EXIT_UNCHECKED;
}
