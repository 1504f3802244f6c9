/*
 * What crosses a link, seen by an AF_PACKET socket.  Incoming copies only: a
 * program can suppress the outgoing ones.
 */
#ifndef GRADER_NET_CAPTURE_H
#define GRADER_NET_CAPTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "model/evidence.h"

/*
 * No case needs more frames; a flood is cut here and counted as dropped.
 */
enum {
	MOST_FRAMES = 4096,
	MOST_BYTES = 16 << 20,
	RING_FRAME = 2048,
	RING_FRAMES = 4096
};

struct tap {
	int fd;
	unsigned char *ring; /* NULL: frames are received one by one */
	size_t next;	     /* frame of the ring to look at */
	size_t kept;	     /* bytes so far */
	struct capture *capture;
};

/*
 * Open a capture on link and let its frames be added to capture.  With ring
 * it keeps up with megabytes, and keeps the first bytes of each frame.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int tap_open(struct tap *tap, const char *link, bool ring,
    struct capture *capture, char *err);

/* Take in all that is there; never waits. */
void tap_drain(struct tap *tap);

/*
 * Take in all that was on the link before this call: a frame of ours is sent
 * and the capture is read up to it.  Returns 0, or -1 with a sentence in err.
 */
int tap_finish(struct tap *tap, char *err);

#endif
