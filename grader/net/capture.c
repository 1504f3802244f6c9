/* AF_PACKET, with or without a ring. */
#include "net/capture.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "model/blob.h"

#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

/* EtherType of the sentinel: set aside for local experiments. */
enum { SENTINEL_TYPE = 0x88b5, SENTINEL_LEN = ETH_HLEN + 16 };

/* How long the sentinel may take before the capture is called broken. */
enum { SENTINEL_MS = 5000 };

static int
failed(char *err, const char *what)
{
	snprintf(err, ERR_LEN, "capture: %s: %s", what, strerror(errno));
	return -1;
}

static int
make_ring(struct tap *tap, char *err)
{
	struct tpacket_req request = {
		.tp_block_size = RING_FRAME * 32,
		.tp_frame_size = RING_FRAME,
		.tp_block_nr = RING_FRAMES / 32,
		.tp_frame_nr = RING_FRAMES,
	};
	int version = TPACKET_V2;
	void *ring;

	if (setsockopt(tap->fd, SOL_PACKET, PACKET_VERSION, &version,
		sizeof(version)) == -1 ||
	    setsockopt(tap->fd, SOL_PACKET, PACKET_RX_RING, &request,
		sizeof(request)) == -1)
		return failed(err, "make a ring");
	ring = mmap(NULL, (size_t)RING_FRAME * RING_FRAMES,
	    PROT_READ | PROT_WRITE, MAP_SHARED, tap->fd, 0);
	if (ring == MAP_FAILED)
		return failed(err, "map the ring");
	tap->ring = ring;
	return 0;
}

static int
set_options(struct tap *tap, bool ring, char *err)
{
	const int on = 1;

	if (setsockopt(tap->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on,
		sizeof(on)) == -1 ||
	    setsockopt(tap->fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof(on)) ==
		-1 ||
	    setsockopt(tap->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) ==
		-1)
		return failed(err, "set its options");
	return ring ? make_ring(tap, err) : 0;
}

int
tap_open(struct tap *tap, const char *link, bool ring, struct capture *capture,
    char *err)
{
	struct sockaddr_ll place = { .sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL) };

	*tap = (struct tap){ .fd = -1, .capture = capture };
	place.sll_ifindex = (int)if_nametoindex(link);
	/* protocol 0: nothing is captured before bind names the link */
	tap->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (tap->fd == -1)
		return failed(err, "open a packet socket");
	if (set_options(tap, ring, err) == -1)
		return -1;
	if (bind(tap->fd, (struct sockaddr *)&place, sizeof(place)) == -1)
		return failed(err, "bind it to the link");
	return 0;
}

/* Keep a frame, or count it as dropped when there are too many. */
static void
keep(struct tap *tap, const uint8_t *data, size_t len, size_t wire_len,
    uint64_t time_ns, bool partial)
{
	struct frame *frame;

	if (tap->capture->count >= MOST_FRAMES ||
	    tap->kept + len > MOST_BYTES) {
		tap->capture->dropped++;
		return;
	}
	tap->kept += len;
	frame = capture_add(tap->capture, data, len);
	frame->wire_len = wire_len;
	frame->time_ns = time_ns;
	frame->partial_checksum = partial;
}

/* Time stamp and checksum state of a received frame. */
static void
read_control(struct msghdr *message, uint64_t *time_ns, bool *partial)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(message); c != NULL;
	     c = CMSG_NXTHDR(message, c)) {
		if (c->cmsg_level == SOL_SOCKET &&
		    c->cmsg_type == SCM_TIMESTAMPNS) {
			struct timespec at;

			memcpy(&at, CMSG_DATA(c), sizeof(at));
			*time_ns = (uint64_t)at.tv_sec * 1000000000 +
			    (uint64_t)at.tv_nsec;
		} else if (c->cmsg_level == SOL_PACKET &&
		    c->cmsg_type == PACKET_AUXDATA) {
			struct tpacket_auxdata aux;

			memcpy(&aux, CMSG_DATA(c), sizeof(aux));
			*partial =
			    (aux.tp_status & TP_STATUS_CSUMNOTREADY) != 0;
		}
	}
}

/* Give one frame to see; it says whether to go on. */
typedef bool see_frame(void *context, const uint8_t *data, size_t len);

