/*
 * From evidence to marks.  Each check's judge sees one case at a time; here
 * its opinions become one verdict: failed in any case is failed, and a cause
 * is named only if no other failing case speaks against it.
 */
#include <stdlib.h>
#include <string.h>

#include "catalogue.h"
#include "judge.h"
#include "judge_story.h"
#include "model/values.h"

/* What all checks of one exercise are judged on. */
struct trial {
	const struct exercise *exercise;
	const struct evidence *evidence;
	size_t count;
	const struct capture *const *expected;
};

/* A judge's opinion of one case. */
struct opinion {
	const struct scenario *scenario;
	const struct evidence *evidence;
	bool left_out; /* not played, since the program hung elsewhere */
	struct verdict verdict;
};

struct opinions {
	struct opinion *items;
	size_t count;
};

static const struct evidence *
find_evidence(const struct trial *trial, const char *case_id)
{
	size_t i;

	for (i = 0; i < trial->count; i++)
		if (trial->evidence[i].case_id != NULL &&
		    strcmp(trial->evidence[i].case_id, case_id) == 0)
			return &trial->evidence[i];
	return NULL;
}

/* The case's own captured expectation, else that of the captured case. */
static const struct capture *
find_expected(const struct trial *trial, size_t index)
{
	const struct scenario *scenario = trial->exercise->scenarios;
	size_t i;

	if (trial->expected == NULL)
		return NULL;
	if (trial->expected[index] != NULL)
		return trial->expected[index];
	for (i = 0; scenario[i].id != NULL; i++)
		if ((scenario[i].flags & CASE_CAPTURED) != 0 &&
		    trial->expected[i] != NULL)
			return trial->expected[i];
	return NULL;
}

static void
judge_not_played(struct opinion *opinion)
{
	struct verdict *verdict = &opinion->verdict;
	const struct evidence *evidence = opinion->evidence;
	const char *id = opinion->scenario->id;

	opinion->left_out = evidence->skipped != NULL;
	if (opinion->left_out)
		verdict_skip(verdict,
		    "case %s was left out: the program hung in case %s", id,
		    evidence->skipped);
	else
		verdict_unchecked(verdict, "case %s could not be played: %s",
		    id,
		    evidence->trouble != NULL ? evidence->trouble
					      : "its evidence says nothing");
}

static void
judge_case(const struct trial *trial, const struct check *check, size_t index,
    struct opinion *opinion)
{
	struct values values = { .count = 0 };
	struct exhibit exhibit = { trial->exercise, opinion->scenario, &values,
		opinion->evidence, find_expected(trial, index) };

	if (!opinion->evidence->played) {
		judge_not_played(opinion);
		return;
	}
	values_resolve(trial->exercise, opinion->scenario,
	    opinion->evidence->seed, &values);
	check->judge(&exhibit, &opinion->verdict);
	values_release(&values);
}

/* Only cases that there is evidence of: those that were asked for. */
static void
judge_cases(const struct trial *trial, const struct check *check,
    struct opinions *opinions)
{
	const struct scenario *scenario = trial->exercise->scenarios;
	const struct evidence *evidence;
	struct opinion *opinion;
	size_t i;

	for (i = 0; scenario[i].id != NULL; i++) {
		evidence = find_evidence(trial, scenario[i].id);
		if (evidence == NULL ||
		    !catalogue_check_has(check, scenario[i].id))
			continue;
		opinions->items = xgrow(opinions->items, opinions->count,
		    sizeof(opinions->items[0]));
		opinion = &opinions->items[opinions->count++];
		memset(opinion, 0, sizeof(*opinion));
		opinion->scenario = &scenario[i];
		opinion->evidence = evidence;
		judge_case(trial, check, i, opinion);
	}
}

static void
opinions_release(struct opinions *opinions)
{
	size_t i;

	for (i = 0; i < opinions->count; i++)
		verdict_release(&opinions->items[i].verdict);
	free(opinions->items);
}

static bool
has_cause(const struct verdict *verdict, const char *id)
{
	size_t i;

	for (i = 0; i < verdict->causes.count; i++)
		if (strcmp(verdict->causes.items[i].id, id) == 0)
			return true;
	return false;
}

/* Do both verdicts have a finding about the same field? */
static bool
share_field(const struct verdict *a, const struct verdict *b)
{
	size_t i, j;

	for (i = 0; i < a->finding_count; i++)
		for (j = 0; j < b->finding_count; j++)
			if (strcmp(a->findings[i].field,
				b->findings[j].field) == 0)
				return true;
	return false;
}

