/* Opening a pseudo-terminal without a /dev/pts. */
#include "box/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "model/blob.h"

/* The program's end; raw, so that a newline stays one byte. */
static int
open_program_end(int ours)
{
	struct termios settings;
	int fd;

	if (unlockpt(ours) == -1)
		return -1;
	fd = ioctl(ours, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (tcgetattr(fd, &settings) == 0) {
		cfmakeraw(&settings);
		if (tcsetattr(fd, TCSANOW, &settings) == 0)
			return fd;
	}
	close(fd);
	return -1;
}

int
terminal_open(struct terminal *terminal, char *err)
{
	terminal->program = -1;
	terminal->ours =
	    posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (terminal->ours != -1)
		terminal->program = open_program_end(terminal->ours);
	if (terminal->program != -1)
		return 0;
	snprintf(err, ERR_LEN, "open a terminal: %s", strerror(errno));
	if (terminal->ours != -1)
		close(terminal->ours);
	terminal->ours = -1;
	return -1;
}
