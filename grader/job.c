/* Opening what a worker writes to, starting it, reading it back. */
#include "job.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalogue.h"
#include "compile.h"
#include "lab.h"
#include "play.h"
#include "runs.h"
#include "tools.h"

/* What is played again gets this many times the patience. */
enum { SECOND_PATIENCE = 3 };

static int
open_below(const struct pool_order *order, const struct job *job,
    const char *name, char *err)
{
	char *path = runs_path(order->folder, job->owner->exercise, NULL, name);
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd == -1)
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
	free(path);
	return fd;
}

/* The folder of the exercise. */
static int
make_folder(const struct pool_order *order, const struct job *job, char *err)
{
	char *path = runs_path(order->folder, job->owner->exercise, NULL, "");
	int rc;

	path[strlen(path) - 1] = '\0';
	rc = runs_make_folder(path);
	if (rc == -1)
		snprintf(err, ERR_LEN, "%s: %s", path, strerror(errno));
	free(path);
	return rc;
}

/* Start work in a lab; done_fd of the order is *done from then on. */
static int
start_worker(struct job *job, const struct pool_order *order, int cpu,
    int (*work)(const struct lab *lab, void *argument), void *argument,
    int *done, char *err)
{
	struct lab_failure failure;
	struct lab_order lab = {
		.apart = order->isolation->level == LEVEL_FULL,
		.cpu = cpu,
		.work = work,
		.argument = argument,
	};
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) == -1) {
		snprintf(err, ERR_LEN, "pipe: %s", strerror(errno));
		return -1;
	}
	*done = fds[1];
	job->pid = lab_start(&lab, &job->pidfd, &failure);
	close(fds[1]);
	if (job->pid == -1) {
		char *text = lab_failure_text(&failure);

		snprintf(err, ERR_LEN, "could not %s", text);
		free(text);
		close(fds[0]);
		return -1;
	}
	job->done_fd = fds[0];
	return 0;
}

/* Outside a lab: a folder to build in, and for tools to write to. */
static char *
scratch_folder(
    const struct pool_order *order, const struct pool_exercise *exercise)
{
	char *path, *absolute;

	if (order->isolation->level == LEVEL_FULL)
		return NULL;
	path = runs_path(order->folder, exercise->exercise, NULL, "scratch");
	runs_make_folder(path);
	absolute = realpath(path, NULL);
	free(path);
	return absolute;
}

/* ---- compiling ---- */

static int
start_compiling(struct job *job, const struct pool_order *order, char *err)
{
	struct pool_exercise *owner = job->owner;
	char name[64], *scratch;
	struct compile_order compile = {
		.compiler = tools_compiler(),
		.source_name = name,
		.source = &owner->source,
		.hidden = order->hidden,
		.patience = order->patience,
	};
	int rc = -1;

	catalogue_source(owner->exercise, name, sizeof(name));
	compile.folder = scratch = scratch_folder(order, owner);
	compile.program_fd = open_below(order, job, "program", err);
	compile.text_fd = open_below(order, job, "compiler.txt", err);
	if (compile.compiler == NULL)
		snprintf(err, ERR_LEN,
		    "there is no C compiler here: run `make setup`");
	else if (compile.program_fd != -1 && compile.text_fd != -1)
		rc = start_worker(job, order, -1, compile_program, &compile,
		    &compile.done_fd, err);
	if (compile.program_fd != -1)
		close(compile.program_fd);
	if (compile.text_fd != -1)
		close(compile.text_fd);
	free(scratch);
	return rc;
}

/* The first line of what the compiler said that tells of an error. */
static char *
first_error(const struct blob *said)
{
	const char *text = said->data != NULL ? (const char *)said->data : "";
	const char *error = strstr(text, "error:");
	const char *undefined = strstr(text, "undefined reference");
	const char *begin;

	/* the linker's last word is an error too, after what it says of it */
	if (error == NULL || (undefined != NULL && undefined < error))
		error = undefined;
	if (error == NULL)
		return xstrdup("the compiler made no program");
	for (begin = error; begin > text && begin[-1] != '\n'; begin--)
		;
	return xprintf("%.*s", (int)strcspn(begin, "\n"), begin);
}

static void
collect_compiled(struct job *job, const struct pool_order *order, char how)
{
	struct pool_exercise *owner = job->owner;
	char err[ERR_LEN];
	char *path;

	/* what a first try has left */
	free(owner->message);
	blob_release(&owner->compiler);
	owner->broken = how == COMPILE_BROKEN;
	path = runs_path(order->folder, owner->exercise, NULL, "compiler.txt");
	runs_read(path, &owner->compiler, err);
	free(path);
	path = runs_path(order->folder, owner->exercise, NULL, "program");
	if (how == COMPILED)
		owner->built = runs_read(path, &owner->program, err) == 0 &&
		    chmod(path, 0755) == 0;
	else
		unlink(path);
	free(path);
	if (owner->built)
		return;
	owner->trouble = how != COMPILE_FAILED && how != COMPILE_BROKEN;
	owner->message = !owner->trouble
	    ? first_error(&owner->compiler)
	    : xprintf("the compiler could not be run: %s",
		  owner->compiler.data != NULL
		      ? (const char *)owner->compiler.data
		      : "its lab ended");
}

