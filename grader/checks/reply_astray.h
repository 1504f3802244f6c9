/* Where the reply of 22 went that its asker did not get. */
#ifndef GRADER_CHECKS_REPLY_ASTRAY_H
#define GRADER_CHECKS_REPLY_ASTRAY_H

#include "model/exercise.h"
#include "model/result.h"

/*
 * Name the cause "reply-astray" if the server sent a datagram to where no peer
 * has a socket.  Without a capture nothing is known of it.
 */
void judge_reply_astray(const struct exhibit *exhibit, struct verdict *verdict);

#endif
