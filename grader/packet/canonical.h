/*
 * A capture without what differs each time it is made: times, the kernel's own
 * choice of ports, sequence numbers, identifications, time stamps and windows,
 * and the acknowledgements that timers send.  Packets that a program built
 * itself stay as they are.
 */
#ifndef GRADER_PACKET_CANONICAL_H
#define GRADER_PACKET_CANONICAL_H

#include "model/evidence.h"

/* Make capture canonical, in place. */
void canonical_capture(struct capture *capture);

#endif
