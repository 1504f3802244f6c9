/*
 * Tries: memory that no limit counts, keys, io_uring, bpf, perf, modules,
 *	another processor, and what belongs to a file besides its bytes
 * Must: be refused each of them
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include "attack.h"

static const struct {
	const char *name;
	long number;
} calls[] = {
	{ "add_key", SYS_add_key },
	{ "bpf", SYS_bpf },
	{ "fanotify_init", SYS_fanotify_init },
	{ "fchmodat", SYS_fchmodat },
	{ "fchownat", SYS_fchownat },
	{ "finit_module", SYS_finit_module },
	{ "init_module", SYS_init_module },
	{ "io_uring_setup", SYS_io_uring_setup },
	{ "io_uring_enter", SYS_io_uring_enter },
	{ "kexec_load", SYS_kexec_load },
	{ "keyctl", SYS_keyctl },
	{ "mbind", SYS_mbind },
	{ "memfd_create", SYS_memfd_create },
	{ "mq_open", SYS_mq_open },
	{ "msgget", SYS_msgget },
	{ "perf_event_open", SYS_perf_event_open },
	{ "request_key", SYS_request_key },
	{ "sched_setaffinity", SYS_sched_setaffinity },
	{ "semget", SYS_semget },
	{ "setxattr", SYS_setxattr },
	{ "shmget", SYS_shmget },
	{ "swapon", SYS_swapon },
	{ "syslog", SYS_syslog },
	{ "userfaultfd", SYS_userfaultfd },
};

ATTACK
use_kernel_machinery(void)
{
	if (watched()) /* valgrind has its own opinion of some of them */
		return;
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		tried_call(calls[i].name,
		    syscall(calls[i].number, 0, 0, 0, 0, 0, 0), EPERM);
}
