/*
 * The other end of the wire: one TCP or UDP peer of a case.  Nothing here
 * waits; each function does what can be done now and says whether that was
 * all.
 *
 * A peer may be used again: a new connection or socket takes the place of its
 * last one, and its log goes on.
 */
#ifndef GRADER_PEER_PEER_H
#define GRADER_PEER_PEER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "model/evidence.h"

struct peer {
	int listen_fd;
	int fd;	       /* the connection, or the UDP socket; -1: none */
	bool datagram; /* fd is a UDP socket */
	struct sockaddr_in local, remote; /* UDP: remote is aimed at */
	struct in_addr asked; /* UDP: ours, by the last datagram; or any */
	size_t sent;	      /* of what is being sent */
	size_t begin;	      /* of this connection in what was received */
	struct peer_log *log; /* what it saw */
};

enum progress {
	PROGRESS_DONE,
	PROGRESS_WAIT,	 /* not yet */
	PROGRESS_REFUSED /* never: the connection is gone */
};

/* Returns 0, or -1 with a sentence in err[ERR_LEN]. */
int parse_place(const char *address, const char *port,
    struct sockaddr_in *place, char *err);

/* An unused peer that writes down what it sees in log. */
void peer_init(struct peer *peer, struct peer_log *log);

/*
 * Returns 0; or, with a sentence in err[ERR_LEN], PEER_TAKEN when somebody has
 * that place already, or else -1.
 */
enum { PEER_TAKEN = 2 };
int peer_listen(struct peer *peer, const struct sockaddr_in *place, char *err);

/* Hold the place without listening: who connects is refused.  As above. */
int peer_reserve(struct peer *peer, const struct sockaddr_in *place, char *err);

/* Take the first connection that waits. */
enum progress peer_accept(struct peer *peer);

/*
 * Begin to connect to place; from: the address to come from, or NULL.
 * As peer_listen(): 0 also when it is refused, PEER_TAKEN when no port is free.
 */
int peer_connect(struct peer *peer, const struct sockaddr_in *place,
    const struct sockaddr_in *from, char *err);

/* Done when the connection that was begun stands. */
enum progress peer_connected(struct peer *peer);

/*
 * Have a UDP socket at place, port 0 being any.  It is never connected, so it
 * hears everybody.  As peer_listen().
 */
int peer_bind(struct peer *peer, const struct sockaddr_in *place, char *err);

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
