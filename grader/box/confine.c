/* Limits, capabilities and Landlock. */
#include "box/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights and scopes that older headers do not name. */
enum {
	FS_REFER = 1 << 13,
	FS_TRUNCATE = 1 << 14,
	SCOPE_ABSTRACT_SOCKET = 1 << 0,
	SCOPE_SIGNAL = 1 << 1
};

enum {
	FS_READ = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE |
	    LANDLOCK_ACCESS_FS_READ_DIR,
	FS_VERSION_1 = (1 << 13) - 1
};

/* As of version 6; the kernel takes a shorter one for an older version. */
struct ruleset {
	uint64_t fs, net, scoped;
};

const struct limits program_limits = {
	.cpu_seconds = 30,
	.memory = (uint64_t)1 << 30,
	.file = 32 << 20,
	.processes = 64,
	.descriptors = BOX_DESCRIPTORS,
};

const struct limits compiler_limits = {
	.cpu_seconds = 20,
	.memory = (uint64_t)2 << 30,
	.file = 32 << 20,
	.processes = 64,
	.descriptors = 256,
};

static int
limit(int which, uint64_t most)
{
	struct rlimit limit = { most, most };

	return setrlimit((__rlimit_resource_t)which, &limit);
}

int
confine_limits(const struct limits *limits)
{
	if (limit(RLIMIT_CPU, limits->cpu_seconds) == -1 ||
	    limit(RLIMIT_AS, limits->memory) == -1 ||
	    limit(RLIMIT_FSIZE, limits->file) == -1 ||
	    limit(RLIMIT_NPROC, limits->processes) == -1 ||
	    limit(RLIMIT_NOFILE, limits->descriptors) == -1 ||
	    limit(RLIMIT_STACK, 8 << 20) == -1 ||
	    limit(RLIMIT_MEMLOCK, 64 << 10) == -1 ||
	    limit(RLIMIT_MSGQUEUE, 0) == -1 ||
	    limit(RLIMIT_SIGPENDING, 256) == -1)
		return -1;
	return limit(RLIMIT_CORE, 0);
}

int
confine_capabilities(bool raw)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3,
		0 };
	struct __user_cap_data_struct data[2];
	const uint32_t keep = raw ? 1u << CAP_NET_RAW : 0;

	for (int cap = 0; cap <= 63; cap++) {
		if (raw && cap == CAP_NET_RAW)
			continue;
		/* EPERM: there are none to drop, outside a lab */
		if (prctl(PR_CAPBSET_DROP, cap) == -1 && errno == EINVAL)
			break;
	}
	memset(data, 0, sizeof(data));
	data[0].effective = data[0].permitted = data[0].inheritable = keep;
	if (syscall(SYS_capset, &header, data) == -1)
		return -1;
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == -1)
		return -1;
	if (raw &&
	    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0) ==
		-1)
		return -1;
	return 0;
}

int
confine_landlock_version(void)
{
	int version;

	version = (int)syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	return version > 0 ? version : 0;
}

/* All that this version of Landlock can forbid in a file system. */
static uint64_t
all_fs_rights(int version)
{
	uint64_t rights = FS_VERSION_1;

	if (version >= 2)
		rights |= FS_REFER;
	if (version >= 3)
		rights |= FS_TRUNCATE;
	return rights;
}

/* Allow rights below path; a path that is not there needs no rule. */
static int
allow(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr beneath = { .allowed_access =
							  rights };
	int fd, rc;

	if (path == NULL)
		return 0;
	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd == -1)
		return errno == ENOENT ? 0 : -1;
	beneath.parent_fd = fd;
	rc = (int)syscall(SYS_landlock_add_rule, ruleset,
	    LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	close(fd);
	return rc;
}

static int
allow_reading(int ruleset, bool apart, const struct box_order *order)
{
	const uint64_t file =
	    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
	static const char *const folders[] = { "/usr", "/bin", "/sbin", "/lib",
		"/lib32", "/lib64", "/etc", "/proc/self", "/proc/sys/vm",
		NULL };
	/* not all of /dev: the user's terminals are there */
	static const char *const devices[] = { "/dev/zero", "/dev/full",
		"/dev/random", "/dev/urandom", NULL };

	if (apart)
		return allow(ruleset, "/", FS_READ);
	for (size_t i = 0; folders[i] != NULL; i++) {
		if (allow(ruleset, folders[i], FS_READ) == -1)
			return -1;
	}
	for (size_t i = 0; devices[i] != NULL; i++) {
		if (allow(ruleset, devices[i], file) == -1)
			return -1;
	}
	if (allow(ruleset, order->path, file) == -1)
		return -1;
	return allow(ruleset, order->readable, file);
}

int
confine_files(bool apart, const struct box_order *order)
{
	const int version = confine_landlock_version();
	const uint64_t all = all_fs_rights(version);
	struct ruleset rules = { all, 0, SCOPE_ABSTRACT_SOCKET | SCOPE_SIGNAL };
	int ruleset, rc;

	if (version == 0)
		return 0;
	ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules,
	    version >= 6 ? sizeof(rules) : sizeof(rules.fs), 0);
	if (ruleset == -1)
		return -1;
	rc = allow_reading(ruleset, apart, order);
	if (rc == 0)
		rc = allow(ruleset, "/dev/null",
		    LANDLOCK_ACCESS_FS_READ_FILE |
			LANDLOCK_ACCESS_FS_WRITE_FILE);
	if (rc == 0)
		rc = allow(ruleset, order->writable, all & ~(uint64_t)FS_REFER);
	if (rc == 0 && apart)
		rc = allow(ruleset, "/tmp", all & ~(uint64_t)FS_REFER);
	if (rc == 0)
		rc = (int)syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
	return rc;
}
