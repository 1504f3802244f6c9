/* The file system of a lab, built on a tmpfs and entered by pivot_root. */
#include "box/view.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "model/lab_facts.h"

/* Any folder that exists does; what it holds is out of sight from then on. */
static const char ROOT[] = "/tmp";

/* Folders of the host's that hold programs and libraries. */
static const char *const system_folders[] = { "/usr", "/bin", "/sbin", "/lib",
	"/lib32", "/lib64", "/libx32", NULL };

/*
 * Commands, which only tools need: a submission that called them would have the
 * system's programs do the work.
 */
static const char *const command_folders[] = { "/usr/bin", "/usr/sbin",
	"/usr/local/bin", "/usr/local/sbin", "/usr/games", "/bin", "/sbin",
	NULL };

/* For compilers: cc and other names lead through here. */
static const char *const tool_folders[] = { "/etc/alternatives", NULL };

/* Files of the host's that programs, the loader or the compiler ask for. */
static const char *const system_files[] = { "/etc/ld.so.cache",
	"/etc/protocols", "/etc/services", NULL };

static const char *const devices[] = { "/dev/null", "/dev/zero", "/dev/full",
	"/dev/urandom", NULL };

/* Names come from the hosts file only: a look-up puts no frame on the wire. */
static const struct view_file own_files[] = {
	{ "/etc/hosts", LAB_HOSTS, sizeof(LAB_HOSTS) - 1, 0444 },
	{ "/etc/nsswitch.conf", "hosts: files\npasswd: files\n", 28, 0444 },
	{ "/etc/passwd", "student:x:1000:1000::/:/bin/sh\n", 31, 0444 },
	{ "/etc/group", "student:x:1000:\n", 16, 0444 },
	{ "/etc/host.conf", "multi on\n", 9, 0444 },
};

enum { MAX_SYSTEM_FILES = 8 };
static struct blob prepared[MAX_SYSTEM_FILES];

static int
failed(char *err, const char *what, const char *path)
{
	snprintf(err, ERR_LEN, "%s %s: %s", what, path, strerror(errno));
	return -1;
}

static int
read_file(const char *path, struct blob *blob)
{
	char buffer[16384];
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		blob_add(blob, buffer, (size_t)n);
	close(fd);
	return n == 0 ? 0 : -1;
}

int
view_prepare(char *err)
{
	for (size_t i = 0; system_files[i] != NULL; i++) {
		blob_release(&prepared[i]);
		if (read_file(system_files[i], &prepared[i]) == -1 &&
		    errno != ENOENT)
			return failed(err, "read", system_files[i]);
	}
	return 0;
}

/* The place of a path of the view while it is being built. */
static const char *
inside(const char *path)
{
	static char place[PATH_MAX];

	snprintf(place, sizeof(place), "%s%s", ROOT, path);
	return place;
}

/* Make the folder that path is in. */
static int
make_parent(const char *path)
{
	char folder[PATH_MAX];
	char *slash;

	snprintf(folder, sizeof(folder), "%s", inside(path));
	slash = strrchr(folder, '/');
	*slash = '\0';
	if (strlen(folder) <= strlen(ROOT))
		return 0;
	return mkdir(folder, 0755) == -1 && errno != EEXIST ? -1 : 0;
}

