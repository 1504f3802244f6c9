/*
 * Taking turns on the shared loopback: graders without networks of their own
 * must not meet each other's peers.
 */
#ifndef GRADER_NET_TURN_H
#define GRADER_NET_TURN_H

/*
 * Wait until no other grader plays in this network; the turn lasts as long as
 * this process.  Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int turn_take(char *err);

#endif
