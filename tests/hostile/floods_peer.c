/*
 * Tries: to fill the grader's memory with a line that never ends
 * Must: be cut off
 * Exercises: 11
 * Ends: failed 0
 */
#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	static char block[1 << 20];
	struct sockaddr_in to = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (argc < 3 || inet_pton(AF_INET, argv[1], &to.sin_addr) != 1)
		return 1;
	to.sin_port = htons((uint16_t)atoi(argv[2]));
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1)
		return 1;
	while (send(fd, block, sizeof(block), MSG_NOSIGNAL) > 0)
		;
	return 1;
}
