/* What a peer with a UDP socket does; peer_bind() made it one. */
#ifndef GRADER_PEER_DATAGRAM_H
#define GRADER_PEER_DATAGRAM_H

#include "peer/peer.h"

/* Send data as one datagram to peer->remote. */
enum progress datagram_send(struct peer *peer, const void *data, size_t len);

/* Take one datagram; its sender is aimed at from now on. */
enum progress datagram_receive(struct peer *peer);

#endif
