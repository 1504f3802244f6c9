/* fails: one-packet; cause: none; every call is refused, with a fine message */
#include <stdio.h>

int
main(void)
{
	fprintf(stderr, "raw_tcp_syn: socket: Operation not permitted\n");
	fprintf(stderr, "usage: raw_tcp_syn SRC SPORT DST DPORT SEQ MESSAGE\n");
	return 1;
}
