/* fails: exchange; cause: none; only complains */
#include <stdio.h>

int
main(void)
{
	fprintf(stderr, "stream_server: no\n");
	return 1;
}
