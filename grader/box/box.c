/*
 * Starting and emptying a box.
 *
 *   worker ── init of the box     idle; when it dies all in the box die
 *          └─ the program         a child of the worker, in that pid namespace
 *
 * Until exec the child shares the worker's memory, which saves two copies of
 * it; the worker does nothing meanwhile but wait.  The child tells it what
 * happens through that memory, and through pipes that are only ever closed:
 * once the filter reports what is written, it must not write.
 */
#include "box/box.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/confine.h"
#include "box/filter.h"
#include "box/view.h"
#include "model/blob.h"

/* What the worker and the child both see. */
struct launch {
	const struct box_order *order;
	bool apart;
	int filtered[2]; /* the child closes [1] when the filter is on */
	int proceed[2];	 /* the worker closes [1] when it has the listener */
	/* What the child leaves for the worker to read. */
	const char *volatile failed; /* the step, or NULL */
	volatile int error;
	volatile int listener; /* the number of its descriptor */
};

static const char step_execute[] = "execute it";

static const struct box no_box = {
	.pid = -1, .pidfd = -1, .init_fd = -1, .notify_fd = -1
};

enum { CHILD_STACK = 64 << 10 };

/*
 * pid 1 of the box: reaps orphans, and never does anything else.  It shares
 * the worker's memory, which saves a copy of it; the program cannot trace it,
 * having fewer capabilities.
 */
static int
be_init(void *unused)
{
	(void)unused;
	signal(SIGCHLD, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	close_range(0, ~0U, 0);
	while (pause() == -1)
		;
	return 0;
}

static pid_t
start_init(int *pidfd)
{
	static _Alignas(64) char stack[16384];

	return clone(be_init, stack + sizeof(stack),
	    CLONE_VM | CLONE_PIDFD | SIGCHLD, NULL, pidfd);
}

/* Put the descriptors in their places; all others close at exec. */
static int
place_descriptors(const struct box_order *order)
{
	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == -1)
		return -1;
	if (dup2(order->in, 0) == -1 || dup2(order->out, 1) == -1 ||
	    dup2(order->err, 2) == -1)
		return -1;
	if (order->log != -1 && dup2(order->log, BOX_LOG_FD) == -1)
		return -1;
	return 0;
}

/* A program starts with the signals as a shell would leave them. */
static int
reset_signals(void)
{
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	return sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
give_up(struct launch *launch, const char *step)
{
	launch->error = errno;
	launch->failed = step;
	_exit(127);
}

static void
wait_for_worker(struct launch *launch)
{
	char byte;

	close(launch->filtered[1]);
	close(launch->proceed[1]);
	(void)!read(launch->proceed[0], &byte, 1);
}

/* The child, until exec. */
static int
be_program(void *argument)
{
	struct launch *launch = argument;
	const struct box_order *order = launch->order;
	int listener;

	if (setsid() == -1 || reset_signals() == -1)
		give_up(launch, "start a session");
	if (!launch->apart && prctl(PR_SET_PDEATHSIG, SIGKILL) == -1)
		give_up(launch, "tie it to the worker");
	if (order->proc && launch->apart && view_add_proc_and_tmp() == -1)
		give_up(launch, "mount /proc and /tmp");
	if (chdir(order->folder) == -1)
		give_up(launch, "enter its folder");
	if (place_descriptors(order) == -1)
		give_up(launch, "place its descriptors");
	if (confine_limits(order->limits) == -1)
		give_up(launch, "limit it");
	if (confine_capabilities(order->raw && launch->apart) == -1)
		give_up(launch, "drop capabilities");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1 ||
	    confine_files(launch->apart, order) == -1)
		give_up(launch, "restrict its files");
	listener = filter_apply(order->tell);
	if (listener == -1)
		give_up(launch, "filter its system calls");
	launch->listener = listener;
	if (order->tell)
		wait_for_worker(launch);
	execve(order->path, order->argv, order->envp);
	give_up(launch, step_execute);
	return 0;
}

static pid_t
start_program(struct launch *launch, char *stack, int *pidfd)
{
	return clone(be_program, stack + CHILD_STACK,
	    CLONE_VM | CLONE_PIDFD | SIGCHLD, launch, pidfd);
}

