/* What the kernel knows of sockets that are not ours, by sock_diag. */
#ifndef GRADER_NET_QUEUE_H
#define GRADER_NET_QUEUE_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * How many bytes wait unread in the TCP socket whose own address is local and
 * whose other end is remote.  Returns -1 when there is no such socket.
 */
int64_t
queue_unread(const struct sockaddr_in *local, const struct sockaddr_in *remote);

/*
 * Would a packet to local find a socket: a TCP one that listens, or a UDP one
 * that takes datagrams from anybody?  Those that have all addresses, or are
 * of both families, are found too.
 */
bool queue_listens(const struct sockaddr_in *local);
bool queue_bound(const struct sockaddr_in *local);

#endif
