/* Steps of the peers, and of others in the network. */
#include "steps.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "peer/datagram.h"
#include "peer/occupant.h"

static struct peer *
peer_of(struct stage *stage, const struct step *step)
{
	return &stage->peers[step->peer];
}

int
begin_place(struct stage *stage, const struct step *step, char *err)
{
	struct strings words = { 0 };
	int rc = -1;

	values_words(stage->order->values, step->text, &words);
	if (words.count < 2)
		snprintf(err, ERR_LEN, "'%s' is no place", step->text);
	else
		rc = parse_place(
		    words.items[0], words.items[1], &stage->place, err);
	strings_release(&words);
	return rc;
}

int
begin_listen(struct stage *stage, const struct step *step, char *err)
{
	if (begin_place(stage, step, err) == -1)
		return -1;
	return peer_listen(peer_of(stage, step), &stage->place, err);
}

int
begin_reserve(struct stage *stage, const struct step *step, char *err)
{
	if (begin_place(stage, step, err) == -1)
		return -1;
	return peer_reserve(peer_of(stage, step), &stage->place, err);
}

/* The third word, if there is one, is the address to come from. */
static int
connect_words(struct stage *stage, struct peer *peer,
    const struct strings *words, char *err)
{
	struct sockaddr_in from;

	if (words->count < 3)
		return peer_connect(peer, &stage->place, NULL, err);
	if (parse_place(words->items[2], "0", &from, err) == -1)
		return -1;
	return peer_connect(peer, &stage->place, &from, err);
}

int
begin_connect(struct stage *stage, const struct step *step, char *err)
{
	struct strings words = { 0 };
	int rc;

	rc = begin_place(stage, step, err);
	values_words(stage->order->values, step->text, &words);
	if (rc == 0)
		rc = connect_words(stage, peer_of(stage, step), &words, err);
	strings_release(&words);
	return rc;
}

int
begin_bind(struct stage *stage, const struct step *step, char *err)
{
	if (begin_place(stage, step, err) == -1)
		return -1;
	return peer_bind(peer_of(stage, step), &stage->place, err);
}

int
begin_aim(struct stage *stage, const struct step *step, char *err)
{
	if (begin_place(stage, step, err) == -1)
		return -1;
	peer_of(stage, step)->remote = stage->place;
	return 0;
}

int
begin_reset(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	peer_reset(peer_of(stage, step));
	return 0;
}

int
begin_close(struct stage *stage, const struct step *step, char *err)
{
	(void)err;
	peer_close(peer_of(stage, step));
	return 0;
}

/* It keeps the port as long as the case lasts. */
int
begin_occupy(struct stage *stage, const struct step *step, char *err)
{
	const int type =
	    step->kind == STEP_OCCUPY_TCP ? SOCK_STREAM : SOCK_DGRAM;
	struct strings words = { 0 };
	unsigned long port;

	values_words(stage->order->values, step->text, &words);
	port = words.count > 0 ? strtoul(words.items[0], NULL, 10) : 0;
	strings_release(&words);
	return occupant_open(type, (uint16_t)port, err) == -1 ? -1 : 0;
}

enum progress
look_accept(struct stage *stage, const struct step *step)
{
	return peer_accept(peer_of(stage, step));
}

enum progress
look_connect(struct stage *stage, const struct step *step)
{
	return peer_connected(peer_of(stage, step));
}

enum progress
look_read_line(struct stage *stage, const struct step *step)
{
	return peer_read_line(peer_of(stage, step));
}

enum progress
look_read_end(struct stage *stage, const struct step *step)
{
	return peer_read_end(peer_of(stage, step));
}

enum progress
look_send(struct stage *stage, const struct step *step)
{
	return peer_send(
	    peer_of(stage, step), stage->text.data, stage->text.len);
}

enum progress
look_send_datagram(struct stage *stage, const struct step *step)
{
	return datagram_send(
	    peer_of(stage, step), stage->text.data, stage->text.len);
}

enum progress
look_receive(struct stage *stage, const struct step *step)
{
	return datagram_receive(peer_of(stage, step));
}
