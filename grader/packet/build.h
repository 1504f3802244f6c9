/* Packets made from a captured one by setting some of its fields. */
#ifndef GRADER_PACKET_BUILD_H
#define GRADER_PACKET_BUILD_H

#include "model/blob.h"
#include "packet/decode.h"

/*
 * All of them leave a frame alone that has no such layer.
 *
 * Set a field of the first layer of that kind in frame (a whole frame).
 */
void frame_set(struct blob *frame, enum layer_kind kind, const char *field,
    uint64_t value);

/* Put other data in place of what the last layer carries. */
void frame_set_data(struct blob *frame, const void *data, size_t len);

/*
 * Recompute lengths, then checksums, of every layer.  All of frame is taken to
 * be the packet's own: a built frame has no padding.
 */
void frame_finish(struct blob *frame);

/*
 * Compute the TCP or UDP checksum that the kernel left unfinished.  A frame
 * that is cut or malformed is left as it is.
 * Returns 0, or -1 if it was left.
 */
int frame_finish_partial(uint8_t *frame, size_t len);

#endif