/*
 * A cause that verdict names is refuted by a failing case that has the same
 * field wrong and does not name it: one mistake explains both, or it is not
 * the mistake.  Cases where only other fields are wrong say nothing of it.
 */
static bool
is_refuted(const struct opinions *opinions, const struct verdict *verdict,
    const char *id)
{
	const struct verdict *other;
	size_t i;

	for (i = 0; i < opinions->count; i++) {
		other = &opinions->items[i].verdict;
		if (other->status == STATUS_FAILED && !has_cause(other, id) &&
		    share_field(verdict, other))
			return true;
	}
	return false;
}

/* The cause has to stand in every case that names it, or it is not named. */
static bool
stands(const struct opinions *opinions, const char *id)
{
	const struct verdict *verdict;
	size_t i;

	for (i = 0; i < opinions->count; i++) {
		verdict = &opinions->items[i].verdict;
		if (has_cause(verdict, id) && is_refuted(opinions, verdict, id))
			return false;
	}
	return true;
}

static void
merge_causes(const struct opinions *opinions, struct verdict *merged)
{
	const struct cause *cause;
	const struct verdict *verdict;
	size_t i, j;

	for (i = 0; i < opinions->count; i++) {
		verdict = &opinions->items[i].verdict;
		for (j = 0; j < verdict->causes.count; j++) {
			cause = &verdict->causes.items[j];
			if (verdict->status == STATUS_FAILED &&
			    !has_cause(merged, cause->id) &&
			    stands(opinions, cause->id))
				causes_add(
				    &merged->causes, cause->id, cause->message);
		}
	}
}

/* Findings change hands: the opinion has none afterwards. */
static void
move_findings(struct opinion *opinion, struct verdict *merged)
{
	struct verdict *from = &opinion->verdict;
	struct finding *finding;
	size_t i;

	for (i = 0; i < from->finding_count; i++) {
		finding = verdict_finding(merged);
		*finding = from->findings[i];
		free(finding->case_id);
		finding->case_id = xstrdup(opinion->scenario->id);
	}
	free(from->findings);
	from->findings = NULL;
	from->finding_count = 0;
}

/* Notes of several cases say the same with other numbers: one case's do. */
static void
merge_notes(const struct opinions *opinions, struct verdict *merged)
{
	const struct strings *notes;
	size_t i, j;

	for (i = 0; i < opinions->count; i++) {
		notes = &opinions->items[i].verdict.notes;
		for (j = 0; j < notes->count; j++)
			verdict_note(merged, "%s", notes->items[j]);
		if (notes->count > 0)
			return;
	}
}

/*
 * Does a case that has nothing to look at, which another check tells of, count?
 * Not while the greater part of the cases show that it is right.
 */
static bool
skips_count(const struct opinions *opinions)
{
	size_t i, passed = 0;

	for (i = 0; i < opinions->count; i++)
		passed += opinions->items[i].verdict.status == STATUS_PASSED;
	return 2 * passed <= opinions->count;
}

/* How much an opinion weighs where cases differ. */
static int
weight(const struct opinion *opinion, bool skip_counts)
{
	switch (opinion->verdict.status) {
	case STATUS_PASSED:
		return 1;
	case STATUS_SKIPPED:
		return skip_counts || opinion->left_out ? 2 : 0;
	case STATUS_COULD_NOT_CHECK:
		return 3;
	case STATUS_FAILED:
		return 4;
	}
	return 0;
}

/* The first of the weightiest opinions. */
static struct opinion *
find_deciding(const struct opinions *opinions)
{
	const bool skips = skips_count(opinions);
	struct opinion *deciding = &opinions->items[0];
	size_t i;

	for (i = 1; i < opinions->count; i++)
		if (weight(&opinions->items[i], skips) >
		    weight(deciding, skips))
			deciding = &opinions->items[i];
	return deciding;
}

static void
merge_failure(const struct opinions *opinions, struct opinion *deciding,
    struct check_result *result)
{
	int run = 0;
	size_t i;

	merge_causes(opinions, &result->verdict);
	for (i = 0; i < opinions->count; i++)
		if (opinions->items[i].verdict.status == STATUS_FAILED)
			move_findings(&opinions->items[i], &result->verdict);
	if (result->verdict.finding_count > 0)
		run = result->verdict.findings[0].run;
	judge_tell(deciding->scenario, deciding->evidence, run, result);
}

