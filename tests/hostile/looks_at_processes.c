/*
 * Tries: to find, trace and read other processes, and to take descriptors
 * Must: find none but its own
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <dirent.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "attack.h"

static void
list_processes(void)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	if (proc == NULL)
		return;
	while ((entry = readdir(proc)) != NULL) {
		if (atoi(entry->d_name) > 0)
			tried("to see another process",
			    atoi(entry->d_name) != getpid());
	}
	closedir(proc);
}

static void
read_memory(pid_t pid)
{
	char buffer[16];
	struct iovec to = { buffer, sizeof(buffer) };
	struct iovec from = { (void *)0x400000, sizeof(buffer) };

	tried_call("process_vm_readv",
	    process_vm_readv(pid, &to, 1, &from, 1, 0), EPERM);
	tried_call("process_vm_writev",
	    process_vm_writev(pid, &to, 1, &from, 1, 0), EPERM);
}

ATTACK
look_at_processes(void)
{
	list_processes();
	tried("a parent that it can name", getppid() > 1);
	if (watched())
		return;
	tried_call("ptrace attach", ptrace(PTRACE_ATTACH, 1, 0, 0), EPERM);
	tried_call("ptrace seize", ptrace(PTRACE_SEIZE, 1, 0, 0), EPERM);
	tried_call("ptrace me", ptrace(PTRACE_TRACEME, 0, 0, 0), EPERM);
	read_memory(1);
	read_memory(getpid());
	tried_call("pidfd_getfd", syscall(SYS_pidfd_getfd, 1, 1, 0), EPERM);
	tried_call("kcmp", syscall(SYS_kcmp, 1, getpid(), 0, 0, 0), EPERM);
}
