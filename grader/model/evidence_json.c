/*
 * Evidence as JSON, and back: see evidence.h.  What a member may hold stands
 * in one table for each struct, which the writer and the reader both walk.
 */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/evidence.h"
#include "model/members.h"

#define FORMAT "evidence/1"

/* A pointer to structs in struct evidence, and the member that counts them. */
struct list {
	const char *key;
	const struct member *members;
	size_t item_size;
	size_t max;
	size_t count_offset;
	size_t items_offset;
};

_Static_assert(sizeof((struct capture){ 0 }.link) == MEMBER_NAME_ROOM &&
	sizeof((struct peer_log){ 0 }.address) == MEMBER_NAME_ROOM &&
	sizeof((struct datagram){ 0 }.from) == MEMBER_NAME_ROOM,
    "links and addresses are each a MEMBER_NAME");

static const char *const end_words[] = {
	[END_NOT_STARTED] = "not-started",
	[END_EXITED] = "exited",
	[END_SIGNALLED] = "signalled",
	[END_HUNG] = "hung",
	[END_STOPPED] = "stopped",
	NULL,
};

static const char *const peer_end_words[] = {
	[PEER_OPEN] = "open",
	[PEER_END_OF_FILE] = "end-of-file",
	[PEER_RESET] = "reset",
	NULL,
};

static const char *const stop_words[] = {
	[STOP_NOT] = "not",
	[STOP_DEADLINE] = "deadline",
	[STOP_ENDED] = "ended",
	[STOP_REFUSED] = "refused",
	[STOP_TAKEN] = "taken",
	[STOP_OVERTIME] = "overtime",
	NULL,
};

static const char *const step_words[] = {
	[STEP_END] = "end",
	[STEP_INPUT] = "input",
	[STEP_HOLD_INPUT] = "hold-input",
	[STEP_FULL_DISK] = "full-disk",
	[STEP_HOLD_OUTPUT] = "hold-output",
	[STEP_START] = "start",
	[STEP_AWAIT_READY] = "await-ready",
	[STEP_AWAIT_BOUND] = "await-bound",
	[STEP_AWAIT_OUTPUT] = "await-output",
	[STEP_AWAIT_IDLE] = "await-idle",
	[STEP_FEED] = "feed",
	[STEP_AWAIT_FULL] = "await-full",
	[STEP_SIGNAL] = "signal",
	[STEP_AWAIT_EXIT] = "await-exit",
	[STEP_LISTEN] = "listen",
	[STEP_RESERVE] = "reserve",
	[STEP_ACCEPT] = "accept",
	[STEP_CONNECT] = "connect",
	[STEP_READ_LINE] = "read-line",
	[STEP_READ_END] = "read-end",
	[STEP_SEND] = "send",
	[STEP_AWAIT_DRAINED] = "await-drained",
	[STEP_RESET] = "reset",
	[STEP_CLOSE] = "close",
	[STEP_BIND] = "bind",
	[STEP_AIM] = "aim",
	[STEP_SEND_DATAGRAM] = "send-datagram",
	[STEP_RECEIVE] = "receive",
	[STEP_OCCUPY_TCP] = "occupy-tcp",
	[STEP_OCCUPY_UDP] = "occupy-udp",
	[STEP_PAUSE] = "pause",
	NULL,
};

static const struct member evidence_members[] = {
	MEMBER(evidence, slug, MEMBER_TEXT, NULL),
	MEMBER(evidence, case_id, MEMBER_TEXT, NULL),
	MEMBER(evidence, seed, MEMBER_UINT64, NULL),
	MEMBER(evidence, played, MEMBER_BOOL, NULL),
	MEMBER(evidence, trouble, MEMBER_NOTE, NULL),
	MEMBER(evidence, skipped, MEMBER_NOTE, NULL),
	MEMBER(evidence, level, MEMBER_NOTE, NULL),
	MEMBER(evidence, stop, MEMBER_ENUM, stop_words),
	MEMBER(evidence, stop_step, MEMBER_INT, NULL),
	MEMBER(evidence, stop_kind, MEMBER_ENUM, step_words),
	{ 0 },
};

static const struct member step_members[] = {
	MEMBER(step_log, text, MEMBER_TEXT, NULL),
	MEMBER(step_log, done, MEMBER_BOOL, NULL),
	MEMBER(step_log, time_ns, MEMBER_UINT64, NULL),
	{ 0 },
};

