/*
 * The filters by number are made by libseccomp and kept as the kernel takes
 * them.  The one that looks at an argument is written by hand: libseccomp 2.5
 * can merge comparisons of arguments wrongly.
 */
#include "box/filter.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "model/blob.h"

/*
 * Refused with EPERM.  Memory that no limit counts, other processes, other
 * namespaces and mounts, keys, the kernel's own machinery, the affinity that
 * keeps the order of packets, and what Landlock cannot forbid: to change whose
 * a file is, its mode, times and attributes.
 */
static const char *const refused[] = { "add_key", "bpf", "chmod", "chown",
	"chroot", "delete_module", "fanotify_init", "fchmod", "fchmodat",
	"fchmodat2", "fchown", "fchownat", "finit_module", "fremovexattr",
	"fsconfig", "fsmount", "fsetxattr", "fsopen", "fspick", "futimesat",
	"init_module", "io_uring_enter", "io_uring_register", "io_uring_setup",
	"kcmp", "kexec_file_load", "kexec_load", "keyctl", "lchown",
	"lookup_dcookie", "lremovexattr", "lsetxattr", "mbind", "memfd_create",
	"memfd_secret", "migrate_pages", "mount", "mount_setattr", "move_mount",
	"move_pages", "mq_open", "msgget", "name_to_handle_at",
	"open_by_handle_at", "open_tree", "perf_event_open", "pidfd_getfd",
	"pivot_root", "process_madvise", "process_vm_readv",
	"process_vm_writev", "ptrace", "quotactl", "reboot", "removexattr",
	"request_key", "sched_setaffinity", "semget", "set_mempolicy", "setns",
	"setxattr", "shmget", "swapoff", "swapon", "syslog", "umount2",
	"unshare", "userfaultfd", "utime", "utimensat", "utimes", "vhangup",
	NULL };

/* Refused with ENOSYS: the C library then falls back to clone. */
static const char *const unknown[] = { "clone3", NULL };

/* Reported before they are done: all calls that hand bytes to a socket. */
static const char *const told[] = { "sendto", "sendmsg", "sendmmsg", "write",
	"writev", NULL };

enum {
	NAMESPACES = CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID |
	    CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP,
	REFUSED = SECCOMP_RET_ERRNO | EPERM,
	/* where the half of the first argument lies that the kernel looks at */
	FIRST_ARGUMENT = offsetof(struct seccomp_data, args) +
	    (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0)
};

#define LOAD(place) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (place))
#define IF(test, value, yes, no) \
	BPF_JUMP(BPF_JMP | BPF_K | (test), (value), (yes), (no))
#define SKIP(count)  BPF_STMT(BPF_JMP | BPF_JA, (count))
#define RETURN(what) BPF_STMT(BPF_RET | BPF_K, (what))

/*
 * clone may make no namespace.  Of sockets there are those that exercises are
 * about, and the lab's network holds; AF_VSOCK, say, leads out of any network
 * namespace, to the machine that this one is a guest of.  AF_UNIX comes in
 * pairs only: by a path it leads, where there is no view, to agents and buses
 * that do what the user may.  What is not refused goes on behind the last of
 * these, to the filter by number.
 */
static const struct sock_filter by_argument[] = {
	LOAD(offsetof(struct seccomp_data, nr)),
	IF(BPF_JEQ, SYS_clone, 3, 0),
	IF(BPF_JEQ, SYS_socketpair, 4, 0),
	IF(BPF_JEQ, SYS_socket, 5, 0),
	SKIP(10),
	/* clone */
	LOAD(FIRST_ARGUMENT),
	IF(BPF_JSET, NAMESPACES, 7, 8),
	/* socketpair */
	LOAD(FIRST_ARGUMENT),
	IF(BPF_JEQ, AF_UNIX, 6, 5),
	/* socket */
	LOAD(FIRST_ARGUMENT),
	IF(BPF_JEQ, AF_INET, 4, 0),
	IF(BPF_JEQ, AF_INET6, 3, 0),
	IF(BPF_JEQ, AF_NETLINK, 2, 0),
	IF(BPF_JEQ, AF_PACKET, 1, 0),
	RETURN(REFUSED),
};

enum { BY_ARGUMENT = sizeof(by_argument) / sizeof(by_argument[0]) };

/* [0] without reports, [1] with */
static struct sock_fprog filters[2];

static int
add(scmp_filter_ctx ctx, uint32_t action, const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++) {
		int number = seccomp_syscall_resolve_name(names[i]);

		/* negative: a call that this architecture has not, or a
		 * library older than the call */
		if (number < 0)
			continue;
		if (seccomp_rule_add(ctx, action, number, 0) < 0)
			return -1;
	}
	return 0;
}

/* The program of ctx as the kernel takes it, behind by_argument. */
static int
assemble(scmp_filter_ctx ctx, struct sock_fprog *filter)
{
	struct stat st;
	ssize_t n = -1;
	int fd;

	fd = memfd_create("filter", MFD_CLOEXEC);
	if (fd == -1)
		return -1;
	if (seccomp_export_bpf(ctx, fd) == 0 && fstat(fd, &st) == 0) {
		filter->filter =
		    xcalloc(1, sizeof(by_argument) + (size_t)st.st_size);
		memcpy(filter->filter, by_argument, sizeof(by_argument));
		n = pread(
		    fd, filter->filter + BY_ARGUMENT, (size_t)st.st_size, 0);
	}
	close(fd);
	if (n <= 0)
		return -1;
	filter->len = (unsigned short)(BY_ARGUMENT +
	    (size_t)n / sizeof(struct sock_filter));
	return 0;
}

static int
make(bool tell, struct sock_fprog *filter)
{
	scmp_filter_ctx ctx;
	int rc;

	ctx = seccomp_init(SCMP_ACT_ALLOW);
	if (ctx == NULL)
		return -1;
	/* other system-call ABIs end the program: the default bad-arch action */
	rc = add(ctx, SCMP_ACT_ERRNO(EPERM), refused);
	if (rc == 0)
		rc = add(ctx, SCMP_ACT_ERRNO(ENOSYS), unknown);
	if (rc == 0 && tell)
		rc = add(ctx, SCMP_ACT_NOTIFY, told);
	if (rc == 0)
		rc = assemble(ctx, filter);
	seccomp_release(ctx);
	return rc;
}

int
filter_prepare(char *err)
{
	for (int tell = 0; tell <= 1; tell++) {
		if (filters[tell].len == 0 &&
		    make(tell != 0, &filters[tell]) == -1) {
			snprintf(err, ERR_LEN, "make the system-call filter");
			return -1;
		}
	}
	return 0;
}

int
filter_apply(bool tell)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
	    tell ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0, &filters[tell]);
}
