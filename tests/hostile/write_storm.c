/*
 * Tries: to drown the grader in calls that are reported to it
 * Must: be ended when its time is over
 * Exercises: 51
 * Ends: failed 0
 */
#include <fcntl.h>
#include <unistd.h>

int
main(void)
{
	int fd = open("/dev/null", O_WRONLY);

	for (int i = 0; i < 5; i++)
		fork();
	for (;;)
		(void)!write(fd, "", 1);
}
