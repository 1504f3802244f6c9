/* The programs that grading needs, and where this machine has them. */
#ifndef GRADER_TOOLS_H
#define GRADER_TOOLS_H

/* The compiler for students' programs: an absolute path, or NULL. */
const char *tools_compiler(void);

/* Memcheck itself (not the script that starts it), or NULL. */
const char *tools_memcheck(void);

#endif
