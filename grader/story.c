/* The steps of a case in words. */
#include "story.h"

#include <string.h>

/* How a step's text is told. */
enum telling { TELL_NOTHING, TELL_COMMAND, TELL_PLACE, TELL_BYTES, TELL_WORD };

/* A sentence: before, the peer, after, the text, end. */
static const struct {
	const char *before, *peer, *after;
	enum telling telling;
	const char *end;
} sentences[] = {
	[STEP_INPUT] = { "standard input holds ", NULL, NULL, TELL_BYTES,
	    NULL },
	[STEP_HOLD_INPUT] = { "it comes in pieces", NULL, NULL, TELL_NOTHING,
	    NULL },
	[STEP_FULL_DISK] = { "standard output is /dev/full, a full disk", NULL,
	    NULL, TELL_NOTHING, NULL },
	[STEP_HOLD_OUTPUT] = { "standard output is a pipe that nobody reads",
	    NULL, NULL, TELL_NOTHING, NULL },
	[STEP_START] = { "start: ", NULL, NULL, TELL_COMMAND, NULL },
	[STEP_AWAIT_READY] = { "the program is found listening at ", NULL, NULL,
	    TELL_PLACE, NULL },
	[STEP_AWAIT_BOUND] = { "a UDP socket of the program is found at ", NULL,
	    NULL, TELL_PLACE, NULL },
	[STEP_AWAIT_OUTPUT] = { "the program prints ", NULL, NULL, TELL_BYTES,
	    NULL },
	[STEP_AWAIT_IDLE] = { "the program waits", NULL, NULL, TELL_NOTHING,
	    NULL },
	[STEP_FEED] = { "the next piece is read; its bytes: ", NULL, NULL,
	    TELL_WORD, NULL },
	[STEP_AWAIT_FULL] = { "the pipe is full, or the program has ended; now "
			      "it is read",
	    NULL, NULL, TELL_NOTHING, NULL },
	[STEP_SIGNAL] = { "the program is sent SIG", NULL, NULL, TELL_WORD,
	    NULL },
	[STEP_AWAIT_EXIT] = { "the program ends by itself", NULL, NULL,
	    TELL_NOTHING, NULL },
	[STEP_LISTEN] = { NULL, "a peer", " listens on ", TELL_PLACE, NULL },
	[STEP_RESERVE] = { "nobody listens on ", NULL, NULL, TELL_PLACE, NULL },
	[STEP_ACCEPT] = { "the program connects to ", "the peer", NULL,
	    TELL_NOTHING, NULL },
	[STEP_CONNECT] = { NULL, "a peer", " connects to ", TELL_PLACE, NULL },
	[STEP_READ_LINE] = { "the program sends a line to ", "the peer", NULL,
	    TELL_NOTHING, NULL },
	[STEP_READ_END] = { "the program closes its sending side to ",
	    "the peer", NULL, TELL_NOTHING, NULL },
	[STEP_SEND] = { NULL, "the peer", " sends ", TELL_BYTES, NULL },
	[STEP_AWAIT_DRAINED] = { "the program has read all of it and waits",
	    NULL, NULL, TELL_NOTHING, NULL },
	[STEP_RESET] = { NULL, "the peer", " resets the connection",
	    TELL_NOTHING, NULL },
	[STEP_CLOSE] = { NULL, "the peer", " closes its side of the connection",
	    TELL_NOTHING, NULL },
	[STEP_BIND] = { NULL, "a peer", " has a UDP socket at ", TELL_PLACE,
	    NULL },
	[STEP_AIM] = { "datagrams of ", "the peer", " go to ", TELL_PLACE,
	    NULL },
	[STEP_SEND_DATAGRAM] = { NULL, "the peer", " sends a datagram of ",
	    TELL_BYTES, NULL },
	[STEP_RECEIVE] = { "the program sends a datagram to ", "the peer", NULL,
	    TELL_NOTHING, NULL },
	[STEP_OCCUPY_TCP] = { "somebody else listens on every address, port ",
	    NULL, NULL, TELL_WORD, NULL },
	[STEP_OCCUPY_UDP] = { "somebody else has every address, UDP port ",
	    NULL, NULL, TELL_WORD, NULL },
	[STEP_PAUSE] = { NULL, NULL, NULL, TELL_WORD, " ms pass" },
};

