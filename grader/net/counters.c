/* /proc/net/snmp and netstat: a line of names, then one of numbers. */
#include "net/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/blob.h"

static const struct {
	const char *file;
	const char *group; /* "Tcp:" begins both lines */
	const char *name;
	size_t place;
} wanted[] = {
	{ "self/net/snmp", "Tcp:", "InCsumErrors",
	    offsetof(struct counters, tcp_in_csum_errors) },
	{ "self/net/snmp", "Udp:", "InCsumErrors",
	    offsetof(struct counters, udp_in_csum_errors) },
	{ "self/net/snmp", "Icmp:", "InCsumErrors",
	    offsetof(struct counters, icmp_in_csum_errors) },
	{ "self/net/snmp", "Ip:", "InHdrErrors",
	    offsetof(struct counters, ip_in_hdr_errors) },
	{ "self/net/netstat", "IpExt:", "InCsumErrors",
	    offsetof(struct counters, ip_in_csum_errors) },
	{ "self/net/netstat", "IpExt:", "InTruncatedPkts",
	    offsetof(struct counters, ip_in_truncated) },
};

enum { WANTED = sizeof(wanted) / sizeof(wanted[0]) };

/* The line of text that begins with group, and ends at its newline; or NULL. */
static const char *
find_line(const char *text, const char *group)
{
	while (text != NULL && *text != '\0') {
		if (strncmp(text, group, strlen(group)) == 0)
			return text;
		text = strchr(text, '\n');
		if (text != NULL)
			text++;
	}
	return NULL;
}

/* The number that stands under name; 0 when this kernel does not count it. */
static uint64_t
look_up(const char *text, const char *group, const char *name)
{
	const char *names = find_line(text, group);
	const char *numbers = names != NULL ? strchr(names, '\n') : NULL;
	const size_t len = strlen(name);

	if (numbers == NULL)
		return 0;
	numbers++;
	while (*names != '\n' && *numbers != '\n' && *numbers != '\0') {
		names += strcspn(names, " \n");
		numbers += strcspn(numbers, " \n");
		if (*names != ' ' || *numbers != ' ')
			break;
		names++;
		numbers++;
		if (strncmp(names, name, len) == 0 &&
		    strchr(" \n", names[len]) != NULL)
			return strtoull(numbers, NULL, 10);
	}
	return 0;
}

static int
read_text(int proc_fd, const char *path, char *text, size_t size, char *err)
{
	ssize_t n = -1;
	int fd;

	fd = openat(proc_fd, path, O_RDONLY | O_CLOEXEC);
	if (fd != -1) {
		n = read(fd, text, size - 1);
		close(fd);
	}
	if (n == -1) {
		snprintf(err, ERR_LEN, "/proc/%s: %s", path, strerror(errno));
		return -1;
	}
	text[n] = '\0';
	return 0;
}

int
counters_read(int proc_fd, struct counters *counters, char *err)
{
	static char text[16384];
	const char *file = "";

	for (size_t i = 0; i < WANTED; i++) {
		if (strcmp(file, wanted[i].file) != 0) {
			file = wanted[i].file;
			if (read_text(proc_fd, file, text, sizeof(text), err) ==
			    -1)
				return -1;
		}
		*(uint64_t *)(void *)((char *)counters + wanted[i].place) =
		    look_up(text, wanted[i].group, wanted[i].name);
	}
	return 0;
}