static int
put_file(const struct view_file *file, char *err)
{
	ssize_t n;
	int fd;

	if (make_parent(file->path) == -1)
		return failed(err, "make the folder of", file->path);
	fd = open(
	    inside(file->path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return failed(err, "make", file->path);
	n = write(fd, file->data, file->len);
	fchmod(fd, file->mode);
	close(fd);
	if (n != (ssize_t)file->len)
		return failed(err, "write", file->path);
	return 0;
}

static int
set_attributes(const char *place, uint64_t attributes)
{
	struct mount_attr attr = { .attr_set = attributes };

	return (int)syscall(SYS_mount_setattr, AT_FDCWD, place, AT_RECURSIVE,
	    &attr, sizeof(attr));
}

/* /usr as it is; /bin and the like as the link or the folder that they are. */
static int
bind_system(const char *path)
{
	char target[PATH_MAX];
	struct stat st;
	ssize_t n;

	if (lstat(path, &st) == -1)
		return errno == ENOENT ? 0 : -1;
	if (S_ISLNK(st.st_mode)) {
		n = readlink(path, target, sizeof(target) - 1);
		if (n == -1)
			return -1;
		target[n] = '\0';
		return symlink(target, inside(path));
	}
	if (mkdir(inside(path), 0755) == -1)
		return -1;
	if (mount(path, inside(path), NULL, MS_BIND | MS_REC, NULL) == -1)
		return -1;
	return set_attributes(inside(path),
	    MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
}

static int
bind_device(const char *path)
{
	int fd;

	fd = open(inside(path), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	close(fd);
	return mount(path, inside(path), NULL, MS_BIND, NULL);
}

/* A checkout may lie below /usr: cover what must not be seen. */
static int
hide(const char *path)
{
	if (access(inside(path), F_OK) == -1)
		return 0;
	return mount("tmpfs", inside(path), "tmpfs",
	    MS_RDONLY | MS_NOSUID | MS_NODEV, "size=4k,mode=555");
}

static int
hide_all(const char *const *paths, char *err)
{
	for (size_t i = 0; paths != NULL && paths[i] != NULL; i++) {
		if (hide(paths[i]) == -1)
			return failed(err, "hide", paths[i]);
	}
	return 0;
}

static int
show_folders(const char *const *folders, char *err)
{
	for (size_t i = 0; folders[i] != NULL; i++) {
		if (bind_system(folders[i]) == -1)
			return failed(err, "show", folders[i]);
	}
	return 0;
}

static int
build_system(const struct view *view, char *err)
{
	if (show_folders(system_folders, err) == -1 ||
	    (view->tools && show_folders(tool_folders, err) == -1))
		return -1;
	if (mkdir(inside("/dev"), 0755) == -1)
		return failed(err, "make", "/dev");
	for (size_t i = 0; devices[i] != NULL; i++) {
		if (bind_device(devices[i]) == -1)
			return failed(err, "show", devices[i]);
	}
	return 0;
}

static int
build_files(const struct view *view, char *err)
{
	for (size_t i = 0; i < sizeof(own_files) / sizeof(own_files[0]); i++) {
		if (put_file(&own_files[i], err) == -1)
			return -1;
	}
	for (size_t i = 0; system_files[i] != NULL; i++) {
		struct view_file file = { system_files[i], prepared[i].data,
			prepared[i].len, 0444 };

		if (file.len > 0 && put_file(&file, err) == -1)
			return -1;
	}
	for (size_t i = 0; i < view->file_count; i++) {
		if (put_file(&view->files[i], err) == -1)
			return -1;
	}
	return 0;
}

/* Empty folders: to mount on later, or to write into. */
static int
build_folders(const struct view *view, char *err)
{
	if (mkdir(inside("/proc"), 0555) == -1 ||
	    mkdir(inside("/tmp"), 0555) == -1)
		return failed(err, "make", "/proc and /tmp");
	/* the kernel lets a box mount its own only where one can be seen */
	if (view->tools &&
	    mount("proc", inside("/proc"), "proc",
		MS_NOSUID | MS_NODEV | MS_NOEXEC, "subset=pid") == -1)
		return failed(err, "mount", "/proc");
	if (view->writable != NULL &&
	    (mkdir(inside(view->writable), 0755) == -1 ||
		mount("tmpfs", inside(view->writable), "tmpfs",
		    MS_NOSUID | MS_NODEV, "size=64m,nr_inodes=256") == -1))
		return failed(err, "make", view->writable);
	return 0;
}

/* Make ROOT the root; what was the root before is let go. */
static int
turn_root(char *err)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_RDONLY |
		    MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV };

	if (syscall(SYS_mount_setattr, AT_FDCWD, ROOT, 0, &attr,
		sizeof(attr)) == -1)
		return failed(err, "make read-only", "/");
	if (chdir(ROOT) == -1 || syscall(SYS_pivot_root, ".", ".") == -1 ||
	    umount2(".", MNT_DETACH) == -1 || chdir("/") == -1)
		return failed(err, "turn the root to", ROOT);
	return 0;
}

int
view_enter(const struct view *view, char *err)
{
	umask(022);
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1)
		return failed(err, "make private", "/");
	if (mount("tmpfs", ROOT, "tmpfs", MS_NOSUID | MS_NODEV,
		"size=64m,nr_inodes=512,mode=755") == -1)
		return failed(err, "mount tmpfs on", ROOT);
	if (build_files(view, err) == -1 || build_system(view, err) == -1 ||
	    build_folders(view, err) == -1)
		return -1;
	if (hide_all(view->tools ? NULL : command_folders, err) == -1 ||
	    hide_all(view->hidden, err) == -1)
		return -1;
	return turn_root(err);
}

int
view_add_proc_and_tmp(void)
{
	if (unshare(CLONE_NEWNS) == -1)
		return -1;
	/* the box's init is a copy of the grader, command line and all */
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		"subset=pid,hidepid=ptraceable") == -1)
		return -1;
	return mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV,
	    "size=64m,nr_inodes=2048,mode=1777");
}
