/* Probing in a throw-away lab. */
#include "isolation.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/confine.h"
#include "box/view.h"
#include "lab.h"
#include "net/link.h"

/* Below this version Landlock does not keep signals from reaching us. */
enum { LANDLOCK_WITH_SIGNALS = 6 };

/* The steps that a probe takes, and what to do when one is refused. */
enum probe_step { PROBE_OK = 0, PROBE_NETWORK, PROBE_VIEW, PROBE_PROC };

static const char mend_container[] =
    "start the container with --security-opt seccomp=unconfined "
    "--security-opt systempaths=unconfined";
static const char mend_apparmor[] =
    "run `make setup-userns` (AppArmor refuses user namespaces to programs "
    "without a profile)";
static const char mend_limit[] =
    "as root: sysctl -w user.max_user_namespaces=15000";

/* What a probe reports through its pipe. */
struct report {
	enum probe_step step;
	int error;
	char text[ERR_LEN - 16];
};

/* A process of a pid namespace of its own mounts its /proc, as boxes do. */
static int
try_proc(void)
{
	int status = -1;
	pid_t pid;

	if (unshare(CLONE_NEWPID) == -1)
		return -1;
	pid = fork();
	if (pid == 0)
		_exit(view_add_proc_and_tmp() == 0 ? 0 : errno);
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	return errno == 0 ? 0 : -1;
}

static int
probe(const struct lab *lab, void *argument)
{
	const int fd = *(const int *)argument;
	const struct view view = { .tools = true };
	struct report report = { .step = PROBE_OK };
	char err[ERR_LEN] = "";

	errno = 0;
	if (link_up(lab->proc_fd, err) == -1) {
		report.step = PROBE_NETWORK;
	} else if (view_enter(&view, err) == -1) {
		report.step = PROBE_VIEW;
	} else if (try_proc() == -1) {
		report.step = PROBE_PROC;
		snprintf(err, ERR_LEN, "mount /proc: %s", strerror(errno));
	}
	report.error = errno;
	memcpy(report.text, err, sizeof(report.text));
	report.text[sizeof(report.text) - 1] = '\0';
	return write(fd, &report, sizeof(report)) == sizeof(report) ? 0 : 1;
}

static const char *
mend_for(int error)
{
	if (error == EACCES)
		return mend_apparmor;
	if (error == ENOSPC)
		return mend_limit;
	return access("/sys/module/apparmor", F_OK) == 0 &&
		access("/.dockerenv", F_OK) == -1 &&
		access("/run/.containerenv", F_OK) == -1
	    ? mend_apparmor
	    : mend_container;
}

/* Start a lab and let it probe.  Returns 0, or -1 with *isolation filled in. */
static int
probe_lab(struct isolation *isolation)
{
	struct lab_failure failure = { LAB_STEP_CLONE, 0 };
	struct report report = { .step = PROBE_VIEW, .text = "it died" };
	struct lab_order order = { .apart = true, .cpu = -1, .work = probe };
	int fds[2], pidfd;
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) == -1)
		return -1;
	order.argument = &fds[1];
	pid = lab_start(&order, &pidfd, &failure);
	close(fds[1]);
	if (pid == -1) {
		char *text = lab_failure_text(&failure);

		snprintf(isolation->reason, ERR_LEN, "could not %s", text);
		isolation->mend = mend_for(failure.error);
		free(text);
		close(fds[0]);
		return -1;
	}
	n = read(fds[0], &report, sizeof(report));
	close(fds[0]);
	close(pidfd);
	waitpid(pid, NULL, 0);
	if (n == sizeof(report) && report.step == PROBE_OK)
		return 0;
	snprintf(isolation->reason, ERR_LEN, "in a lab: %s", report.text);
	isolation->mend = mend_for(report.error);
	return -1;
}

void
isolation_probe(struct isolation *isolation)
{
	memset(isolation, 0, sizeof(*isolation));
	isolation->landlock = confine_landlock_version();
	if (probe_lab(isolation) == 0)
		isolation->level = LEVEL_FULL;
	else if (isolation->landlock >= LANDLOCK_WITH_SIGNALS)
		isolation->level = LEVEL_PARTIAL;
}

const char *
level_word(enum level level)
{
	static const char *const words[] = { [LEVEL_NONE] = "none",
		[LEVEL_PARTIAL] = "partial",
		[LEVEL_FULL] = "full" };

	return words[level];
}
