/* The datagrams of 22's cases: the two lines that are printed of each. */
#ifndef GRADER_CHECKS_TOLD_DATAGRAMS_H
#define GRADER_CHECKS_TOLD_DATAGRAMS_H

#include "model/evidence.h"
#include "model/result.h"
#include "model/values.h"

/*
 * run printed the two lines of each datagram that it was sent, as far as the
 * story went.  If sender is false a wrong second line is another check's
 * business.
 */
void judge_told(const struct exhibit *exhibit, const struct run *run,
    bool sender, struct verdict *verdict);

#endif
