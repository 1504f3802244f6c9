/* What the kernel mended in a header that the student built by hand. */
#ifndef GRADER_CHECKS_RAW_REPAIRS_H
#define GRADER_CHECKS_RAW_REPAIRS_H

#include "model/evidence.h"
#include "model/result.h"
#include "packet/decode.h"

/*
 * A note for total length and header checksum that the program handed to the
 * kernel wrong and not 0: Linux repairs them, so no mark is lost (raw(7)).  A
 * number that got has on the wire, too, was not repaired: it came through a
 * packet socket.
 */
void note_repairs(const struct evidence *evidence, const struct packet *got,
    struct verdict *verdict);

#endif
