/*
 * refuse_namespaces ERRNO COMMAND [ARGUMENT]...: run COMMAND as on a machine
 * that refuses new namespaces with ERRNO (a number), as containers' filters do.
 */
#include <err.h>
#include <errno.h>
#include <sched.h>
#include <seccomp.h>
#include <stdlib.h>
#include <unistd.h>

static void
refuse(scmp_filter_ctx ctx, int number, int error)
{
	if (seccomp_rule_add(ctx, SCMP_ACT_ERRNO(error), number, 0) < 0)
		errx(1, "seccomp_rule_add");
}

int
main(int argc, char **argv)
{
	scmp_filter_ctx ctx;

	if (argc < 3)
		errx(2, "usage: refuse_namespaces ERRNO COMMAND...");
	ctx = seccomp_init(SCMP_ACT_ALLOW);
	if (ctx == NULL)
		errx(1, "seccomp_init");
	refuse(ctx, SCMP_SYS(clone3), atoi(argv[1]));
	refuse(ctx, SCMP_SYS(unshare), EPERM);
	if (seccomp_load(ctx) < 0)
		errx(1, "seccomp_load");
	seccomp_release(ctx);
	execvp(argv[2], argv + 2);
	err(1, "%s", argv[2]);
}
