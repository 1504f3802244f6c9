/*
 * Bytes that end where readable memory ends: a parser that reads one byte too
 * many dies on the spot, also without a sanitizer.
 */
#ifndef TESTS_GUARD_PAGE_H
#define TESTS_GUARD_PAGE_H

#include <err.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct guard_page {
	uint8_t *data; /* what was given, ending at the guard page */
	void *map;
	size_t map_len;
};

/* A copy of len bytes at data.  To be released. */
static inline void
guard_page_init(struct guard_page *guard, const void *data, size_t len)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t room = (len + page - 1) / page * page;

	guard->map_len = room + page;
	guard->map = mmap(NULL, guard->map_len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (guard->map == MAP_FAILED)
		err(1, "mmap");
	if (mprotect((uint8_t *)guard->map + room, page, PROT_NONE) == -1)
		err(1, "mprotect");
	guard->data = (uint8_t *)guard->map + room - len;
	if (len > 0)
		memcpy(guard->data, data, len);
}

static inline void
guard_page_release(struct guard_page *guard)
{
	munmap(guard->map, guard->map_len);
}

#endif
