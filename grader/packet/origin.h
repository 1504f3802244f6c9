/*
 * Whose packet is it?  On one link the program's own packets stand beside what
 * the lab's kernel answers to them.  The lab's default TTL is one that no
 * exercise asks for (model/lab_facts.h), so what the kernel made of its own
 * accord shows itself.
 */
#ifndef GRADER_PACKET_ORIGIN_H
#define GRADER_PACKET_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "model/evidence.h"

/*
 * True if frame number index is the kernel's answer to an earlier frame of the
 * capture: it has the lab's TTL, and is a TCP segment that turns an earlier
 * one around (or resets it), or an ICMP error that quotes one.
 */
bool frame_is_kernel_answer(const struct capture *capture, size_t index);

#endif
