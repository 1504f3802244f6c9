/* fails: exchange; cause: none; prints without end */
#include <stdio.h>

int
main(void)
{
	for (;;)
		puts("Message Received - 'Hello'");
}