static const struct member run_members[] = {
	MEMBER(run, argv, MEMBER_STRINGS, NULL),
	MEMBER(run, end, MEMBER_ENUM, end_words),
	MEMBER(run, status, MEMBER_INT, NULL),
	MEMBER(run, out_cut, MEMBER_BOOL, NULL),
	MEMBER(run, err_cut, MEMBER_BOOL, NULL),
	MEMBER(run, outlived, MEMBER_BOOL, NULL),
	MEMBER(run, tool_log, MEMBER_BYTES, NULL),
	MEMBER(run, tool_log_garbled, MEMBER_BOOL, NULL),
	MEMBER(run, blocked, MEMBER_NOTE, NULL),
	MEMBER(run, begin_ns, MEMBER_UINT64, NULL),
	MEMBER(run, end_ns, MEMBER_UINT64, NULL),
	{ 0 },
};

static const struct member capture_members[] = {
	MEMBER(capture, link, MEMBER_NAME, NULL),
	MEMBER(capture, dropped, MEMBER_SIZE, NULL),
	{ 0 },
};

static const struct member peer_members[] = {
	MEMBER(peer_log, connected, MEMBER_BOOL, NULL),
	MEMBER(peer_log, received, MEMBER_BYTES, NULL),
	MEMBER(peer_log, end, MEMBER_ENUM, peer_end_words),
	MEMBER(peer_log, address, MEMBER_NAME, NULL),
	MEMBER(peer_log, port, MEMBER_INT, NULL),
	{ 0 },
};

static const struct member datagram_members[] = {
	MEMBER(datagram, bytes, MEMBER_BYTES, NULL),
	MEMBER(datagram, from, MEMBER_NAME, NULL),
	MEMBER(datagram, from_port, MEMBER_INT, NULL),
	{ 0 },
};

static const struct member handed_members[] = {
	MEMBER(handed, call, MEMBER_TEXT, NULL),
	MEMBER(handed, bytes, MEMBER_BYTES, NULL),
	{ 0 },
};

static const struct member counter_members[] = {
	MEMBER(counters, tcp_in_csum_errors, MEMBER_UINT64, NULL),
	MEMBER(counters, udp_in_csum_errors, MEMBER_UINT64, NULL),
	MEMBER(counters, icmp_in_csum_errors, MEMBER_UINT64, NULL),
	MEMBER(counters, ip_in_hdr_errors, MEMBER_UINT64, NULL),
	MEMBER(counters, ip_in_csum_errors, MEMBER_UINT64, NULL),
	MEMBER(counters, ip_in_truncated, MEMBER_UINT64, NULL),
	{ 0 },
};

#define LIST(items, type, count, table, most) \
	{ \
		.key = #items, .members = (table), \
		.item_size = sizeof(struct type), .max = (most), \
		.count_offset = offsetof(struct evidence, count), \
		.items_offset = offsetof(struct evidence, items), \
	}

static const struct list lists[] = {
	LIST(steps, step_log, step_count, step_members, SIZE_MAX),
	LIST(runs, run, run_count, run_members, MAX_RUNS),
	LIST(captures, capture, capture_count, capture_members, SIZE_MAX),
	LIST(handed, handed, handed_count, handed_members, SIZE_MAX),
	{ 0 },
};

static json_t *
write_struct(const struct member *members, const void *base)
{
	json_t *object = json_object();

	members_write(object, members, base);
	return object;
}

static json_t *
write_array(
    const struct member *members, const void *items, size_t count, size_t size)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_append(array,
		    write_struct(members, (const char *)items + i * size));
	return array;
}

static json_t *
write_list(const struct list *list, const struct evidence *evidence)
{
	const char *base = (const char *)evidence;
	size_t count;
	void *items;

	memcpy(&count, base + list->count_offset, sizeof(count));
	memcpy(&items, base + list->items_offset, sizeof(items));
	return write_array(list->members, items, count, list->item_size);
}

static json_t *
write_peers(const struct evidence *evidence)
{
	json_t *array = json_array();

	for (size_t i = 0; i < evidence->peer_count; i++) {
		const struct peer_log *log = &evidence->peers[i];
		json_t *peer = write_struct(peer_members, log);

		json_put(peer, "datagrams",
		    write_array(datagram_members, log->datagrams,
			log->datagram_count, sizeof(*log->datagrams)));
		json_append(array, peer);
	}
	return array;
}

