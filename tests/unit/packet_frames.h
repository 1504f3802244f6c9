/* Frames for the tests of grader/packet. */
#ifndef TESTS_PACKET_FRAMES_H
#define TESTS_PACKET_FRAMES_H

#include <stdint.h>
#include <stdio.h>

#include "model/blob.h"
#include "model/evidence.h"
#include "packet/build.h"

/* An Ethernet header as lo has it. */
#define HEX_ETHERNET "000000000000 000000000000 0800 "
/* 127.0.0.1 to 127.0.0.1, without a valid length or checksum. */
#define HEX_IPV4(protocol) \
	"4500 0000 3039 0000 40" protocol " 0000 7f000001 7f000001 "

/* 127.0.0.1:40000 > 127.0.0.1:7777, SYN; its TCP checksum is fc4c. */
#define HEX_SYN \
	HEX_ETHERNET "4500 0028 3039 0000 4006 4c95 7f000001 7f000001 " \
		     "9c40 1e61 00000001 00000000 5002 faf0 fc4c 0000"
/* 127.0.0.1:5000 > 127.0.0.1:5555, "abc" */
#define HEX_UDP \
	HEX_ETHERNET "4500 001f 006f 0000 7b11 415d 7f000001 7f000001 " \
		     "1388 15b3 000b 1438 616263"
/* echo request, "ping" */
#define HEX_ICMP \
	HEX_ETHERNET "4500 0020 006f 0000 7b01 416c 7f000001 7f000001 " \
		     "0800 06fa 1234 0001 70696e67"
/* protocol 253, "HELLO, PACKET\n" */
#define HEX_PROBE \
	HEX_ETHERNET "4500 0022 1234 4000 40fd 29a9 7f000001 7f000001 " \
		     "48454c4c4f2c 205041434b45540a"
/* The SYN with a window scale of 7 and an MSS of 65495 as options, "hi". */
#define HEX_OPTIONS \
	HEX_ETHERNET \
	HEX_IPV4("06") \
	"9c40 1e61 00000001 00000000 7002 faf0 0000 0000 " \
	"0204ffd7 01030307 6869"
/* ARP, RFC 826 */
#define HEX_ARP \
	"ffffffffffff 020000000001 0806 0001 0800 06 04 0001 " \
	"020000000001 0a000001 000000000000 0a000002"

/* Bytes written as hex digits, with blanks anywhere between bytes. */
static inline struct blob
from_hex(const char *hex)
{
	struct blob bytes = { 0 };
	unsigned value;
	int used;

	while (sscanf(hex, " %2x%n", &value, &used) == 1) {
		uint8_t byte = (uint8_t)value;

		blob_add(&bytes, &byte, 1);
		hex += used;
	}
	return bytes;
}

/* A TCP frame between 127.0.0.1:40000 and :7777, finished. */
static inline struct blob
tcp_frame(bool to_server, unsigned flags, uint32_t sequence,
    uint32_t acknowledgement, const void *data, size_t len)
{
	struct blob frame = from_hex(HEX_SYN);

	if (!to_server) {
		frame_set(&frame, LAYER_TCP, "source port", 7777);
		frame_set(&frame, LAYER_TCP, "destination port", 40000);
	}
	frame_set(&frame, LAYER_TCP, "flags", flags);
	frame_set(&frame, LAYER_TCP, "sequence number", sequence);
	frame_set(&frame, LAYER_TCP, "acknowledgement number", acknowledgement);
	frame_set_data(&frame, data, len);
	frame_finish(&frame);
	return frame;
}

/* Add the frame to capture and release it. */
static inline struct frame *
capture_take(struct capture *capture, struct blob frame)
{
	struct frame *added = capture_add(capture, frame.data, frame.len);

	blob_release(&frame);
	return added;
}

#endif
