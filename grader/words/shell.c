/* grader shell: the user's shell, in a lab. */
#include <err.h>
#include <errno.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "isolation.h"
#include "lab.h"
#include "model/lab_facts.h"
#include "net/link.h"
#include "words/options.h"
#include "words/words.h"

static const char help[] =
    "usage: grader shell [-- COMMAND [ARGUMENT]...]\n"
    "\n"
    "Open your shell (or run COMMAND) in a private network where raw sockets\n"
    "work without sudo.  Files are your own; the network is gone when the\n"
    "shell ends.\n"
    "\n"
    "  -h, --help   print this\n";

static const struct option options[] = {
	OPTION_HELP,
	{ NULL, 0, NULL, 0 },
};

/* What the shell's programs may do: in a network that is theirs alone. */
static const int capabilities[] = { CAP_NET_RAW, CAP_NET_ADMIN,
	CAP_NET_BIND_SERVICE };

static int
raise_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3,
		0 };
	struct __user_cap_data_struct data[2];
	const size_t count = sizeof(capabilities) / sizeof(capabilities[0]);

	memset(data, 0, sizeof(data));
	for (size_t i = 0; i < count; i++)
		data[0].inheritable |= 1u << capabilities[i];
	data[0].effective = data[0].permitted = data[0].inheritable;
	if (syscall(SYS_capset, &header, data) == -1)
		return -1;
	for (size_t i = 0; i < count; i++) {
		if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capabilities[i],
			0, 0) == -1)
			return -1;
	}
	return 0;
}

/* The lab's hosts in place of the system's: a file that has no name soon. */
static int
show_hosts(void)
{
	char path[] = "/tmp/wirebook-hosts-XXXXXX";
	int fd, rc = -1;

	fd = mkstemp(path);
	if (fd == -1)
		return -1;
	if (write(fd, LAB_HOSTS, strlen(LAB_HOSTS)) ==
		(ssize_t)strlen(LAB_HOSTS) &&
	    fchmod(fd, 0644) == 0)
		rc = mount(path, "/etc/hosts", NULL, MS_BIND, NULL);
	close(fd);
	unlink(path);
	return rc;
}

static void
set_the_scene(const struct lab *lab)
{
	char err_text[ERR_LEN];

	if (link_up(lab->proc_fd, err_text) == -1)
		errx(EXIT_UNCHECKED, "%s", err_text);
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == -1 ||
	    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
		NULL) == -1)
		err(EXIT_UNCHECKED, "mount /proc");
	if (show_hosts() == -1)
		warn("/etc/hosts stays as it is");
}

/* pid 1 of the shell's namespace: waits for the shell, reaps all others. */
static int
wait_for_shell(pid_t shell)
{
	int status;
	pid_t pid;

	while ((pid = wait(&status)) != shell) {
		if (pid == -1 && errno != EINTR)
			return EXIT_UNCHECKED;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int
run_shell(const struct lab *lab, void *argument)
{
	char *const *argv = argument;
	pid_t pid;

	set_the_scene(lab);
	pid = fork();
	if (pid == -1)
		err(EXIT_UNCHECKED, "fork");
	if (pid == 0) {
		signal(SIGPIPE, SIG_DFL);
		signal(SIGINT, SIG_DFL);
		signal(SIGQUIT, SIG_DFL);
		if (raise_capabilities() == -1)
			err(EXIT_UNCHECKED, "capabilities");
		execvp(argv[0], argv);
		err(EXIT_UNCHECKED, "%s", argv[0]);
	}
	return wait_for_shell(pid);
}

static const char *
find_program(const char *name)
{
	static const char *const folders[] = { "/usr/bin", "/usr/sbin", "/bin",
		"/sbin", NULL };

	for (size_t i = 0; folders[i] != NULL; i++) {
		char path[64];

		snprintf(path, sizeof(path), "%s/%s", folders[i], name);
		if (access(path, X_OK) == 0)
			return name;
	}
	return NULL;
}

static void
print_welcome(void)
{
	static const char *const addresses[] = { LAB_ADDRESSES };
	static const char *const tools[] = { "tcpdump", "tshark", "nc" };

	printf("A private network: nothing leaves this machine.\n\n"
	       "  addresses  127.0.0.0/8");
	for (size_t i = 0; i < sizeof(addresses) / sizeof(addresses[0]); i++)
		printf("%s%s", i % 3 == 0 ? "\n             " : "  ",
		    addresses[i]);
	printf("\n  name       " LAB_HOST_NAME " is " LAB_HOST_ADDRESS "\n"
	       "  tools     ");
	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		printf(" %s%s", tools[i],
		    find_program(tools[i]) != NULL ? "" : " (not installed)");
	printf("\n  watch      tcpdump -ni lo -X &\n"
	       "  leave      exit\n\n");
	fflush(stdout);
}

int
word_shell(int argc, char **argv)
{
	char *shell = getenv("SHELL");
	char *own[] = { shell != NULL && *shell != '\0' ? shell : "/bin/sh",
		NULL };
	struct lab_order order = {
		.apart = true, .own_user = true, .cpu = -1, .work = run_shell
	};
	struct lab_failure failure;
	int pidfd, status;
	pid_t pid;

	while (next_option(argc, argv, "+h", options, help) != -1)
		;
	order.argument = optind < argc ? argv + optind : own;
	if (optind == argc)
		print_welcome();
	/* the keyboard's signals are the shell's */
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	pid = lab_start(&order, &pidfd, &failure);
	if (pid == -1)
		errx(EXIT_UNCHECKED, "could not %s: see `build/grader doctor`",
		    lab_failure_text(&failure));
	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_UNCHECKED;
}
