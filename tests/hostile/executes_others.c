/*
 * Tries: to become root by programs that are set-user-id, and to start the
 *	grader, a compiler or a shell with the rights of its own
 * Must: stay who it is
 * Exercises: 11
 * With: the solution
 * Ends: passed
 */
#include <fcntl.h>
#include <sys/wait.h>

#include "attack.h"

/* Run the command; true if it ended with status 0. */
static bool
run(char *const *words)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		dup2(open("/dev/null", O_WRONLY), 1);
		execv(words[0], words);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	return status == 0;
}

ATTACK
execute_others(void)
{
	static char *const commands[][4] = {
		{ "/usr/bin/su", "-c", "true", NULL },
		{ "/usr/bin/sudo", "-n", "true", NULL },
		{ "/usr/bin/unshare", "-r", "true", NULL },
		{ "/usr/bin/newgrp", "root", "true", NULL },
		{ "/bin/sh", "-c", "echo x >/etc/hosts", NULL },
		{ "/bin/sh", "-c", "test $(id -u) = 0", NULL },
	};

	if (watched())
		return;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		tried(commands[i][0], run(commands[i]));
}
