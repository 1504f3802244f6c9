/* fails: message; cause: none; prints without end */
#include <stdio.h>

int
main(void)
{
	for (;;)
		puts("the answer");
}
