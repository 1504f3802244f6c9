/*
 * What a program handed to the kernel explains what was seen on the wire.  It
 * decides no mark.
 */
#ifndef GRADER_CHECKS_RAW_HANDED_H
#define GRADER_CHECKS_RAW_HANDED_H

#include "checks/raw_packet.h"

/* Fields of the first own packet that are wrong since the kernel set them. */
void name_filled_in(const struct evidence *evidence, const struct packet *got,
    struct verdict *verdict);

/* Nothing was sent: the kernel may have refused the header for its IHL. */
void name_refused(const struct evidence *evidence, const struct comparison *it,
    struct verdict *verdict);

#endif
