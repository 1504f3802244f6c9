/* Captures as pcap files (Ethernet, nanoseconds), by libpcap. */
#ifndef GRADER_PACKET_PCAP_FILE_H
#define GRADER_PACKET_PCAP_FILE_H

#include <stdio.h>

#include "model/evidence.h"

/*
 * Write the capture to stream (one that has a descriptor), which is flushed but
 * left open.  A frame whose checksum the kernel left unfinished is written with
 * the finished one.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int pcap_file_write(FILE *stream, const struct capture *capture, char *err);

/*
 * Read a whole file from stream, which is left open, and add its frames to
 * capture.  What goes beyond 64 MiB (64 bytes a frame besides its own) is
 * counted as dropped.  Returns as above; what was read until then stands.
 */
int pcap_file_read(FILE *stream, struct capture *capture, char *err);

#endif
