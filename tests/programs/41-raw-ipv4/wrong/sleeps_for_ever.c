/* fails: one-packet; cause: none; waits for a signal that nobody sends */
#include <unistd.h>

int
main(void)
{
	pause();
	return 0;
}
