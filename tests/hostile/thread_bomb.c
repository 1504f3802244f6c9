/*
 * Tries: to start threads without end, and leaves main() to them
 * Must: stay below its limit and be gone with its case
 * Exercises: 11
 * Ends: failed 0
 */
#include <pthread.h>
#include <unistd.h>

#include "attack.h"

enum { TOO_MANY = 1000 };

static void *
wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

int
main(void)
{
	pthread_t thread;
	int count = 0;

	while (count < TOO_MANY &&
	    pthread_create(&thread, NULL, wait_for_ever, NULL) == 0)
		count++;
	tried("a thousand threads", count == TOO_MANY);
	pthread_exit(NULL);
}
