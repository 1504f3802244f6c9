/* The catalogue's rows: found by any of their names, and sound. */
#include "test_judges.h"

static void
an_exercise_is_found_by_its_names(void **state)
{
	static const char *const words[] = { "51", "raw-tcp-syn",
		"51-raw-tcp-syn", "exercises/51-raw-tcp-syn/",
		"./solutions/51-raw-tcp-syn//" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		assert_non_null(catalogue_find(words[i]));
		assert_int_equal(catalogue_find(words[i])->number, 51);
	}
	assert_null(catalogue_find("5"));
	assert_null(catalogue_find(""));
	assert_null(catalogue_find("/"));
	assert_null(catalogue_find("raw-tcp-sy"));
}

static void
a_near_miss_is_recognised(void **state)
{
	char long_word[500];

	(void)state;
	assert_string_equal(catalogue_near("raw-tcp-sin"), "raw-tcp-syn");
	assert_string_equal(catalogue_near("raw_tcp_syn"), "raw-tcp-syn");
	assert_string_equal(catalogue_near("51-raw-tcp-sy/"), "raw-tcp-syn");
	assert_string_equal(catalogue_near("streamclient"), "stream-client");
	assert_null(catalogue_near("ping"));
	assert_null(catalogue_near(""));
	memset(long_word, 'a', sizeof(long_word));
	long_word[sizeof(long_word) - 1] = '\0';
	assert_null(catalogue_near(long_word));
}

static void
names_are_made_of_the_slug(void **state)
{
	char name[CATALOGUE_NAME];

	(void)state;
	catalogue_folder(catalogue_find("51"), name, sizeof(name));
	assert_string_equal(name, "51-raw-tcp-syn");
	catalogue_source(catalogue_find("51"), name, sizeof(name));
	assert_string_equal(name, "raw_tcp_syn.c");
}

static void
the_digest_is_stable(void **state)
{
	char one[CATALOGUE_DIGEST], two[CATALOGUE_DIGEST];

	(void)state;
	catalogue_digest(one);
	catalogue_digest(two);
	assert_string_equal(one, two);
	assert_int_equal(strlen(one), 16);
}

/* Every name in a check's list of cases is a case (or the prefix of one). */
static void
assert_cases_exist(const struct exercise *exercise, const char *list)
{
	const struct scenario *scenario;
	const char *name;
	size_t len;

	for (name = list; *name != '\0'; name += len) {
		name += strspn(name, " ");
		len = strcspn(name, " ");
		for (scenario = exercise->scenarios; scenario->id != NULL;
		     scenario++)
			if (strncmp(scenario->id, name,
				len - (name[len - 1] == '*')) == 0)
				break;
		assert_non_null(scenario->id);
	}
}

static size_t
runs_of(const struct scenario *scenario)
{
	const struct step *step;
	size_t runs = 0;

	for (step = scenario->steps; step->kind != STEP_END; step++)
		runs += step->kind == STEP_START;
	return runs;
}

/* What is captured comes first; a codec has nothing to capture. */
static void
assert_captured_first(const struct exercise *exercise)
{
	const struct scenario *scenario;
	unsigned flags = 0;

	for (scenario = exercise->scenarios; scenario->id != NULL; scenario++)
		flags |= scenario->flags;
	assert_int_equal(exercise->scenarios[0].flags & CASE_CAPTURED,
	    flags & CASE_CAPTURED);
}

static void
every_row_is_sound(void **state)
{
	const struct exercise *rows, *row;
	const struct scenario *scenario;
	const struct check *check;
	size_t count;
	int halves, hearts, duties;

	(void)state;
	rows = catalogue(&count);
	for (row = rows; row < rows + count; row++) {
		halves = hearts = duties = 0;
		for (check = row->checks; check->id != NULL; check++) {
			assert_cases_exist(row, check->cases);
			halves += check->halves;
			hearts += check->role == ROLE_HEART;
			if (check->role == ROLE_DUTY)
				duties += check->halves;
		}
		assert_int_equal(halves, 20);
		assert_int_equal(hearts, 1);
		/* what every program owes is a third of its marks at most */
		assert_in_range(3 * duties, 0, halves);
		assert_captured_first(row);
		for (scenario = row->scenarios; scenario->id != NULL;
		     scenario++)
			assert_in_range(runs_of(scenario), 1, MAX_RUNS);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_exercise_is_found_by_its_names),
		cmocka_unit_test(a_near_miss_is_recognised),
		cmocka_unit_test(names_are_made_of_the_slug),
		cmocka_unit_test(the_digest_is_stable),
		cmocka_unit_test(every_row_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
