/* Starting a worker in namespaces of its own. */
#include "lab.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/blob.h"

/*
 * Inside, everybody is this ordinary user: no program may think itself root.
 * Outside it is the caller, or, when root grades, a user that owns nothing:
 * limits on processes do not bind root.
 */
enum { INSIDE_ID = 1000, ROOT_STAND_IN = 60000 };

enum {
	ALL_NAMESPACES = CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS |
	    CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS
};

static pid_t
clone_apart(int *pidfd)
{
	struct clone_args args = {
		.flags = CLONE_PIDFD | (unsigned)ALL_NAMESPACES,
		.pidfd = (uintptr_t)pidfd,
		.exit_signal = SIGCHLD,
	};

	return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

pid_t
fork_with_pidfd(int *pidfd)
{
	pid_t pid = fork();

	if (pid > 0) {
		/* not yet reaped, so the number is its own */
		*pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
		if (*pidfd == -1) {
			kill(pid, SIGKILL);
			waitpid(pid, NULL, 0);
			return -1;
		}
	}
	return pid;
}

/* Write one line to /proc/PID/NAME.  Returns 0 or -1 with errno. */
static int
write_map(pid_t pid, const char *name, const char *text)
{
	char path[64];
	ssize_t n;
	int fd, saved;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = write(fd, text, strlen(text));
	saved = errno;
	close(fd);
	errno = saved;
	return n == (ssize_t)strlen(text) ? 0 : -1;
}

static int
map_identity(pid_t pid, bool own_user)
{
	unsigned uid = geteuid(), gid = getegid();
	unsigned inside_uid = own_user && uid != 0 ? uid : INSIDE_ID;
	unsigned inside_gid = own_user && uid != 0 ? gid : INSIDE_ID;
	char text[64];

	/* in a shell root's files stay root's, but there it is no root */
	if (uid == 0 && !own_user)
		uid = gid = ROOT_STAND_IN;
	snprintf(text, sizeof(text), "%u %u 1", inside_uid, uid);
	if (write_map(pid, "uid_map", text) == -1)
		return -1;
	if (write_map(pid, "setgroups", "deny") == -1)
		return -1;
	snprintf(text, sizeof(text), "%u %u 1", inside_gid, gid);
	return write_map(pid, "gid_map", text);
}

/*
 * Become the ordinary user of the lab.  All capabilities stay: neither id is
 * 0 inside.  The worker stays dumpable so that it may look at its children.
 */
static int
take_identity(bool own_user)
{
	if (!own_user) {
		if (setresgid(INSIDE_ID, INSIDE_ID, INSIDE_ID) == -1 ||
		    setresuid(INSIDE_ID, INSIDE_ID, INSIDE_ID) == -1)
			return -1;
	}
	/* After setresuid, which clears both. */
	if (prctl(PR_SET_DUMPABLE, 1) == -1)
		return -1;
	return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void
pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET((unsigned)cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

/* The worker: waits until its ids are mapped, and does its work. */
static int
worker(const struct lab_order *order, int mapped_fd)
{
	struct lab lab = {
		.apart = order->apart, .proc_fd = -1, .pidns_fd = -1
	};
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (read(mapped_fd, &byte, 1) != 1)
		return LAB_EXIT_BROKEN;
	close(mapped_fd);
	if (order->apart && take_identity(order->own_user) == -1)
		return LAB_EXIT_BROKEN;
	if (order->cpu >= 0)
		pin_to(order->cpu);
	lab.proc_fd = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (lab.proc_fd == -1)
		return LAB_EXIT_BROKEN;
	if (order->apart) {
		lab.pidns_fd = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
		if (lab.pidns_fd == -1)
			return LAB_EXIT_BROKEN;
	}
	return order->work(&lab, order->argument);
}

static pid_t
fail(struct lab_failure *failure, enum lab_step step, int error)
{
	failure->step = step;
	failure->error = error;
	return -1;
}

pid_t
lab_start(
    const struct lab_order *order, int *pidfd, struct lab_failure *failure)
{
	int mapped[2];
	pid_t pid;

	if (pipe2(mapped, O_CLOEXEC) == -1)
		return fail(failure, LAB_STEP_CLONE, errno);
	pid = order->apart ? clone_apart(pidfd) : fork_with_pidfd(pidfd);
	if (pid == 0) {
		close(mapped[1]);
		_exit(worker(order, mapped[0]));
	}
	close(mapped[0]);
	if (pid == -1) {
		fail(failure, LAB_STEP_CLONE, errno);
	} else if (order->apart && map_identity(pid, order->own_user) == -1) {
		fail(failure, LAB_STEP_MAP, errno);
		pid = -1;
		close(*pidfd); /* it reads no byte, and leaves */
	} else if (write(mapped[1], "", 1) != 1) {
		fail(failure, LAB_STEP_BEGIN, errno);
		close(*pidfd);
		pid = -1;
	}
	close(mapped[1]);
	return pid;
}

char *
lab_failure_text(const struct lab_failure *failure)
{
	static const char *const steps[] = {
		[LAB_STEP_CLONE] = "make namespaces",
		[LAB_STEP_MAP] = "map the user's id",
		[LAB_STEP_BEGIN] = "start the worker",
	};

	return xprintf(
	    "%s: %s", steps[failure->step], strerror(failure->error));
}
