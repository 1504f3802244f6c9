/* Seccomp user notification, read side. */
#include "box/tell.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST_HANDED = 64, MOST_PIECES = 64, MOST_BYTES = 65536 };

/* Copy len bytes from place of the process.  Adds what can be read. */
static void
fetch(pid_t pid, uint64_t place, size_t len, struct blob *bytes)
{
	struct iovec local, remote;
	uint8_t *buffer;
	ssize_t n;

	if (len > MOST_BYTES)
		len = MOST_BYTES;
	buffer = xcalloc(1, len + 1);
	local = (struct iovec){ buffer, len };
	remote = (struct iovec){ (void *)(uintptr_t)place, len };
	n = process_vm_readv(pid, &local, 1, &remote, 1, 0);
	if (n > 0)
		blob_add(bytes, buffer, (size_t)n);
	free(buffer);
}

static void
fetch_pieces(pid_t pid, uint64_t place, uint64_t count, struct blob *bytes)
{
	struct iovec pieces[MOST_PIECES];
	struct blob raw = { 0 };

	if (count > MOST_PIECES)
		count = MOST_PIECES;
	fetch(pid, place, count * sizeof(pieces[0]), &raw);
	count = raw.len / sizeof(pieces[0]);
	if (count > 0)
		memcpy(pieces, raw.data, count * sizeof(pieces[0]));
	for (size_t i = 0; i < count && bytes->len < MOST_BYTES; i++)
		fetch(pid, (uintptr_t)pieces[i].iov_base, pieces[i].iov_len,
		    bytes);
	blob_release(&raw);
}

/* The bytes of a struct msghdr, or of the first of several. */
static void
fetch_message(pid_t pid, uint64_t place, struct blob *bytes)
{
	struct msghdr message;
	struct blob raw = { 0 };

	fetch(pid, place, sizeof(message), &raw);
	if (raw.len == sizeof(message)) {
		memcpy(&message, raw.data, sizeof(message));
		fetch_pieces(
		    pid, (uintptr_t)message.msg_iov, message.msg_iovlen, bytes);
	}
	blob_release(&raw);
}

static bool
is_raw_socket(pid_t pid, int number)
{
	int pidfd, fd, type = 0, domain = 0;
	socklen_t len = sizeof(type);

	pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd == -1)
		return false;
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, number, 0);
	close(pidfd);
	if (fd == -1)
		return false;
	if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == -1 ||
	    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &len) == -1)
		type = domain = 0;
	close(fd);
	return domain == AF_PACKET || (domain == AF_INET && type == SOCK_RAW);
}

static void
note(const struct seccomp_notif *report, struct evidence *evidence)
{
	const uint64_t *args = (const uint64_t *)report->data.args;
	const pid_t pid = (pid_t)report->pid;
	struct handed *handed;
	struct blob bytes = { 0 };
	const char *call;

	switch (report->data.nr) {
	case SYS_sendto:
		call = "sendto";
		fetch(pid, args[1], args[2], &bytes);
		break;
	case SYS_write:
		call = "write";
		fetch(pid, args[1], args[2], &bytes);
		break;
	case SYS_writev:
		call = "writev";
		fetch_pieces(pid, args[1], args[2], &bytes);
		break;
	case SYS_sendmsg:
		call = "sendmsg";
		fetch_message(pid, args[1], &bytes);
		break;
	default:
		call = "sendmmsg";
		fetch_message(pid, args[1], &bytes);
		break;
	}
	handed = evidence_add_handed(evidence);
	handed->call = xstrdup(call);
	handed->bytes = bytes;
}

void
tell_take(int notify_fd, struct evidence *evidence)
{
	struct seccomp_notif report;
	struct seccomp_notif_resp answer;

	memset(&report, 0, sizeof(report));
	if (ioctl(notify_fd, SECCOMP_IOCTL_NOTIF_RECV, &report) == -1)
		return; /* it died meanwhile */
	if (evidence->handed_count < MOST_HANDED &&
	    is_raw_socket((pid_t)report.pid, (int)report.data.args[0]))
		note(&report, evidence);
	memset(&answer, 0, sizeof(answer));
	answer.id = report.id;
	answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
	ioctl(notify_fd, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}
