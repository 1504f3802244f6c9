/* What is asked of a source file before it is compiled. */
#ifndef GRADER_SOURCE_H
#define GRADER_SOURCE_H

#include "model/blob.h"

/* SHA-256 as 64 hexadecimal digits and a NUL. */
enum { SHA256_TEXT_LEN = 65 };
void sha256_text(const void *data, size_t len, char text[SHA256_TEXT_LEN]);

/*
 * The same of a C source without its comments, blanks and newlines: it stays
 * the same when only those are changed.
 */
void source_digest(const struct blob *source, char text[SHA256_TEXT_LEN]);

/*
 * Read a submission's source, SUBMISSION/FOLDER/FILE: a regular file, not too
 * large, and neither it nor its folder a symbolic link.  Returns 0, 1 when
 * there is none, or -1 with a sentence in err[ERR_LEN] when it is not such a
 * file.
 */
int source_read(const char *path, struct blob *source, char *err);

#endif
