/*
 * A lab: one worker process in user, network, mount, pid, ipc and uts
 * namespaces of its own, pid 1 there, with every capability inside and none
 * outside.  When it ends, for whatever reason, the kernel ends all that it
 * started.  It dies with the process that started it.
 */
#ifndef GRADER_LAB_H
#define GRADER_LAB_H

#include <stdbool.h>
#include <sys/types.h>

/* What a lab gives to the work done in it. */
struct lab {
	bool apart;   /* in namespaces of its own; else a plain process */
	int proc_fd;  /* the /proc it was started under, as a directory */
	int pidns_fd; /* the worker's own pid namespace; -1 unless apart */
};

struct lab_order {
	bool apart;
	bool own_user; /* keep the caller's user id inside (for a shell) */
	int cpu;       /* run on this one only; -1: on any */
	/* What the worker does; what it returns is its exit status. */
	int (*work)(const struct lab *lab, void *argument);
	void *argument;
};

/* Where it failed, for the one sentence that says how to mend it. */
enum lab_step { LAB_STEP_CLONE = 1, LAB_STEP_MAP, LAB_STEP_BEGIN };

struct lab_failure {
	enum lab_step step;
	int error; /* errno */
};

/*
 * Start a worker.  Returns its pid, with *pidfd (closed on exec) to wait on, or
 * -1 with *failure.  The caller must be single-threaded.  A worker that fails
 * before its work begins exits with LAB_EXIT_BROKEN.
 */
enum { LAB_EXIT_BROKEN = 125 };
pid_t lab_start(
    const struct lab_order *order, int *pidfd, struct lab_failure *failure);

/*
 * fork(), with *pidfd (closed on exec) for the parent.  Containers that refuse
 * clone3 allow this.
 */
pid_t fork_with_pidfd(int *pidfd);

/* "map user ids: Permission denied", to be freed. */
char *lab_failure_text(const struct lab_failure *failure);

#endif
