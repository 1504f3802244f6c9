/*
 * Tries: new namespaces by clone, clone3 and unshare; mounts; a new root
 * Must: be refused each of them
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

#include "attack.h"

static const int kinds[] = { CLONE_NEWUSER, CLONE_NEWNET, CLONE_NEWNS,
	CLONE_NEWPID, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP,
	CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS };

/* The child of a clone that was allowed after all says so, and ends. */
static void
clone_with(int kind)
{
	long pid = syscall(SYS_clone, kind | SIGCHLD, 0, 0, 0, 0);

	if (pid == 0)
		_exit(0);
	tried_call("clone", pid, EPERM);
}

ATTACK
make_namespaces(void)
{
	if (watched()) /* valgrind cannot have such calls */
		return;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		tried_call("unshare", unshare(kinds[i]), EPERM);
		clone_with(kinds[i]);
	}
	tried_call("clone3", syscall(SYS_clone3, NULL, 0), ENOSYS);
	tried_call("setns", setns(0, 0), EPERM);
	tried_call("mount", mount("tmpfs", "/tmp", "tmpfs", 0, NULL), EPERM);
	tried_call("remount",
	    mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL), EPERM);
	tried_call("umount", umount2("/proc", MNT_DETACH), EPERM);
	tried_call("pivot_root", syscall(SYS_pivot_root, ".", "."), EPERM);
	tried_call("chroot", chroot("/tmp"), EPERM);
	tried_call("fsopen", syscall(SYS_fsopen, "tmpfs", 0), EPERM);
	tried_call("open_tree", syscall(SYS_open_tree, -1, "/", 0), EPERM);
	tried_call("by handle", open_by_handle_at(0, NULL, 0), EPERM);
}
