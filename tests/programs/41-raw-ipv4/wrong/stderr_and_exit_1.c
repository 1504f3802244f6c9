/* fails: one-packet, messages; cause: none; every call is refused, with a fine message */
#include <stdio.h>

int
main(void)
{
	fprintf(stderr, "raw_ipv4: socket: Operation not permitted\n");
	fprintf(stderr, "usage: raw_ipv4 SRC DST PROTO MESSAGE\n");
	return 1;
}
