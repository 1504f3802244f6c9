/* grader show: a capture as text. */
#include <err.h>
#include <stdio.h>

#include "model/blob.h"
#include "packet/pcap_file.h"
#include "packet/text.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader show [--lines] FILE.pcap...\n"
    "\n"
    "Print the frames of a capture, every field of every header.\n"
    "\n"
    "      --lines   one line a frame\n"
    "  -h, --help    print this\n";

static const struct option options[] = {
	{ "lines", no_argument, NULL, 'l' },
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

static void
show_file(const char *path, bool lines)
{
	struct capture capture = { .frames = NULL };
	char err_text[ERR_LEN];
	FILE *file;

	file = fopen(path, "re");
	if (file == NULL)
		err(EXIT_USAGE, "%s", path);
	if (pcap_file_read(file, &capture, err_text) == -1)
		errx(EXIT_USAGE, "%s: %s", path, err_text);
	fclose(file);
	for (size_t i = 0; lines && i < capture.count; i++)
		text_line(stdout, &capture.frames[i]);
	if (!lines)
		text_capture(stdout, &capture);
	capture_release(&capture);
}

int
word_show(int argc, char **argv)
{
	bool lines = false;

	while (next_option(argc, argv, "h", options, help) != -1)
		lines = true;
	if (optind == argc)
		errx(EXIT_USAGE, "show: which capture?");
	for (int i = optind; i < argc; i++)
		show_file(argv[i], lines);
	return EXIT_PASSED;
}
