/* fails: message; cause: none; only complains */
#include <err.h>

int
main(void)
{
	errx(1, "connect: Connection refused");
}