/* "17 bytes: Hello..." */
static void
describe_bytes(const struct blob *bytes, struct blob *text)
{
	enum { SHOWN = 40 };
	const size_t shown = bytes->len < SHOWN ? bytes->len : SHOWN;

	blob_printf(text, "%zu byte%s", bytes->len, bytes->len == 1 ? "" : "s");
	if (shown == 0)
		return;
	blob_printf(text, ": \"");
	escape_add(text, bytes->data, shown);
	blob_printf(text, bytes->len > shown ? "...\"" : "\"");
}

/* As one would type it, cut if it is long. */
static void
describe_word(const char *word, struct blob *text)
{
	enum { SHOWN = 60 };
	const bool plain =
	    *word != '\0' && strpbrk(word, " '\"$\\`*?!&|;<>()[]{}#~%") == NULL;
	const size_t len = strlen(word);

	blob_printf(text, plain ? "" : "'");
	escape_add(text, word, len < SHOWN ? len : SHOWN);
	blob_printf(text, "%s%s", len < SHOWN ? "" : "...", plain ? "" : "'");
}

/* A command line, or "ADDRESS port PORT from ADDRESS". */
static void
describe_words(
    const struct play_order *order, const struct step *step, struct blob *text)
{
	static const char *const place[] = { "", " port ", " from " };
	const bool command = sentences[step->kind].telling == TELL_COMMAND;
	struct strings words = { 0 };

	if (command)
		play_add_name(order->exercise, &words);
	values_words(order->values, step->text, &words);
	for (size_t i = 0; i < words.count; i++) {
		if (!command && i == 1 && strcmp(words.items[i], "0") == 0) {
			blob_printf(text, ", at a free port");
			continue;
		}
		if (i > 0)
			blob_printf(
			    text, "%s", command || i > 2 ? " " : place[i]);
		describe_word(words.items[i], text);
	}
	strings_release(&words);
}

static void
describe_text(
    const struct play_order *order, const struct step *step, struct blob *text)
{
	struct blob bytes = { 0 };

	switch (sentences[step->kind].telling) {
	case TELL_NOTHING:
		return;
	case TELL_COMMAND:
	case TELL_PLACE:
	case TELL_WORD:
		describe_words(order, step, text);
		return;
	case TELL_BYTES:
		values_bytes(order->values, step->text, &bytes);
		describe_bytes(&bytes, text);
		blob_release(&bytes);
	}
}

/* Peers are numbered, from 1, where there are several. */
static bool
has_several(const struct play_order *order)
{
	for (const struct step *s = order->scenario->steps; s->kind != STEP_END;
	     s++) {
		if (s->peer > 0)
			return true;
	}
	return false;
}

static void
add(struct blob *text, const char *words)
{
	if (words != NULL)
		blob_printf(text, "%s", words);
}

void
story_tell(const struct play_order *order, const struct step *step,
    struct evidence *evidence, uint64_t time_ns)
{
	struct step_log *log = evidence_add_step(evidence);
	const char *peer = sentences[step->kind].peer;
	struct blob text = { 0 };

	add(&text, sentences[step->kind].before);
	if (peer != NULL && has_several(order))
		blob_printf(&text, "peer %d", step->peer + 1);
	else
		add(&text, peer);
	add(&text, sentences[step->kind].after);
	describe_text(order, step, &text);
	add(&text, sentences[step->kind].end);
	log->text = (char *)text.data;
	log->time_ns = time_ns;
}
