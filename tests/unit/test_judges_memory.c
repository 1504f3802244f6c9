/* The memory checker's log: whole or not, errors, and what is left. */
#include "test_judges.h"

#include "checks/duties.h"

#define HEAD \
	"==42== Memcheck, a memory error detector\n" \
	"==42== Command: ./stream_client 127.0.0.2 7777 Hello\n" \
	"==42== \n"
#define SUMMARY(n) \
	"==42== ERROR SUMMARY: " n " errors from 1 contexts (suppressed: 0 " \
	"from 0)\n"
#define INVALID \
	"==42== Invalid write of size 1\n" \
	"==42==    at 0x1091BB: put_be16 (bytes.c:17)\n" \
	"==42==    by 0x1091E2: receive (stream_client.c:61)\n" \
	"==42==    by 0x109300: main (stream_client.c:99)\n" \
	"==42==  Address 0x4a4204a is 0 bytes after a block of size 10\n" \
	"==42==    at 0x48417B4: malloc (in /usr/libexec/valgrind/x.so)\n" \
	"==42== \n"
#define LEFT(blocks) "==42==     in use at exit: 1,200 bytes in " blocks "\n"

/* Judge a run that ended with status and left this log after 16 pieces. */
static void
judge(const char *log, int status, struct verdict *verdict)
{
	struct evidence evidence = { .played = true };
	struct exhibit exhibit = { catalogue_find("11"), NULL, NULL, &evidence,
		NULL };
	struct run *run = add_run(&evidence, END_EXITED, status);

	memset(verdict, 0, sizeof(*verdict));
	blob_add(&run->tool_log, log, strlen(log));
	judge_memory(&exhibit, 16, verdict);
	evidence_release(&evidence);
}

static void
assert_failed(const char *log, int status, const char *words)
{
	struct verdict verdict;

	judge(log, status, &verdict);
	assert_int_equal(verdict.status, STATUS_FAILED);
	if (strstr(verdict.message, words) == NULL)
		fail_msg("%s", verdict.message);
	verdict_release(&verdict);
}

static void
a_clean_log_passes(void **state)
{
	struct verdict verdict;

	(void)state;
	judge(HEAD LEFT("0 blocks") SUMMARY("0"), 0, &verdict);
	assert_int_equal(verdict.status, STATUS_PASSED);
	assert_int_equal(verdict.notes.count, 0);
	verdict_release(&verdict);
}

static void
an_incomplete_log_fails(void **state)
{
	(void)state;
	assert_failed("", 0, "incomplete");
	assert_failed(HEAD, 0, "incomplete");
	assert_failed(SUMMARY("0"), 0, "incomplete");
	assert_failed(HEAD SUMMARY("0") SUMMARY("0"), 0, "incomplete");
	assert_failed(HEAD HEAD SUMMARY("0"), 0, "incomplete");
	assert_failed(HEAD SUMMARY("0") "==42== more\n", 0, "incomplete");
	assert_failed("==42\n==\n== ==\n", 0, "incomplete");
}

/* Log and exit status are two witnesses: they have to agree. */
static void
log_and_status_must_agree(void **state)
{
	(void)state;
	assert_failed(HEAD SUMMARY("0"), 99, "incomplete");
	assert_failed(HEAD INVALID SUMMARY("1"), 0, "incomplete");
}

static void
an_error_is_told_with_its_place(void **state)
{
	struct verdict verdict;

	(void)state;
	judge(HEAD INVALID SUMMARY("1,024"), 99, &verdict);
	assert_int_equal(verdict.status, STATUS_FAILED);
	assert_string_equal(verdict.message,
	    "a memory error: it writes to memory that is not its own in "
	    "receive (stream_client.c:61)");
	verdict_release(&verdict);
}

static void
what_grows_fails_and_what_does_not_is_noted(void **state)
{
	struct verdict verdict;

	(void)state;
	assert_failed(HEAD LEFT("16 blocks") SUMMARY("0"), 0, "grows");
	assert_failed(HEAD LEFT("1,016 blocks") SUMMARY("0"), 0, "1016");
	judge(HEAD LEFT("15 blocks") SUMMARY("0"), 0, &verdict);
	assert_int_equal(verdict.status, STATUS_PASSED);
	assert_int_equal(verdict.notes.count, 1);
	verdict_release(&verdict);
}

#define LOSS(blocks, line) \
	"==42== 4,000 (8 direct, 3,992 indirect) bytes in " blocks \
	" blocks are definitely lost in loss record 1 of 2\n" \
	"==42==    at 0x48417B4: malloc (in /usr/libexec/valgrind/x.so)\n" \
	"==42==    by 0x1091E2: receive (stream_client.c:" line ")\n" \
	"==42== \n"

/* Of several places that which made most. */
static void
what_grows_is_told_with_its_place(void **state)
{
	(void)state;
	assert_failed(HEAD LEFT("20 blocks") LOSS("3", "7") LOSS("16", "61")
			  LOSS("1", "9") SUMMARY("0"),
	    0, "; most were allocated in receive (stream_client.c:61)");
	assert_failed(
	    HEAD LEFT("20 blocks") "==42== 1 in loss record \n"
				   "==42== in loss record\n" SUMMARY("0"),
	    0, "grows with the work");
}

/* Descriptors of the grader's own are shown as inherited. */
static void
descriptors_may_not_grow_either(void **state)
{
	struct blob log = { NULL, 0 };
	struct verdict verdict;
	int i;

	(void)state;
	blob_printf(&log, HEAD);
	for (i = 0; i < 16; i++)
		blob_printf(&log,
		    "==42== Open file descriptor %d:\n"
		    "==42==    <inherited from parent>\n",
		    i);
	blob_printf(&log, SUMMARY("0"));
	judge((const char *)log.data, 0, &verdict);
	assert_int_equal(verdict.status, STATUS_PASSED);
	verdict_release(&verdict);
	blob_release(&log);

	blob_printf(&log, HEAD);
	for (i = 0; i < 16; i++)
		blob_printf(&log,
		    "==42== Open AF_INET socket %d:\n"
		    "==42==    at 0x1: main (stream_client.c:9)\n",
		    i);
	blob_printf(&log, SUMMARY("0"));
	assert_failed((const char *)log.data, 0,
	    "the last was opened in main (stream_client.c:9)");
	blob_release(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clean_log_passes),
		cmocka_unit_test(an_incomplete_log_fails),
		cmocka_unit_test(log_and_status_must_agree),
		cmocka_unit_test(an_error_is_told_with_its_place),
		cmocka_unit_test(what_grows_fails_and_what_does_not_is_noted),
		cmocka_unit_test(what_grows_is_told_with_its_place),
		cmocka_unit_test(descriptors_may_not_grow_either),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
