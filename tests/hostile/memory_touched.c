/*
 * Tries: to hold four gigabytes
 * Must: get one at most
 * Exercises: 11
 * Patience: 1
 * Ends: failed 0
 */
#include <sys/mman.h>

#include "attack.h"

enum { PIECE = 64 << 20, PIECES = 64, ALLOWED = 16 };

int
main(void)
{
	int count = 0;
	void *piece;

	while (count < PIECES) {
		piece = mmap(NULL, PIECE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (piece == MAP_FAILED)
			break;
		memset(piece, count, PIECE);
		count++;
	}
	tried("more than a gigabyte", count > ALLOWED);
	return 1;
}
