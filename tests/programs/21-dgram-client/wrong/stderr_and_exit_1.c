/* fails: one-datagram; cause: none; only complains */
#include <err.h>

int
main(void)
{
	errx(1, "no reply within 2 seconds");
}
