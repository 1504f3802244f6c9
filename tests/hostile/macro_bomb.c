/*
 * Tries: to make the compiler's memory and time explode
 * Must: not be built
 * Exercises: 11
 * Ends: not-built
 */
#define A(x) x x x x x x x x x x
#define B(x) A(A(x))
#define C(x) B(B(x))

int
main(void)
{
	int n = 0;

	C(C(n++;))
	return n;
}