/* ---- playing ---- */

static void
close_outlets(struct play_outlets *outlets)
{
	if (outlets->evidence != -1)
		close(outlets->evidence);
	if (outlets->capture != -1)
		close(outlets->capture);
	if (outlets->output != -1)
		close(outlets->output);
	*outlets = (struct play_outlets){ -1, -1, -1 };
}

static int
open_outlets(struct play_outlets *outlets, char *err)
{
	outlets->evidence = memfd_create("evidence", MFD_CLOEXEC);
	outlets->capture = memfd_create("capture", MFD_CLOEXEC);
	outlets->output = memfd_create("output", MFD_CLOEXEC);
	if (outlets->evidence != -1 && outlets->capture != -1 &&
	    outlets->output != -1)
		return 0;
	snprintf(err, ERR_LEN, "memory for evidence: %s", strerror(errno));
	return -1;
}

static int
start_playing(
    struct job *job, const struct pool_order *order, int cpu, char *err)
{
	const struct pool_exercise *owner = job->owner;
	const bool valgrind = (job->scenario->flags & CASE_VALGRIND) != 0;
	char *relative =
	    runs_path(order->folder, owner->exercise, NULL, "program");
	char *path = realpath(relative, NULL);
	char *scratch = scratch_folder(order, owner);
	struct values values = { 0 };
	struct play_order play = {
		.exercise = owner->exercise,
		.scenario = job->scenario,
		.values = &values,
		.seed = order->seed,
		.patience =
		    order->patience * (job->alone ? SECOND_PATIENCE : 1),
		.level = level_word(order->isolation->level),
		.program = owner->program.data,
		.program_len = owner->program.len,
		.program_path = path,
		.scratch = scratch,
		.valgrind = tools_memcheck(),
		.hidden = order->hidden,
	};
	int rc = -1;

	values_resolve(owner->exercise, job->scenario, order->seed, &values);
	if (open_outlets(&job->outlets, err) == 0) {
		play.outlets = job->outlets;
		/* valgrind's order of packets does not matter: any CPU */
		rc = start_worker(job, order, valgrind ? -1 : cpu, play_case,
		    &play, &play.done_fd, err);
	}
	if (rc == -1)
		close_outlets(&job->outlets);
	values_release(&values);
	free(scratch);
	free(path);
	free(relative);
	return rc;
}

void
job_trouble(struct job *job, const char *why)
{
	evidence_release(job->evidence);
	memset(job->evidence, 0, sizeof(*job->evidence));
	job->evidence->slug = xstrdup(job->owner->exercise->slug);
	job->evidence->case_id = xstrdup(job->scenario->id);
	job->evidence->stop_step = -1;
	job->evidence->trouble = xstrdup(why);
}

static void
collect_played(struct job *job, const struct pool_order *order, bool whole)
{
	char err[ERR_LEN];

	evidence_release(job->evidence);
	memset(job->evidence, 0, sizeof(*job->evidence));
	if (!whole)
		job_trouble(job, "the lab ended before it told what it saw");
	else if (runs_take(order->folder, job->owner->exercise,
		     job->scenario->id, &job->outlets, job->evidence,
		     err) == -1)
		job_trouble(job, err);
	close_outlets(&job->outlets);
}

/* ---- both ---- */

int
job_start(struct job *job, const struct pool_order *order, int cpu, char *err)
{
	int rc;

	job->tries++;
	if (job->scenario == NULL)
		rc = make_folder(order, job, err) == 0
		    ? start_compiling(job, order, err)
		    : -1;
	else
		rc = start_playing(job, order, cpu, err);
	job->state = rc == 0 ? JOB_RUNNING : JOB_DONE;
	return rc;
}

void
job_collect(struct job *job, const struct pool_order *order)
{
	char byte = COMPILE_TROUBLE;
	ssize_t n;

	n = read(job->done_fd, &byte, 1);
	close(job->done_fd);
	close(job->pidfd);
	job->done_fd = job->pidfd = -1;
	job->state = JOB_DONE;
	if (job->scenario == NULL)
		collect_compiled(job, order, byte);
	else
		collect_played(job, order, n == 1);
}

bool
job_wants_again(const struct job *job)
{
	const struct evidence *evidence = job->evidence;

	if (job->tries > 1)
		return false;
	if (job->scenario == NULL)
		return job->owner->broken;
	if (!evidence->played || evidence_timed_out(evidence))
		return true;
	for (size_t i = 0; i < evidence->run_count; i++) {
		const struct run *run = &evidence->runs[i];

		if (run->out_cut || run->err_cut || run->tool_log_garbled ||
		    run->outlived)
			return true;
	}
	return evidence->capture_count > 0 && evidence->captures[0].dropped > 0;
}
