/* What the lab's kernel counted.  A lab begins with all of them at 0. */
#ifndef GRADER_NET_COUNTERS_H
#define GRADER_NET_COUNTERS_H

#include "model/evidence.h"

/* Returns 0, or -1 with a sentence in err[ERR_LEN]; proc_fd is a /proc. */
int counters_read(int proc_fd, struct counters *counters, char *err);

#endif
