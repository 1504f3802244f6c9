/* The words of the command line, a file each.  argv[0] is the word itself. */
#ifndef GRADER_WORDS_WORDS_H
#define GRADER_WORDS_WORDS_H

enum {
	EXIT_PASSED = 0,
	EXIT_NOT_PASSED = 1,
	EXIT_USAGE = 2,
	EXIT_UNCHECKED = 3, /* or the grader could not do its work */
	EXIT_INTERRUPTED = 130
};

int word_grade(int argc, char **argv);
int word_try(int argc, char **argv);
int word_shell(int argc, char **argv);
int word_show(int argc, char **argv);
int word_record(int argc, char **argv);
int word_list(int argc, char **argv);
int word_doctor(int argc, char **argv);

#endif
