/* Captures as pcap files (Ethernet, nanoseconds), by libpcap. */
#ifndef GRADER_PACKET_PCAP_FILE_H
#define GRADER_PACKET_PCAP_FILE_H

#include <stdio.h>

#include "model/evidence.h"

/*
 * Write the capture to stream, which is flushed but left open.  A frame whose
 * checksum the kernel left unfinished is written with the finished one.
 * Returns 0, or -1 with a sentence in err[ERR_LEN].
 */
int pcap_file_write(FILE *stream, const struct capture *capture, char *err);

/* Read a whole file, at most 64 MiB of it.  Returns as above. */
int pcap_file_read(FILE *stream, struct capture *capture, char *err);

#endif
