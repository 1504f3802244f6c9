/* A pidfd's own description in /proc holds the process's number there. */
#include "box/proc.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

ssize_t
proc_read(const struct lab *lab, const char *path, char *text, size_t size)
{
	ssize_t n;
	int fd;

	fd = openat(lab->proc_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	n = read(fd, text, size - 1);
	close(fd);
	if (n >= 0)
		text[n] = '\0';
	return n;
}

int
proc_number(const struct lab *lab, int pidfd)
{
	char path[64], text[512];
	const char *line;

	snprintf(path, sizeof(path), "self/fdinfo/%d", pidfd);
	if (proc_read(lab, path, text, sizeof(text)) == -1)
		return -1;
	line = strstr(text, "\nPid:");
	return line != NULL ? atoi(line + 5) : -1;
}
