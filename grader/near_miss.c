#include "near_miss.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "catalogue.h"
#include "model/blob.h"

/* The names that the exercise is known by. */
struct names {
	char folder[CATALOGUE_NAME], file[CATALOGUE_NAME];
	char number[12];
	const char *slug;
};

typedef bool looks_function(const struct names *names, const char *entry);

/* Does text hold the number, and not as a part of a longer one? */
static bool
has_number(const char *text, const char *number)
{
	size_t len = strlen(number);
	const char *at = text;

	for (; (at = strstr(at, number)) != NULL; at++)
		if ((at == text || !isdigit((unsigned char)at[-1])) &&
		    !isdigit((unsigned char)at[len]))
			return true;
	return false;
}

static bool
is_like_folder(const struct names *names, const char *entry)
{
	const char *dot = strrchr(names->file, '.');
	char *stem = xprintf("%.*s", (int)(dot - names->file), names->file);
	bool like = has_number(entry, names->number) ||
	    strcasestr(entry, names->slug) != NULL ||
	    strcasestr(entry, stem) != NULL;

	free(stem);
	return like;
}

static bool
is_file(const struct names *names, const char *entry)
{
	return strcmp(entry, names->file) == 0;
}

static bool
is_c_file(const struct names *names, const char *entry)
{
	const char *dot = strrchr(entry, '.');

	(void)names;
	return entry[0] != '.' && dot != NULL && strcasecmp(dot, ".c") == 0;
}

/* The first entry of the folder, in order, that looks so; NULL, or freed. */
static char *
find_entry(const char *folder, const struct names *names, looks_function *looks)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *entries = fd == -1 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	char *first = NULL;

	if (entries == NULL) {
		if (fd != -1)
			close(fd);
		return NULL;
	}
	while ((entry = readdir(entries)) != NULL) {
		if (!looks(names, entry->d_name) ||
		    strcmp(entry->d_name, names->folder) == 0 ||
		    (first != NULL && strcmp(first, entry->d_name) <= 0))
			continue;
		free(first);
		first = xstrdup(entry->d_name);
	}
	closedir(entries);
	return first;
}

char *
near_miss(const char *submission, const struct exercise *exercise)
{
	struct names names = { .slug = exercise->slug };
	char *path, *found, *clause = NULL;

	catalogue_folder(exercise, names.folder, sizeof(names.folder));
	catalogue_source(exercise, names.file, sizeof(names.file));
	snprintf(names.number, sizeof(names.number), "%02d", exercise->number);
	path = xprintf("%s/%s", submission, names.folder);
	if ((found = find_entry(path, &names, is_c_file)) != NULL)
		clause =
		    xprintf("it holds %s, and %s is wanted", found, names.file);
	else if ((found = find_entry(submission, &names, is_file)) != NULL)
		clause = xprintf(
		    "%s lies beside that folder, not in it", names.file);
	else if ((found = find_entry(submission, &names, is_like_folder)) !=
	    NULL)
		clause = xprintf("there is %s, and %s/%s is wanted", found,
		    names.folder, names.file);
	free(found);
	free(path);
	return clause;
}
