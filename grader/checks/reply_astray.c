/* Where the reply of 22 went that its asker did not get. */
#include "checks/reply_astray.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checks/evidence_look.h"
#include "packet/datagram.h"

enum { ADDRESS_LEN = 16 };

static bool
is_peers(const struct evidence *evidence, const char *address, unsigned port)
{
	const struct peer_log *peer;
	size_t i;

	for (i = 0; i < evidence->peer_count; i++) {
		peer = &evidence->peers[i];
		if ((unsigned)peer->port == port &&
		    strcmp(peer->address, address) == 0)
			return true;
	}
	return false;
}

static void
name_astray(const char *address, unsigned port, struct verdict *verdict)
{
	char *message;

	message = xprintf(
	    "A datagram of the program's went to %s port %u, and nobody asked "
	    "from there: a reply goes to the address and port that recvfrom "
	    "filled in, just as they are (recvfrom(2))",
	    address, port);
	causes_add(&verdict->causes, "reply-astray", message);
	free(message);
}

void
judge_reply_astray(const struct exhibit *exhibit, struct verdict *verdict)
{
	const unsigned own = values_number(exhibit->values, "port");
	const struct capture *capture = look_capture(exhibit->evidence, "lo");
	struct wire_datagram datagram;
	char address[ADDRESS_LEN];
	const uint8_t *to;
	size_t i;

	for (i = 0; capture != NULL && i < capture->count; i++) {
		if (datagram_read(&capture->frames[i], &datagram) == -1 ||
		    datagram.source_port != own)
			continue;
		to = datagram.destination;
		snprintf(address, sizeof(address), "%u.%u.%u.%u", to[0], to[1],
		    to[2], to[3]);
		if (is_peers(
			exhibit->evidence, address, datagram.destination_port))
			continue;
		name_astray(address, datagram.destination_port, verdict);
		return;
	}
}