static void
merge(const struct opinions *opinions, struct check_result *result)
{
	struct opinion *deciding = find_deciding(opinions);
	struct verdict *merged = &result->verdict;

	merge_notes(opinions, merged);
	merged->status = deciding->verdict.status;
	if (merged->status == STATUS_PASSED)
		return;
	merged->message = deciding->verdict.message;
	deciding->verdict.message = NULL;
	result->case_id = deciding->scenario->id;
	if (merged->status == STATUS_FAILED)
		merge_failure(opinions, deciding, result);
}

/* Returns false when none of its cases was asked for. */
static bool
judge_check(const struct trial *trial, struct check_result *result)
{
	struct opinions opinions = { NULL, 0 };
	bool judged;

	judge_cases(trial, result->check, &opinions);
	judged = opinions.count > 0;
	if (judged)
		merge(&opinions, result);
	opinions_release(&opinions);
	return judged;
}

/*
 * A duty counts only with the heart.  Where the heart could not be checked,
 * a duty that is done could not be either; one that is not has failed.
 */
static bool
judge_duty(const struct trial *trial, const struct check_result *heart,
    struct check_result *result)
{
	if (heart != NULL &&
	    (heart->verdict.status == STATUS_FAILED ||
		heart->verdict.status == STATUS_SKIPPED)) {
		verdict_skip(&result->verdict, "skipped because of %s",
		    heart->check->id);
		return true;
	}
	if (!judge_check(trial, result))
		return false;
	if (heart != NULL && heart->verdict.status == STATUS_COULD_NOT_CHECK)
		verdict_unchecked(&result->verdict,
		    "it counts only with %s, which could not be checked",
		    heart->check->id);
	return true;
}

/*
 * Judge into results, in the table's order, the checks that were asked for;
 * judged[i] says which.  The duties wait for the heart.
 */
static void
judge_checks(
    const struct trial *trial, struct check_result *results, bool *judged)
{
	const struct check *checks = trial->exercise->checks;
	const struct check_result *heart = NULL;
	size_t i;

	for (i = 0; checks[i].id != NULL; i++) {
		results[i].check = &checks[i];
		if (checks[i].role == ROLE_DUTY)
			continue;
		judged[i] = judge_check(trial, &results[i]);
		if (checks[i].role == ROLE_HEART && judged[i])
			heart = &results[i];
	}
	for (i = 0; checks[i].id != NULL; i++)
		if (checks[i].role == ROLE_DUTY)
			judged[i] = judge_duty(trial, heart, &results[i]);
}

/* Marks of a check that was not asked for are not lost: it is unchecked. */
static void
count_marks(const bool *judged, struct exercise_result *out)
{
	const struct check *check = out->exercise->checks;
	enum status status;
	bool failed = false, unchecked = false;
	size_t i;

	for (i = 0; check[i].id != NULL; i++) {
		status = out->checks[i].verdict.status;
		out->max_score += check[i].halves;
		if (!judged[i] || status == STATUS_COULD_NOT_CHECK)
			out->unchecked += check[i].halves;
		else if (status == STATUS_PASSED)
			out->score += check[i].halves;
		failed = failed || status == STATUS_FAILED ||
		    status == STATUS_SKIPPED;
		unchecked = unchecked || status == STATUS_COULD_NOT_CHECK;
	}
	out->status = failed ? EXERCISE_FAILED
	    : unchecked	     ? EXERCISE_COULD_NOT_CHECK
			     : EXERCISE_PASSED;
}

/* Close the gaps: only what was judged is part of the result. */
static void
keep_judged(const bool *judged, struct exercise_result *out)
{
	size_t i, kept = 0;

	for (i = 0; i < out->check_count; i++)
		if (judged[i])
			out->checks[kept++] = out->checks[i];
	out->check_count = kept;
}

void
judge_exercise(const struct exercise *exercise, const struct evidence *evidence,
    size_t count, const struct capture *const *expected,
    struct exercise_result *out)
{
	const struct trial trial = { exercise, evidence, count, expected };
	bool *judged;
	size_t i;

	for (i = 0; exercise->checks[i].id != NULL; i++)
		;
	judged = xcalloc(i, sizeof(judged[0]));
	out->exercise = exercise;
	out->check_count = i;
	out->checks = xcalloc(i, sizeof(out->checks[0]));
	judge_checks(&trial, out->checks, judged);
	count_marks(judged, out);
	keep_judged(judged, out);
	free(judged);
}
