/*
 * What the program hands to the kernel through raw sockets, read while its
 * call waits.  Another thread of it could change the bytes afterwards: good
 * for notes, never for marks.
 */
#ifndef GRADER_BOX_TELL_H
#define GRADER_BOX_TELL_H

#include "model/evidence.h"

/*
 * Take one report from notify_fd, which poll() said is readable, and let the
 * call go on.  When it sends through a raw or packet socket, and evidence has
 * fewer than 64 of them, what it hands over is added.
 */
void tell_take(int notify_fd, struct evidence *evidence);

#endif
