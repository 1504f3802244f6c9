/* The clients of 12's cases: their pairs of lines, and their answers. */
#ifndef GRADER_CHECKS_SERVED_CLIENTS_H
#define GRADER_CHECKS_SERVED_CLIENTS_H

#include "model/exercise.h"
#include "model/result.h"

/* The story was played to its end: every client was served. */
void judge_story(const struct exhibit *exhibit, struct verdict *verdict);

/*
 * Each client that sent a line and read its answer has its two lines on stdout,
 * in any order of clients; nothing else is there but the same of clients that
 * said nothing.  Clients that reset come last in such a case: what is printed
 * then is free.
 */
void judge_lines(const struct exhibit *exhibit, struct verdict *verdict);

/* The same, and each of them got the one answer. */
void judge_exchange(const struct exhibit *exhibit, struct verdict *verdict);

#endif
