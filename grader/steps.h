/*
 * The steps of a case: what each does at its begin, and what it waits for.
 * play.c has the table of them.
 */
#ifndef GRADER_STEPS_H
#define GRADER_STEPS_H

#include "stage.h"

/*
 * Returns 0; BOX_NO_PROGRAM; or, with a sentence in err[ERR_LEN], PEER_TAKEN
 * or -1, which is our own failure.
 */
typedef int
begin_function(struct stage *stage, const struct step *step, char *err);

/* Expand the step's text into stage->text: for steps that send or compare. */
begin_function begin_text;

/* Read the place that the step's text names into stage->place. */
begin_function begin_place;

/* The program: steps_program.c */
begin_function begin_input, begin_hold_input, begin_feed, begin_full_disk,
    begin_hold_output, begin_start, begin_signal, begin_exit, begin_pause;
look_function look_ready, look_bound, look_output, look_idle, look_fed,
    look_full, look_signal, look_drained, look_exit, look_pause;

/* Peers and others: steps_peer.c */
begin_function begin_listen, begin_reserve, begin_connect, begin_bind,
    begin_aim, begin_reset, begin_close, begin_occupy;
look_function look_accept, look_connect, look_read_line, look_read_end,
    look_send, look_send_datagram, look_receive;

#endif
