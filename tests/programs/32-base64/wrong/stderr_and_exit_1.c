/* fails: short-text; cause: none; only complains */
#include <err.h>

int
main(void)
{
	errx(1, "standard input: Input/output error");
}
