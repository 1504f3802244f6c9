/* fails: short-text; cause: none; waits for nothing */
#include <unistd.h>

int
main(void)
{
	for (;;)
		pause();
}
