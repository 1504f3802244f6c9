/* fails: one-datagram; cause: none; only complains */
#include <err.h>

int
main(void)
{
	errx(1, "bind: Address already in use");
}
