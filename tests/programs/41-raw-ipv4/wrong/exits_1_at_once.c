/* fails: one-packet, messages; cause: none; nothing is done at all */
int
main(void)
{
	return 1;
}