char *
evidence_to_json(const struct evidence *evidence)
{
	json_t *root = json_object();
	char *dump, *text;

	json_put(root, "wirebook", json_string(FORMAT));
	members_write(root, evidence_members, evidence);
	json_put(root, "counters",
	    write_struct(counter_members, &evidence->counters));
	for (const struct list *list = lists; list->key != NULL; list++)
		json_put(root, list->key, write_list(list, evidence));
	json_put(root, "peers", write_peers(evidence));
	dump = json_dumps(root, JSON_INDENT(1));
	if (dump == NULL)
		errx(3, "evidence: cannot write it as JSON");
	text = xprintf("%s\n", dump);
	free(dump);
	json_decref(root);
	return text;
}

/* The items are zeroed: whatever comes, they can be released. */
static int
read_array(const json_t *array, const char *key, const struct member *members,
    void *items, size_t size, char *err)
{
	for (size_t i = 0; i < json_array_size(array); i++) {
		if (members_read(json_array_get(array, i), members, key,
			(char *)items + i * size, err) == -1)
			return -1;
	}
	return 0;
}

/* The array under key, or NULL (and err) if there is none or a longer one. */
static const json_t *
find_array(const json_t *root, const char *key, size_t max, char *err)
{
	const json_t *array = json_object_get(root, key);

	if (json_is_array(array) && json_array_size(array) <= max)
		return array;
	snprintf(err, ERR_LEN, "\"%s\" is missing, no list or too long", key);
	return NULL;
}

static int
read_list(const json_t *root, const struct list *list,
    struct evidence *evidence, char *err)
{
	const json_t *array = find_array(root, list->key, list->max, err);
	size_t count = json_array_size(array);
	char *base = (char *)evidence;
	void *items;

	if (array == NULL)
		return -1;
	items = xcalloc(count, list->item_size);
	memcpy(base + list->count_offset, &count, sizeof(count));
	memcpy(base + list->items_offset, &items, sizeof(items));
	return read_array(
	    array, list->key, list->members, items, list->item_size, err);
}

static int
read_datagrams(const json_t *peer, struct peer_log *log, char *err)
{
	const json_t *array = find_array(peer, "datagrams", SIZE_MAX, err);

	if (array == NULL)
		return -1;
	log->datagram_count = json_array_size(array);
	log->datagrams = xcalloc(log->datagram_count, sizeof(*log->datagrams));
	return read_array(array, "datagrams", datagram_members, log->datagrams,
	    sizeof(*log->datagrams), err);
}

static int
read_peers(const json_t *root, struct evidence *evidence, char *err)
{
	const json_t *array = find_array(root, "peers", MAX_PEERS, err);

	if (array == NULL)
		return -1;
	evidence->peer_count = json_array_size(array);
	for (size_t i = 0; i < evidence->peer_count; i++) {
		const json_t *peer = json_array_get(array, i);
		struct peer_log *log = &evidence->peers[i];

		if (members_read(peer, peer_members, "peers", log, err) == -1 ||
		    read_datagrams(peer, log, err) == -1)
			return -1;
	}
	return 0;
}

/* A story that stopped did so at one of its steps. */
static int
check_stop(struct evidence *evidence, char *err)
{
	if (evidence->stop == STOP_NOT) {
		evidence->stop_step = -1;
		return 0;
	}
	if (evidence->stop_step >= 0 &&
	    (size_t)evidence->stop_step < evidence->step_count)
		return 0;
	snprintf(err, ERR_LEN, "there is no step %d to stop at",
	    evidence->stop_step);
	return -1;
}

static int
read_evidence(const json_t *root, struct evidence *evidence, char *err)
{
	const char *format =
	    json_string_value(json_object_get(root, "wirebook"));

	if (format == NULL || strcmp(format, FORMAT) != 0) {
		snprintf(err, ERR_LEN, "not of format " FORMAT);
		return -1;
	}
	if (members_read(root, evidence_members, "evidence", evidence, err) ==
		-1 ||
	    members_read(json_object_get(root, "counters"), counter_members,
		"counters", &evidence->counters, err) == -1)
		return -1;
	for (const struct list *list = lists; list->key != NULL; list++) {
		if (read_list(root, list, evidence, err) == -1)
			return -1;
	}
	if (read_peers(root, evidence, err) == -1)
		return -1;
	return check_stop(evidence, err);
}

int
evidence_from_json(const char *text, struct evidence *evidence, char *err)
{
	json_error_t error;
	json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	int rc;

	*evidence = (struct evidence){ 0 };
	if (root == NULL) {
		snprintf(err, ERR_LEN, "not JSON: line %d column %d",
		    error.line, error.column);
		return -1;
	}
	rc = read_evidence(root, evidence, err);
	if (rc == -1)
		evidence_release(evidence);
	json_decref(root);
	return rc;
}
