/*
 * The other end of the wire: one TCP peer of a case.  Nothing here waits; each
 * function does what can be done now and says whether that was all.
 */
#ifndef GRADER_PEER_PEER_H
#define GRADER_PEER_PEER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/evidence.h"

struct peer {
	int listen_fd;
	int fd; /* the connection; -1: none */
	struct sockaddr_in local, remote;
	size_t sent;	      /* of what is being sent */
	struct peer_log *log; /* what it saw */
};

enum progress {
	PROGRESS_DONE,
	PROGRESS_WAIT,	 /* not yet */
	PROGRESS_REFUSED /* never: the connection is gone */
};

/* An unused peer that writes down what it sees in log. */
void peer_init(struct peer *peer, struct peer_log *log);

/* Returns 0, or -1 with a sentence in err[ERR_LEN]. */
int peer_listen(
    struct peer *peer, const char *address, const char *port, char *err);

/* Hold the place without listening: who connects is refused.  As above. */
int peer_reserve(
    struct peer *peer, const char *address, const char *port, char *err);

/* Take the first connection that waits. */
enum progress peer_accept(struct peer *peer);

/* Read what is there; done when a newline was read, or the end has come. */
enum progress peer_read_line(struct peer *peer);

/* Read what is there; done when the end has come. */
enum progress peer_read_end(struct peer *peer);

/* Send the rest of data: peer->sent counts, and is 0 again when done. */
enum progress peer_send(struct peer *peer, const void *data, size_t len);

/* True when all that was sent has reached the other end's kernel. */
bool peer_delivered(const struct peer *peer);

/* Close with a reset. */
void peer_reset(struct peer *peer);

/* Close in order: read what is left, so that no reset is provoked. */
void peer_close(struct peer *peer);

/* Take in, without waiting, what came until now, for the record. */
void peer_last_look(struct peer *peer);

void peer_release(struct peer *peer);

#endif
