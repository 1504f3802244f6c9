/* fails: short-text; cause: none; does nothing */

int
main(void)
{
	return 1;
}
