/* Somebody else, who has a port before the program can take it. */
#ifndef GRADER_PEER_OCCUPANT_H
#define GRADER_PEER_OCCUPANT_H

#include <stdint.h>

/*
 * Take the port on all addresses with a socket of type SOCK_STREAM, which
 * listens, or SOCK_DGRAM.  Returns the socket, or -1 with a sentence in
 * err[ERR_LEN].
 */
int occupant_open(int type, uint16_t port, char *err);

#endif
