/* The lab's network: one link, lo, with the addresses that cases use. */
#ifndef GRADER_NET_LINK_H
#define GRADER_NET_LINK_H

/*
 * Bring lo up with the addresses of model/lab_facts.h and set what the kernel
 * must do the same on every machine; proc_fd is a /proc.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int link_up(int proc_fd, char *err);

#endif
