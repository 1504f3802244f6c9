/*
 * The box: one program, confined.  It runs in a pid namespace of its own, so
 * that nothing of it is left when the box is emptied, as the worker's own
 * child, so that its status comes from the kernel.
 */
#ifndef GRADER_BOX_BOX_H
#define GRADER_BOX_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "lab.h"

struct limits {
	unsigned cpu_seconds;
	uint64_t memory; /* address space of one process, in bytes */
	uint64_t file;	 /* of one file */
	unsigned processes;
	unsigned descriptors;
};

/* For a student's program, and for the compiler. */
extern const struct limits program_limits;
extern const struct limits compiler_limits;

struct box_order {
	const char *path;   /* of the program, as the view names it */
	const char *folder; /* to start in */
	char *const *argv;
	char *const *envp;
	int in, out, err;     /* descriptors that become 0, 1, 2 */
	int log;	      /* given to the program as BOX_LOG_FD; -1: none */
	bool raw;	      /* may open raw sockets */
	bool tell;	      /* report what is sent through sockets */
	bool proc;	      /* needs a /proc and a /tmp */
	const char *readable; /* a file that it reads itself, or NULL */
	const char
	    *writable; /* a folder of the view's to write into, or NULL */
	const struct limits *limits;
};

/* The highest descriptor that a program can have: beyond its own use. */
enum { BOX_DESCRIPTORS = 64, BOX_LOG_FD = BOX_DESCRIPTORS - 1 };

struct box {
	pid_t pid;
	int pidfd;     /* readable when the program has ended */
	int notify_fd; /* its calls that send, when tell was set; else -1 */
	pid_t init;    /* of its pid namespace; 0: there is none */
	int init_fd;   /* its pidfd */
	bool reaped;   /* the program is, with this */
	int status;
};

/*
 * Start the program and return when it has been executed.
 * Returns 0; BOX_NO_PROGRAM with a sentence in err[ERR_LEN] when the file is
 * none that the kernel executes; or -1 with one: that is our own failure.
 */
enum { BOX_NO_PROGRAM = 1 };
int box_start(const struct lab *lab, const struct box_order *order,
    struct box *box, char *err);

/* The program has ended, or is about to: keep its status. */
void box_reap(struct box *box);

/*
 * End the box: whatever still runs in it is killed.  Returns the program's
 * wait status.
 */
int box_empty(struct box *box);

#endif
