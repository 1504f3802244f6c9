/*
 * Tries: to be a program that is too large to be started
 * Must: fail as any program that does not work: it is no fault of the grader's
 * Exercises: 11 51
 * Ends: failed 0
 */
static volatile char big[1900u << 20];

int
main(void)
{
	big[1] = 1;
	return big[1] + big[sizeof(big) - 1];
}
