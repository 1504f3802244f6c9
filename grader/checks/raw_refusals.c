/* What the kernel refuses a program with a packet of its own. */
#include "checks/raw_refusals.h"

#include "checks/duties.h"
#include "checks/evidence_look.h"
#include "checks/raw_packet.h"

/*
 * A packet socket asks for no route, nor does a raw one that is told the
 * device: then the packet is handed over, and that is a success.
 */
static void
judge_no_route(const struct exhibit *exhibit, struct verdict *verdict)
{
	struct own_frames own;

	own_frames_find(exhibit->evidence, &own);
	if (own.count > 0) {
		judge_ending(exhibit, verdict);
		return;
	}
	judge_failure(exhibit, verdict);
	look_silent(look_run(exhibit->evidence), verdict);
}

void
judge_refusal(const struct exhibit *exhibit, struct verdict *verdict)
{
	if ((exhibit->scenario->flags & CASE_NO_RAW) != 0)
		judge_permission(exhibit, verdict);
	else
		judge_no_route(exhibit, verdict);
}
