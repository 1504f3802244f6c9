/*
 * Tries: to write, replace and remove files everywhere, and to fill /tmp
 * Must: get nowhere, but for a small /tmp under valgrind that ends with it
 * Exercises: 11 51
 * With: the solution
 * Ends: passed
 */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "attack.h"

static const char *const places[] = { "", ".", "/dev", "/dev/shm", "/etc",
	"/home", "/lib", "/opt", "/proc", "/root", "/run", "/usr", "/usr/bin",
	"/usr/local", "/usr/share", "/var/tmp", "/work", "/out" };
static const char *const files[] = { "/etc/hosts", "/etc/passwd",
	"/etc/ld.so.cache", "/work/stream_client", "/work/raw_tcp_syn",
	"/bin/sh", "/usr/bin/env", "/proc/sys/kernel/core_pattern", "/dev/full",
	"/dev/urandom" };
static const char *const secrets[] = { SECRET_PATHS, NULL };

static void
make_in(const char *place)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/" MARK, place);
	tried(path, open(path, O_WRONLY | O_CREAT, 0666) != -1);
	tried(path, mkdir(path, 0777) == 0);
	tried(path, symlink("/", path) == 0);
}

static void
change(const char *path)
{
	char other[512];

	snprintf(other, sizeof(other), "%s." MARK, path);
	tried(path, open(path, O_WRONLY | O_APPEND) != -1);
	tried(path, truncate(path, 0) == 0);
	tried(path, rename(path, other) == 0);
	tried(path, link(path, other) == 0);
	tried(path, chmod(path, 0777) == 0);
	tried(path, unlink(path) == 0);
}

static void
fill_tmp(void)
{
	static char block[1 << 20];
	int fd, megabytes = 0;

	for (int i = 0; i < 16; i++) {
		char path[64];

		snprintf(path, sizeof(path), "/tmp/" MARK "-%d", i);
		fd = open(path, O_WRONLY | O_CREAT, 0666);
		while (fd != -1 && megabytes < 512 &&
		    write(fd, block, sizeof(block)) == sizeof(block))
			megabytes++;
		close(fd);
	}
	tried("more than 64 MiB in /tmp", megabytes > 64);
	tried("to write without valgrind", megabytes > 0 && !watched());
}

ATTACK
write_everywhere(void)
{
	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		make_in(places[i]);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		change(files[i]);
	for (size_t i = 0; secrets[i] != NULL; i++)
		change(secrets[i]);
	fill_tmp();
}
