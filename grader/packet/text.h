/* Frames as text: for `show`, `try`, and the dumps beside expected captures. */
#ifndef GRADER_PACKET_TEXT_H
#define GRADER_PACKET_TEXT_H

#include <stdio.h>

#include "model/evidence.h"

/*
 * One line:
 * "127.0.0.1:40000 > 127.0.0.2:7777 TCP SYN seq 1 win 65535, 5 bytes".
 * No time.  Every field that can hold a peer's bytes is shown as a number.
 */
void text_line(FILE *out, const struct frame *frame);

/*
 * That line, every field of every layer, and a hex dump, in at most 80 columns
 * of printable ASCII.
 */
void text_frame(FILE *out, size_t number, const struct frame *frame);

/* Every frame of the capture by text_frame. */
void text_capture(FILE *out, const struct capture *capture);

#endif
