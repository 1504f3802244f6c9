/*
 * Tries: to read the solution, expected captures, other submissions, results,
 *	the user's home, the grader's command line and environment, descriptors
 *	that were left open; prints what it finds
 * Must: find nothing
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>

#include "attack.h"

static const char *const secrets[] = { SECRET_PATHS, NULL };
static const char *const others[] = { "/etc/shadow", "/etc/machine-id",
	"/etc/hostname", "/root", "/home", "/var", "/run", "/sys", "/work/main",
	"/proc/1/cmdline", "/proc/1/environ", "/proc/1/root/etc/passwd",
	"/proc/1/cwd", "/proc/1/fd", "/proc/1/maps", "/proc/1/mountinfo",
	"/proc/2/root/../../etc/shadow", "/proc/kcore", "/proc/net/tcp",
	"/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/sda", "/dev/tty",
	"/dev/pts" };
extern char **environ;

static void
print(const char *path)
{
	char text[4096];
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY);
	tried(path, fd != -1);
	if (fd == -1)
		return;
	while ((n = read(fd, text, sizeof(text))) > 0)
		(void)!write(2, text, (size_t)n);
	close(fd);
}

/* The same path from below, and from above the root. */
static void
walk_to(const char *path)
{
	char walk[1024];

	print(path);
	snprintf(walk, sizeof(walk), "../../../../../../../..%s", path);
	print(walk);
	snprintf(walk, sizeof(walk), "/work/../../../..%s", path);
	print(walk);
}

/* No name of the workbook's lies anywhere but in the system's folders. */
static int
look_at(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	static const char *const names[] = { "solutions", "exercises",
		"expected", "evidence.json", "result.json", "wirebook",
		"grader" };

	(void)st;
	if (kind == FTW_D && strncmp(path, "/usr/", 5) == 0)
		return FTW_SKIP_SUBTREE;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(path + place->base, names[i]) == 0)
			tried(path, true);
	}
	return FTW_CONTINUE;
}

ATTACK
read_secrets(void)
{
	for (size_t i = 0; secrets[i] != NULL; i++)
		walk_to(secrets[i]);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		print(others[i]);
	for (char **variable = environ; *variable != NULL; variable++)
		dprintf(2, "%s\n", *variable);
	for (int fd = 3; fd < 1024; fd++) {
		if (fcntl(fd, F_GETFD) != -1)
			tried("a descriptor of the grader's", !watched());
	}
	nftw("/", look_at, 8, FTW_PHYS | FTW_ACTIONRETVAL);
}
