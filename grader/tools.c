/* Looking for the compiler and for valgrind's tool. */
#include "tools.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where distributions keep valgrind's tools. */
static const char *const tool_folders[] = { "/usr/libexec/valgrind",
	"/usr/lib/valgrind", "/usr/lib64/valgrind",
	"/usr/lib/x86_64-linux-gnu/valgrind",
	"/usr/lib/aarch64-linux-gnu/valgrind", NULL };

#if defined(__aarch64__)
static const char memcheck[] = "memcheck-arm64-linux";
#else
static const char memcheck[] = "memcheck-amd64-linux";
#endif

/* Labs see /usr and /bin only. */
static const char *const program_folders[] = { "/usr/bin", "/bin", NULL };

static const char *
find(const char *const *folders, const char *name, char *path, size_t size)
{
	for (size_t i = 0; folders[i] != NULL; i++) {
		snprintf(path, size, "%s/%s", folders[i], name);
		if (access(path, X_OK) == 0)
			return path;
	}
	return NULL;
}

const char *
tools_compiler(void)
{
	/* the one that the workbook was built with, else the system's own */
	static const char *const names[] = { WIREBOOK_CC, "gcc", "clang", "cc",
		NULL };
	static char path[64];

	for (size_t i = 0; names[i] != NULL; i++) {
		if (find(program_folders, names[i], path, sizeof(path)) != NULL)
			return path;
	}
	return NULL;
}

const char *
tools_memcheck(void)
{
	static char path[64];

	return find(tool_folders, memcheck, path, sizeof(path));
}
