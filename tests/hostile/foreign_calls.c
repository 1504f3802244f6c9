/*
 * Tries: system calls of other ABIs, which the filter's numbers do not mean
 * Must: be killed for each of them
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <sys/wait.h>

#include "attack.h"

#ifdef __x86_64__
enum { I386_GETPID = 20, X32 = 0x40000000 };

static void
call_as_i386(void)
{
	long result = I386_GETPID;

	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
}

static void
call_as_x32(void)
{
	syscall(X32 | SYS_getpid);
}

static void
try_one(const char *what, void (*call)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		call();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	tried(what, !WIFSIGNALED(status));
}
#endif

ATTACK
call_otherwise(void)
{
	if (watched()) /* it cannot have them */
		return;
#ifdef __x86_64__
	try_one("int 0x80", call_as_i386);
	try_one("x32", call_as_x32);
#else
	tried("nothing: there is no other ABI here", false);
#endif
}