static bool
receive_one(struct tap *tap, see_frame *see, void *context, bool *more)
{
	static uint8_t buffer[65536 + ETH_HLEN];
	_Alignas(struct cmsghdr) char control[256];
	struct iovec piece = { buffer, sizeof(buffer) };
	struct msghdr message = { .msg_iov = &piece,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control) };
	uint64_t time_ns = 0;
	bool partial = false;
	ssize_t n;

	n = recvmsg(tap->fd, &message, MSG_DONTWAIT | MSG_TRUNC);
	if (n == -1)
		return false;
	read_control(&message, &time_ns, &partial);
	*more = see == NULL ||
	    see(context, buffer,
		(size_t)n < sizeof(buffer) ? (size_t)n : sizeof(buffer));
	if (*more)
		keep(tap, buffer,
		    (size_t)n < sizeof(buffer) ? (size_t)n : sizeof(buffer),
		    (size_t)n, time_ns, partial);
	return true;
}

/* The same from the ring. */
static bool
take_one(struct tap *tap, see_frame *see, void *context, bool *more)
{
	struct tpacket2_hdr *header =
	    (void *)(tap->ring + tap->next * RING_FRAME);
	const uint32_t status =
	    __atomic_load_n(&header->tp_status, __ATOMIC_ACQUIRE);
	const uint8_t *data = (const uint8_t *)header + header->tp_mac;

	if ((status & TP_STATUS_USER) == 0)
		return false;
	*more = see == NULL || see(context, data, header->tp_snaplen);
	if (*more)
		keep(tap, data, header->tp_snaplen, header->tp_len,
		    (uint64_t)header->tp_sec * 1000000000 + header->tp_nsec,
		    (status & TP_STATUS_CSUMNOTREADY) != 0);
	__atomic_store_n(
	    &header->tp_status, TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	tap->next = (tap->next + 1) % RING_FRAMES;
	return true;
}

/*
 * Take in what is there, until see says to stop.  False: it said so.  A flood
 * must not hold us for ever: after a while others get their turn.
 */
static bool
drain(struct tap *tap, see_frame *see, void *context)
{
	bool more = true;
	int left = 2 * MOST_FRAMES;

	while (more && left-- > 0 &&
	    (tap->ring != NULL ? take_one(tap, see, context, &more)
			       : receive_one(tap, see, context, &more)))
		;
	return more;
}

void
tap_drain(struct tap *tap)
{
	drain(tap, NULL, NULL);
}

/* True for every frame but the sentinel in context. */
static bool
not_sentinel(void *context, const uint8_t *data, size_t len)
{
	return len != SENTINEL_LEN || memcmp(data, context, len) != 0;
}

/* Frames of the same kind could be sent by a program: no one can guess this. */
static int
send_sentinel(struct tap *tap, uint8_t sentinel[SENTINEL_LEN])
{
	memset(sentinel, 0, SENTINEL_LEN);
	sentinel[12] = SENTINEL_TYPE >> 8;
	sentinel[13] = SENTINEL_TYPE & 0xff;
	if (getrandom(sentinel + ETH_HLEN, SENTINEL_LEN - ETH_HLEN, 0) == -1)
		return -1;
	return send(tap->fd, sentinel, SENTINEL_LEN, 0) == SENTINEL_LEN ? 0
									: -1;
}

int
tap_finish(struct tap *tap, char *err)
{
	struct pollfd readable = { .fd = tap->fd, .events = POLLIN };
	struct tpacket_stats stats = { 0, 0 };
	socklen_t len = sizeof(stats);
	uint8_t sentinel[SENTINEL_LEN];

	tap_drain(tap); /* makes room for it */
	if (send_sentinel(tap, sentinel) == -1)
		return failed(err, "send the sentinel");
	while (drain(tap, not_sentinel, sentinel)) {
		if (poll(&readable, 1, SENTINEL_MS) <= 0) {
			errno = ETIMEDOUT;
			return failed(err, "wait for the sentinel");
		}
	}
	if (getsockopt(tap->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &len) ==
	    -1)
		return failed(err, "read its statistics");
	tap->capture->dropped += stats.tp_drops;
	return 0;
}
