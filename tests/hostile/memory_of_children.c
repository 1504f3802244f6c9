/*
 * Tries: to hold memory in many children that do not end
 * Must: give all of it back when its case is over
 * Exercises: 11
 * Ends: failed 0
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHILDREN = 16, PIECE = 16 << 20 };

int
main(void)
{
	char *piece;

	for (int i = 0; i < CHILDREN; i++) {
		if (fork() != 0)
			continue;
		piece = malloc(PIECE);
		if (piece != NULL)
			memset(piece, 1, PIECE);
		for (;;)
			pause();
	}
	for (;;)
		pause();
}
