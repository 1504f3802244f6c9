/*
 * Starting and emptying a box.
 *
 *   worker ── init of the box     idle; when it dies all in the box die
 *          └─ the program         a child of the worker, in that pid namespace
 *
 * Between fork and exec the child tells the worker what happens through a page
 * that both share, and through two pipes that are only ever closed: once the
 * filter reports what is written, it must not write.
 */
#include "box/box.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/confine.h"
#include "box/filter.h"
#include "box/view.h"
#include "model/blob.h"

/* What the child leaves for the worker to read. */
struct shared {
	const char *volatile failed; /* the step, or NULL */
	volatile int error;
	volatile int listener; /* the number of its descriptor */
};

/* One place for each: they are used while the child runs. */
struct launch {
	const struct box_order *order;
	bool apart;
	struct shared *shared;
	int filtered[2]; /* the child closes [1] when the filter is on */
	int proceed[2];	 /* the worker closes [1] when it has the listener */
};

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
	for (;;)
		pause();
}

static pid_t
start_init(void)
{
	static _Alignas(64) char stack[16384];

	return clone(be_init, stack + sizeof(stack), CLONE_VM | SIGCHLD, NULL);
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
	launch->shared->error = errno;
	launch->shared->failed = step;
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

/* The child, from fork to exec. */
static void
be_program(struct launch *launch)
{
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
	launch->shared->listener = listener;
	if (order->tell)
		wait_for_worker(launch);
	execve(order->path, order->argv, order->envp);
	give_up(launch, "execute it");
}

/* Take the listener over from the child, and let it go on. */
static int
take_listener(struct launch *launch, struct box *box)
{
	char byte;

	close(launch->filtered[1]);
	launch->filtered[1] = -1;
	(void)!read(launch->filtered[0], &byte, 1);
	if (launch->shared->failed == NULL)
		box->notify_fd = (int)syscall(
		    SYS_pidfd_getfd, box->pidfd, launch->shared->listener, 0);
	if (box->notify_fd == -1 && launch->shared->failed == NULL) {
		launch->shared->error = errno;
		launch->shared->failed = "take over its reports";
		return -1;
	}
	return 0;
}

/*
 * Fork the program, in a pid namespace of its own when in a lab.  The worker's
 * later children are to be in the worker's namespace again.
 */
static int
fork_both(const struct lab *lab, struct launch *launch, struct box *box)
{
	int saved;

	if (lab->apart) {
		if (unshare(CLONE_NEWPID) == -1)
			return -1;
		box->init = start_init();
		if (box->init == -1)
			return -1;
	}
	box->pid = fork_with_pidfd(&box->pidfd);
	if (box->pid == 0)
		be_program(launch);
	saved = errno;
	if (lab->apart && setns(lab->pidns_fd, CLONE_NEWPID) == -1)
		return -1;
	errno = saved;
	return box->pid == -1 ? -1 : 0;
}

static int
start(const struct lab *lab, struct launch *launch, struct box *box)
{
	char byte;
	int executed[2];

	if (pipe2(executed, O_CLOEXEC) == -1)
		return -1;
	if (fork_both(lab, launch, box) == -1) {
		close(executed[0]);
		close(executed[1]);
		return -1;
	}
	if (launch->order->tell)
		take_listener(launch, box);
	close(launch->proceed[1]);
	launch->proceed[1] = -1;
	/* the child's copy closes at exec, or when it gives up */
	close(executed[1]);
	(void)!read(executed[0], &byte, 1);
	close(executed[0]);
	return launch->shared->failed == NULL ? 0 : -1;
}

static void
close_pair(const int pair[2])
{
	for (int i = 0; i < 2; i++) {
		if (pair[i] != -1)
			close(pair[i]);
	}
}

int
box_start(const struct lab *lab, const struct box_order *order, struct box *box,
    char *err)
{
	struct launch launch = { .order = order,
		.apart = lab->apart,
		.filtered = { -1, -1 },
		.proceed = { -1, -1 } };
	int rc = -1;

	*box = (struct box){ .pid = -1, .pidfd = -1, .notify_fd = -1 };
	launch.shared = mmap(NULL, sizeof(*launch.shared),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (launch.shared == MAP_FAILED) {
		snprintf(err, ERR_LEN, "mmap: %s", strerror(errno));
		return -1;
	}
	if (pipe2(launch.filtered, O_CLOEXEC) == 0 &&
	    pipe2(launch.proceed, O_CLOEXEC) == 0)
		rc = start(lab, &launch, box);
	if (rc == -1) {
		if (launch.shared->failed != NULL)
			errno = launch.shared->error;
		snprintf(err, ERR_LEN, "%s: could not %s: %s", order->argv[0],
		    launch.shared->failed != NULL ? launch.shared->failed
						  : "start it",
		    strerror(errno));
		box_empty(box);
	}
	close_pair(launch.filtered);
	close_pair(launch.proceed);
	munmap(launch.shared, sizeof(*launch.shared));
	return rc;
}

int
box_empty(struct box *box)
{
	int status = 0;

	if (box->notify_fd != -1)
		close(box->notify_fd);
	if (box->pid > 0) {
		kill(box->pid, SIGKILL);
		if (box->init <= 0) /* its group is all we can name */
			kill(-box->pid, SIGKILL);
		/* before init, whose own end waits for every pid of the box */
		while (waitpid(box->pid, &status, 0) == -1 && errno == EINTR)
			;
		close(box->pidfd);
	}
	if (box->init > 0) {
		kill(box->init, SIGKILL);
		while (waitpid(box->init, NULL, 0) == -1 && errno == EINTR)
			;
	}
	*box = (struct box){ .pid = -1, .pidfd = -1, .notify_fd = -1 };
	return status;
}
