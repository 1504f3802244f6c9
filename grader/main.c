/*
 * grader: words and options.
 *
 * Theory of operation
 *
 *   grade ── assess ── pool ──┬── worker (lab of one case) ── init of the box
 *                      judge  │                            └─ the program
 *                      report ├── worker (lab of another)
 *                             └── worker (compiler in its box)
 *
 * The pool is one single-threaded process.  Per case it starts a worker by one
 * clone3: user, network, mount, pid, ipc and uts namespaces, pid 1 inside.
 * The worker brings up lo, opens the capture and the peers' sockets, enters a
 * read-only view of the system, starts the program in a box (a pid namespace
 * below its own; limits, no capabilities, Landlock, a system-call filter) and
 * plays the case's steps.  It waits in one poll loop for the program's end
 * (pidfd), its output (pipes), what it sends (seccomp notifications), the
 * capture and the peer.  When the program has ended, or has used up its time,
 * the box's init is killed and the kernel ends all that was in it.  The worker
 * leaves the evidence in memory files of the pool's, writes one byte to a
 * pipe, and exits; the pool takes the evidence and keeps it in the run's folder.
 *
 * If the grader dies its workers die (PDEATHSIG), and a lab dies with its
 * worker, being pid 1 there.  Nothing is ever killed by name or by group
 * outside a lab.
 *
 * Only then is anything judged: a pure function of evidence and tables.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "words/words.h"

static const struct {
	const char *word;
	int (*run)(int argc, char **argv);
	const char *purpose;
} words[] = {
	{ "grade", word_grade, "play, judge and report exercises" },
	{ "try", word_try, "run one program by hand in a private network" },
	{ "shell", word_shell, "open a shell in a private network" },
	{ "show", word_show, "print the frames of a capture" },
	{ "record", word_record, "make the expected captures anew" },
	{ "list", word_list, "print the exercises, their checks and cases" },
	{ "doctor", word_doctor, "say what this machine allows" },
};

enum { WORDS = sizeof(words) / sizeof(words[0]) };

static void
print_help(FILE *out)
{
	fprintf(out, "usage: grader WORD [OPTION]... [OPERAND]...\n\n");
	for (size_t i = 0; i < WORDS; i++)
		fprintf(out, "  %-8s %s\n", words[i].word, words[i].purpose);
	fprintf(out, "\n`grader WORD --help` says more.  Version %s.\n",
	    WIREBOOK_VERSION);
}

int
main(int argc, char **argv)
{
	const char *word = argc > 1 ? argv[1] : "";

	/* a reader that leaves early is an error of write(), not our end */
	signal(SIGPIPE, SIG_IGN);
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
	    strcmp(word, "help") == 0) {
		print_help(stdout);
		return EXIT_PASSED;
	}
	if (strcmp(word, "--version") == 0) {
		printf("wirebook grader %s\n", WIREBOOK_VERSION);
		return EXIT_PASSED;
	}
	for (size_t i = 0; i < WORDS; i++) {
		if (strcmp(word, words[i].word) == 0)
			return words[i].run(argc - 1, argv + 1);
	}
	if (*word != '\0')
		fprintf(stderr, "grader: %s: no such word\n", word);
	print_help(stderr);
	return EXIT_USAGE;
}
