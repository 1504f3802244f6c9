/* The steps of a case in words. */
#include "story.h"

#include <string.h>

/* How the sentence of each step begins; its text, expanded, ends it. */
static const char *const begins[] = {
	[STEP_LISTEN] = "a peer listens on ",
	[STEP_RESERVE] = "nobody listens on ",
	[STEP_START] = "start: ",
	[STEP_ACCEPT] = "the program connects to the peer",
	[STEP_READ_LINE] = "the program sends a line",
	[STEP_READ_END] = "the program closes its sending side",
	[STEP_SEND] = "the peer sends ",
	[STEP_AWAIT_DRAINED] = "the program has read all of it and waits",
	[STEP_RESET] = "the peer resets the connection",
	[STEP_CLOSE] = "the peer closes the connection",
	[STEP_AWAIT_EXIT] = "the program ends by itself",
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

/* The words as one would type them. */
static void
describe_words(
    const struct play_order *order, const struct step *step, struct blob *text)
{
	struct strings words = { 0 };

	if (step->kind == STEP_START)
		play_add_name(order->exercise, &words);
	values_words(order->values, step->text, &words);
	for (size_t i = 0; i < words.count; i++) {
		const char *word = words.items[i];
		const bool plain = *word != '\0' &&
		    strpbrk(word, " '\"$\\`*?!&|;<>()[]{}#~%") == NULL;
		const size_t len = strlen(word);

		if (i > 0)
			blob_printf(
			    text, step->kind == STEP_START ? " " : " port ");
		if (!plain)
			blob_printf(text, "'");
		escape_add(text, word, len < 60 ? len : 60);
		blob_printf(
		    text, "%s%s", len < 60 ? "" : "...", plain ? "" : "'");
	}
	strings_release(&words);
}

void
story_tell(const struct play_order *order, const struct step *step,
    struct evidence *evidence, uint64_t time_ns)
{
	struct step_log *log = evidence_add_step(evidence);
	struct blob text = { 0 }, bytes = { 0 };

	blob_printf(&text, "%s", begins[step->kind]);
	if (step->kind == STEP_SEND) {
		values_bytes(order->values, step->text, &bytes);
		describe_bytes(&bytes, &text);
	} else if (step->text != NULL) {
		describe_words(order, step, &text);
	}
	log->text = (char *)text.data;
	log->time_ns = time_ns;
	blob_release(&bytes);
}
