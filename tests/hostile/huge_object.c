/*
 * Tries: to be built into an object file of gigabytes
 * Must: not be built
 * Exercises: 11
 * Ends: not-built
 */
char big[3000000000u] = { 1 };

int
main(void)
{
	return big[1];
}
