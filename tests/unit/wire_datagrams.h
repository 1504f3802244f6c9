/* Datagrams on a wire, made by hand, for the tests of the judges. */
#ifndef TEST_WIRE_DATAGRAMS_H
#define TEST_WIRE_DATAGRAMS_H

#include <stdint.h>
#include <string.h>

#include "bytes.h"
#include "model/evidence.h"
#include "model/lab_facts.h"

/* One of the program's: from 127.0.0.1. */
static inline void
add_datagram(struct capture *capture, const uint8_t to[4], uint16_t from_port,
    uint16_t to_port, const struct blob *data)
{
	uint8_t header[42] = { [12] = 8, [14] = 0x45, [23] = 17 };
	struct blob frame = { NULL, 0 };

	header[22] = LAB_TTL;
	put_be16(header + 16, (uint16_t)(28 + data->len));
	put_be32(header + 26, 0x7f000001);
	memcpy(header + 30, to, 4);
	put_be16(header + 34, from_port);
	put_be16(header + 36, to_port);
	put_be16(header + 38, (uint16_t)(8 + data->len));
	blob_add(&frame, header, sizeof(header));
	blob_add(&frame, data->data, data->len);
	capture_add(capture, frame.data, frame.len);
	blob_release(&frame);
}

#endif
