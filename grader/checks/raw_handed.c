/* Causes that show only in what was handed to the kernel. */
#include "checks/raw_handed.h"

#include <string.h>

#include "checks/evidence_look.h"
#include "diagnose/diagnose.h"

enum { LINK_LEN = 14 };

static bool
has_finding(const struct verdict *verdict, const char *field)
{
	size_t i;

	for (i = 0; i < verdict->finding_count; i++)
		if (strcmp(verdict->findings[i].field, field) == 0)
			return true;
	return false;
}

void
name_filled_in(const struct evidence *evidence, const struct packet *got,
    struct verdict *verdict)
{
	static const char *const fields[] = { "identification",
		"source address" };
	size_t i;

	if (evidence->handed_count == 0)
		return;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (has_finding(verdict, fields[i]))
			diagnose_filled_in(&evidence->handed[0].bytes, got,
			    fields[i], verdict);
}

/* A packet socket's bytes begin with a link header, which has no IHL. */
static bool
is_frame(const struct blob *bytes)
{
	static const uint8_t link[LINK_LEN] = { [12] = 8 };

	return bytes->len >= LINK_LEN &&
	    memcmp(bytes->data, link, LINK_LEN) == 0;
}

static bool
says(const struct blob *text, const char *words)
{
	return text->len > 0 &&
	    memmem(text->data, text->len, words, strlen(words)) != NULL;
}

void
name_refused(const struct evidence *evidence, const struct comparison *it,
    struct verdict *verdict)
{
	const struct run *run = look_run(evidence);
	const struct handed *handed;

	if (it->own.count > 0 || evidence->handed_count == 0 || run == NULL)
		return;
	handed = &evidence->handed[0];
	/* the call failed with EINVAL: only the program can tell */
	if (!says(&run->err, "Invalid argument") || is_frame(&handed->bytes) ||
	    !diagnose_refused(&handed->bytes, &it->wanted, verdict))
		return;
	verdict_note(verdict,
	    "the header handed to %s has an IHL of %u: Linux refuses one that "
	    "is below 5, or counts more bytes than are there (\"Invalid "
	    "argument\", raw(7))",
	    handed->call, handed->bytes.data[0] & 0xf);
}
