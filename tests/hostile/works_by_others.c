/*
 * Tries: to have the system's programs do the work
 * Must: find none of them, and earn nothing
 * Exercises: 31
 * Ends: failed 0
 */
#include <err.h>
#include <string.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static const char encode[] = "print unpack('H*', $_)";
	static const char decode[] = "s/\\s//g; print pack('H*', $_)";

	if (argc != 2)
		errx(2, "usage");
	execl("/usr/bin/perl", "perl", "-0777", "-ne",
	    strcmp(argv[1], "encode") == 0 ? encode : decode, (char *)NULL);
	err(1, "perl");
}
