/*
 * Tries: to shrink, enlarge, seek in, turn round and listen to its pipes, whose
 *        other ends are the grader's
 * Must: trouble nobody: the program is graded on its merits, all of them
 * Exercises: 31
 * With: the solution
 * Ends: passed
 */
#include <fcntl.h>
#include <sys/stat.h>

#include "attack.h"

/* A pipe's flags belong to one end, its size to both. */
static void
play_with(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1 || !S_ISFIFO(st.st_mode))
		return;
	fcntl(fd, F_SETPIPE_SZ, 4096);
	fcntl(fd, F_SETPIPE_SZ, 1 << 20);
	fcntl(fd, F_SETPIPE_SZ, 4096);
	fcntl(fd, F_SETOWN, -1);
	fcntl(fd, F_SETOWN, 1);
	fcntl(fd, F_SETFL, O_ASYNC | O_DIRECT);
	tried_call("lseek", lseek(fd, 0, SEEK_SET), ESPIPE);
}

ATTACK
play_with_pipes(void)
{
	char byte;

	signal(SIGIO, SIG_IGN);
	for (int fd = 0; fd < 3; fd++)
		play_with(fd);
	tried_call("read stdout", read(1, &byte, 1), EBADF);
	tried_call("write stdin", write(0, "x", 1), EBADF);
	tried_call("read stderr", read(2, &byte, 1), EBADF);
}