/* Take the listener over from the child, which waits meanwhile. */
static void
take_listener(struct launch *launch, struct box *box)
{
	char byte;

	(void)!read(launch->filtered[0], &byte, 1);
	if (launch->failed != NULL)
		return;
	box->notify_fd =
	    (int)syscall(SYS_pidfd_getfd, box->pidfd, launch->listener, 0);
	if (box->notify_fd == -1) {
		launch->error = errno;
		launch->failed = "take over its reports";
	}
}

/*
 * Start both, in a pid namespace of their own when in a lab.  The worker's
 * later children are to be in the worker's namespace again.
 */
static int
start_both(
    const struct lab *lab, struct launch *launch, char *stack, struct box *box)
{
	int saved;

	if (lab->apart) {
		if (unshare(CLONE_NEWPID) == -1)
			return -1;
		box->init = start_init(&box->init_fd);
		if (box->init == -1)
			return -1;
	}
	box->pid = start_program(launch, stack, &box->pidfd);
	saved = errno;
	if (lab->apart && setns(lab->pidns_fd, CLONE_NEWPID) == -1)
		return -1;
	errno = saved;
	return box->pid == -1 ? -1 : 0;
}

/* Start the program and wait until it is executed. */
static int
launch_program(
    const struct lab *lab, struct launch *launch, char *stack, struct box *box)
{
	int executed[2], rc;
	char byte;

	if (pipe2(executed, O_CLOEXEC) == -1)
		return -1;
	rc = start_both(lab, launch, stack, box);
	close(launch->filtered[1]);
	if (rc == 0 && launch->order->tell)
		take_listener(launch, box);
	close(launch->proceed[1]);
	/* the child's copy closes at exec, or when it gives up */
	close(executed[1]);
	if (rc == 0)
		(void)!read(executed[0], &byte, 1);
	close(executed[0]);
	return rc == 0 && launch->failed == NULL ? 0 : -1;
}

/* What a broken file makes execve say; all else was seen to by the probe. */
static bool
is_broken_file(const struct launch *launch)
{
	return launch->failed == step_execute &&
	    (launch->error == ENOEXEC || launch->error == ENOENT ||
		launch->error == EACCES || launch->error == EINVAL ||
		launch->error == ELIBBAD || launch->error == ENOMEM ||
		launch->error == E2BIG);
}

static int
launch_with_pipes(
    const struct lab *lab, struct launch *launch, char *stack, struct box *box)
{
	int rc;

	if (pipe2(launch->filtered, O_CLOEXEC) == -1)
		return -1;
	if (pipe2(launch->proceed, O_CLOEXEC) == -1) {
		close(launch->filtered[0]);
		close(launch->filtered[1]);
		return -1;
	}
	rc = launch_program(lab, launch, stack, box);
	close(launch->filtered[0]);
	close(launch->proceed[0]);
	return rc;
}

int
box_start(const struct lab *lab, const struct box_order *order, struct box *box,
    char *err)
{
	struct launch launch = { .order = order, .apart = lab->apart };
	char *stack = malloc(CHILD_STACK);
	int rc;

	*box = no_box;
	if (stack == NULL) {
		snprintf(err, ERR_LEN, "%s", strerror(errno));
		return -1;
	}
	rc = launch_with_pipes(lab, &launch, stack, box);
	if (rc == -1) {
		const int error = launch.failed != NULL ? launch.error : errno;

		snprintf(err, ERR_LEN, "%s: could not %s: %s", order->argv[0],
		    launch.failed != NULL ? launch.failed : "start it",
		    strerror(error));
		box_empty(box);
		if (is_broken_file(&launch))
			rc = BOX_NO_PROGRAM;
	}
	free(stack);
	return rc;
}

void
box_reap(struct box *box)
{
	while (!box->reaped)
		box->reaped =
		    waitpid(box->pid, &box->status, 0) != -1 || errno != EINTR;
}

int
box_empty(struct box *box)
{
	int status = 0;

	if (box->notify_fd != -1)
		close(box->notify_fd);
	if (box->pid > 0) {
		if (!box->reaped)
			kill(box->pid, SIGKILL);
		if (box->init <= 0) /* its group is all we can name */
			kill(-box->pid, SIGKILL);
		/* before init, whose own end waits for every pid of the box */
		box_reap(box);
		status = box->status;
		close(box->pidfd);
	}
	if (box->init > 0) {
		kill(box->init, SIGKILL);
		while (waitpid(box->init, NULL, 0) == -1 && errno == EINTR)
			;
		close(box->init_fd);
	}
	*box = no_box;
	return status;
}
