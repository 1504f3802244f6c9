/*
 * Whoever has lost his parent is init's child: so nobody is left when init has
 * no children.  Their list may miss one of several when another ends meanwhile,
 * but it is empty only if they are all gone.
 */
#include "box/rest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "box/proc.h"

/* The kernel nests no more of them. */
enum { MOST_NAMESPACES = 33 };

/* The first that is left, by its number in the /proc at hand; 0: none is. */
static int
first_left(const struct lab *lab, struct box *box)
{
	char path[64] = "thread-self/children", line[4096];
	int init;

	if (box->init > 0) {
		init = proc_number(lab, box->init_fd);
		snprintf(path, sizeof(path), "%d/task/%d/children", init, init);
	} else {
		/* they have become the worker's, which must reap them */
		box_reap(box);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	}
	if (proc_read(lab, path, line, sizeof(line)) == -1)
		return 0;
	return (int)strtol(line, NULL, 10);
}

/*
 * A process's numbers, from that of the /proc at hand to that in its own
 * namespace.  Returns how many, 0 when it is gone.
 */
static int
numbers(const struct lab *lab, const char *process, int number[MOST_NAMESPACES])
{
	char path[64], text[4096], *at;
	int count = 0;

	snprintf(path, sizeof(path), "%s/status", process);
	if (proc_read(lab, path, text, sizeof(text)) == -1)
		return 0;
	at = strstr(text, "\nNSpid:");
	if (at == NULL)
		return 0;
	at += strlen("\nNSpid:");
	while (*at == '\t' && count < MOST_NAMESPACES)
		number[count++] = (int)strtol(at, &at, 10);
	return count;
}

/* Its pidfd: for that it takes its number in our own namespace. */
static int
open_process(const struct lab *lab, int process)
{
	int own[MOST_NAMESPACES], its[MOST_NAMESPACES], depth;
	char name[16];

	snprintf(name, sizeof(name), "%d", process);
	depth = numbers(lab, "self", own);
	if (depth == 0 || numbers(lab, name, its) < depth)
		return -1;
	return (int)syscall(SYS_pidfd_open, its[depth - 1], 0);
}

bool
rest_look(const struct lab *lab, struct box *box, int *pidfd)
{
	const int process = first_left(lab, box);

	*pidfd = process > 0 ? open_process(lab, process) : -1;
	return process > 0;
}
