/*
 * Tries: to confuse the grader by its terminal: locks it, types into it, discards
 *	what it holds, takes it for a controlling one
 * Must: be graded on its merits
 * Exercises: 12
 * With: the solution
 * Ends: passed
 */
#include <sys/ioctl.h>
#include <termios.h>

#include "attack.h"

ATTACK
play_with_the_terminal(void)
{
	struct winsize size = { 1, 1, 0, 0 };
	const char *c;

	if (!isatty(1))
		return;
	for (c = "GOT THROUGH\n"; *c != '\0'; c++)
		ioctl(1, TIOCSTI, c);
	ioctl(1, TIOCEXCL);
	ioctl(1, TIOCSWINSZ, &size);
	ioctl(1, TIOCSCTTY, 1);
	ioctl(1, TIOCCONS);
	tcflush(1, TCIOFLUSH);
	tcsendbreak(1, 0);
}
