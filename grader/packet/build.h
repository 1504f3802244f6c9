/* Packets made from a captured one by setting some of its fields. */
#ifndef GRADER_PACKET_BUILD_H
#define GRADER_PACKET_BUILD_H

#include "model/blob.h"
#include "packet/decode.h"

/* Set a field of the first layer of that kind in frame (a whole frame). */
void frame_set(struct blob *frame, enum layer_kind kind, const char *field,
    uint64_t value);

/* Put other data in place of what the last layer carries. */
void frame_set_data(struct blob *frame, const void *data, size_t len);

/* Recompute lengths, then checksums, of every layer. */
void frame_finish(struct blob *frame);

#endif
