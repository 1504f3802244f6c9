/* What the kernel knows of a socket that is not ours, by sock_diag. */
#ifndef GRADER_NET_QUEUE_H
#define GRADER_NET_QUEUE_H

#include <netinet/in.h>
#include <stdint.h>

/*
 * How many bytes wait unread in the TCP socket whose own address is local and
 * whose other end is remote.  Returns -1 when there is no such socket.
 */
int64_t
queue_unread(const struct sockaddr_in *local, const struct sockaddr_in *remote);

#endif
