/* /proc/PID/syscall tells where a program sits. */
#include "box/blocked.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "box/proc.h"
#include "model/blob.h"

/* Calls that wait, and whether their first argument is a descriptor. */
static const struct {
	long number;
	const char *name;
	bool descriptor;
} waiting_calls[] = {
	{ SYS_read, "read", true },
	{ SYS_recvfrom, "recvfrom", true },
	{ SYS_recvmsg, "recvmsg", true },
	{ SYS_accept, "accept", true },
	{ SYS_accept4, "accept4", true },
	{ SYS_connect, "connect", true },
	{ SYS_write, "write", true },
	{ SYS_sendto, "sendto", true },
	{ SYS_sendmsg, "sendmsg", true },
#ifdef SYS_poll
	{ SYS_poll, "poll", false },
	{ SYS_select, "select", false },
	{ SYS_pause, "pause", false },
	{ SYS_epoll_wait, "epoll_wait", false },
#endif
	{ SYS_ppoll, "ppoll", false },
	{ SYS_pselect6, "pselect6", false },
	{ SYS_epoll_pwait, "epoll_pwait", false },
	{ SYS_nanosleep, "nanosleep", false },
	{ SYS_clock_nanosleep, "clock_nanosleep", false },
	{ SYS_futex, "futex", false },
	{ SYS_wait4, "wait4", false },
	{ SYS_rt_sigsuspend, "sigsuspend", false },
	{ SYS_rt_sigtimedwait, "sigwait", false },
};

/* The line of /proc/PID/syscall.  Returns 0, or -1. */
static int
read_syscall(const struct lab *lab, int pidfd, char *text, size_t size)
{
	char path[64];
	int pid;

	pid = proc_number(lab, pidfd);
	if (pid <= 0)
		return -1;
	snprintf(path, sizeof(path), "%d/syscall", pid);
	return proc_read(lab, path, text, size) > 0 ? 0 : -1;
}

/* "WORDS ADDRESS port N", if there is an address and a port. */
static void
describe_place(
    const struct sockaddr_storage *place, const char *words, struct blob *text)
{
	char host[NI_MAXHOST], port[NI_MAXSERV];

	if ((place->ss_family == AF_INET || place->ss_family == AF_INET6) &&
	    getnameinfo((const struct sockaddr *)place, sizeof(*place), host,
		sizeof(host), port, sizeof(port),
		NI_NUMERICHOST | NI_NUMERICSERV) == 0 &&
	    strcmp(port, "0") != 0)
		blob_printf(text, " %s %s port %s", words, host, port);
}

/* " (a TCP socket connected to ADDRESS port N)", or "". */
static void
describe_descriptor(int pidfd, int number, struct blob *text)
{
	struct sockaddr_storage place = { 0 };
	socklen_t len = sizeof(place), type_len = sizeof(int);
	int fd, type;

	fd = (int)syscall(SYS_pidfd_getfd, pidfd, number, 0);
	if (fd == -1)
		return;
	if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &type_len) == -1) {
		close(fd);
		return;
	}
	blob_printf(text, " (a %s socket",
	    type == SOCK_STREAM	     ? "TCP"
		: type == SOCK_DGRAM ? "UDP"
				     : "raw");
	if (getpeername(fd, (struct sockaddr *)&place, &len) == 0) {
		describe_place(&place, "connected to", text);
	} else if (type == SOCK_STREAM || type == SOCK_DGRAM) {
		len = sizeof(place);
		if (getsockname(fd, (struct sockaddr *)&place, &len) == 0)
			describe_place(&place, "at", text);
	}
	blob_printf(text, ")");
	close(fd);
}

static void
describe_call(int pidfd, long number, int descriptor, struct blob *text)
{
	size_t count = sizeof(waiting_calls) / sizeof(waiting_calls[0]);

	for (size_t i = 0; i < count; i++) {
		if (waiting_calls[i].number != number)
			continue;
		blob_printf(text, "%s", waiting_calls[i].name);
		if (waiting_calls[i].descriptor) {
			blob_printf(text, " on descriptor %d", descriptor);
			describe_descriptor(pidfd, descriptor, text);
		}
		return;
	}
	blob_printf(text, "system call %ld", number);
}

char *
blocked_text(const struct lab *lab, int pidfd)
{
	char line[512];
	struct blob text = { 0 };
	unsigned long first = 0;
	long number;

	if (read_syscall(lab, pidfd, line, sizeof(line)) == -1)
		return NULL;
	if (strncmp(line, "running", 7) == 0)
		blob_printf(&text, "its own code, in no system call");
	else if (sscanf(line, "%ld 0x%lx", &number, &first) >= 1)
		describe_call(pidfd, number, (int)first, &text);
	return (char *)text.data;
}

/* True if the task of that name waits in a system call, or is no more. */
static bool
task_waits(const struct lab *lab, int pid, const char *task)
{
	char path[64], line[512];

	snprintf(path, sizeof(path), "%d/task/%.20s/syscall", pid, task);
	if (proc_read(lab, path, line, sizeof(line)) == -1)
		return errno == ENOENT || errno == ESRCH;
	/*
	 * Else "running", or "-1" for a wait outside of any call: for a page,
	 * say.  One that has ended and was not waited for has no stack.
	 */
	return (line[0] >= '0' && line[0] <= '9') ||
	    strncmp(line, "-1 0x0 0x0", 10) == 0;
}

static bool process_waits(const struct lab *lab, int pid);

/* Those whose numbers are in that file: the children of a task. */
static bool
children_wait(const struct lab *lab, const char *path)
{
	char line[4096], *next, *at = line;
	bool waits = true;
	long child;

	if (proc_read(lab, path, line, sizeof(line)) == -1)
		return true;
	while (waits && (child = strtol(at, &next, 10)) > 0) {
		waits = process_waits(lab, (int)child);
		at = next;
	}
	return waits;
}

/* All tasks of the process, and of those that it started. */
static bool
process_waits(const struct lab *lab, int pid)
{
	const struct dirent *entry;
	bool waits = true;
	char path[64];
	DIR *tasks;
	int fd;

	snprintf(path, sizeof(path), "%d/task", pid);
	fd = openat(lab->proc_fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return true; /* it is gone */
	tasks = fdopendir(fd);
	if (tasks == NULL) {
		close(fd);
		return false;
	}
	while (waits && (entry = readdir(tasks)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%d/task/%.20s/children", pid,
		    entry->d_name);
		waits = task_waits(lab, pid, entry->d_name) &&
		    children_wait(lab, path);
	}
	closedir(tasks);
	return waits;
}

/*
 * A child whose parent has ended becomes a child of the box's init, or ours.
 * So all that the worker has started is looked at too, and after the program:
 * what leaves it in between is found there.
 */
bool
blocked_now(const struct lab *lab, const struct box *box)
{
	const int pid = proc_number(lab, box->pidfd);

	return pid > 0 && process_waits(lab, pid) &&
	    children_wait(lab, "thread-self/children");
}
