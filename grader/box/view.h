/*
 * What can be seen from inside a lab: the system's libraries, and its commands
 * where tools need them, read-only, an /etc of our own, a few devices, and the
 * files we put there.
 * Neither the workbook nor anything of the user's is part of it.
 */
#ifndef GRADER_BOX_VIEW_H
#define GRADER_BOX_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "model/blob.h"

/* A file to be put into the view. */
struct view_file {
	const char *path; /* "/work/slug.c"; its folder is made */
	const void *data;
	size_t len;
	mode_t mode;
};

struct view {
	const struct view_file *files;
	size_t file_count;
	const char *writable;	   /* a folder to write into, or NULL */
	bool tools;		   /* the compiler or valgrind will run here */
	const char *const *hidden; /* host paths to cover, ended by NULL */
};

/*
 * Read what every view holds from the host: once, before labs are started.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int view_prepare(char *err);

/*
 * Make the view the root of the calling worker's mount namespace, for good.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int view_enter(const struct view *view, char *err);

/* For one process apart: a /proc of its pid namespace and a /tmp. */
int view_add_proc_and_tmp(void);

#endif
