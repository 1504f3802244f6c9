/*
 * bench_case PROGRAM PAIRS: what one case costs, side by side with a bare
 * spawn of the same program.  PAIRS times in turn: play the case "odd" of
 * 51-raw-tcp-syn with PROGRAM, a lab of its own and all of the box, until its
 * evidence is read back; spawn PROGRAM with the same arguments and wait for it.
 * Prints both in microseconds, a pair a line.
 */
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "box/filter.h"
#include "box/view.h"
#include "catalogue.h"
#include "isolation.h"
#include "job.h"
#include "runs.h"

extern char **environ;

static double
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static double
play(const struct pool_order *order, struct pool_exercise *owner,
    const struct scenario *scenario)
{
	const double begin = now_us();
	struct evidence evidence = { 0 };
	struct job job = {
		.owner = owner, .scenario = scenario, .evidence = &evidence
	};
	struct pollfd done = { .events = POLLIN };
	char why[ERR_LEN];
	double taken;

	if (job_start(&job, order, 0, why) == -1)
		errx(1, "%s", why);
	done.fd = job.done_fd;
	poll(&done, 1, -1);
	job_collect(&job, order);
	taken = now_us() - begin;
	if (!evidence.played || evidence.stop != STOP_NOT ||
	    evidence.captures[0].count == 0)
		errx(1, "the case was not played to its end");
	evidence_release(&evidence);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	return taken;
}

static double
spawn(const char *program)
{
	char *const argv[] = { "raw_tcp_syn", "127.0.0.1", "40000", "127.0.0.2",
		"7777", "1", "odd", NULL };
	const double begin = now_us();
	posix_spawn_file_actions_t actions;
	pid_t pid;

	posix_spawn_file_actions_init(&actions);
	/* it may lack the right to send, and says so */
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, program, &actions, NULL, argv, environ) != 0)
		errx(1, "%s: cannot be spawned", program);
	waitpid(pid, NULL, 0);
	posix_spawn_file_actions_destroy(&actions);
	return now_us() - begin;
}

int
main(int argc, char **argv)
{
	struct pool_exercise owner = { .built = true };
	struct isolation isolation;
	struct pool_order order = {
		.seed = 1, .patience = 1, .isolation = &isolation
	};
	const struct scenario *scenario;
	char why[ERR_LEN];
	int pairs;

	if (argc != 3)
		errx(2, "usage: bench_case PROGRAM PAIRS");
	pairs = atoi(argv[2]);
	isolation_probe(&isolation);
	if (isolation.level != LEVEL_FULL)
		errx(1, "isolation is not full: %s", isolation.reason);
	owner.exercise = catalogue_find("51");
	scenario = owner.exercise->scenarios;
	while (strcmp(scenario->id, "odd") != 0)
		scenario++;
	order.folder = runs_make(NULL, why);
	if (order.folder == NULL || view_prepare(why) == -1 ||
	    filter_prepare(why) == -1 ||
	    runs_read(argv[1], &owner.program, why) == -1)
		errx(1, "%s", why);
	if (runs_make_folder(
		runs_path(order.folder, owner.exercise, NULL, "")) == -1)
		err(1, "%s", order.folder);
	for (int i = 0; i < pairs; i++) {
		const double boxed = play(&order, &owner, scenario);

		printf("%.0f %.0f\n", boxed, spawn(argv[1]));
	}
	runs_remove(order.folder);
	return 0;
}
