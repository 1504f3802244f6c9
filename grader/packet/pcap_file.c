/* Captures as pcap files: see pcap_file.h. */

#include <errno.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "packet/build.h"
#include "packet/pcap_file.h"

#define NS_PER_S   UINT64_C(1000000000)
#define READ_LIMIT (UINT64_C(64) << 20)

enum {
	SNAPLEN = 262144, /* libpcap's own greatest; a frame on lo has 65,550 */
	FRAME_COST = 64	  /* what a frame takes besides its bytes, about */
};

/*
 * libpcap closes the stream that it is given: it gets one of its own on the
 * same open file.  Returns NULL, with a sentence in err, if that fails.
 */
static FILE *
second_stream(FILE *stream, const char *mode, char *err)
{
	FILE *second = NULL;
	int fd;

	/* Both then agree on where in the file they are. */
	fflush(stream);
	fd = dup(fileno(stream));
	if (fd != -1)
		second = fdopen(fd, mode);
	if (second == NULL) {
		snprintf(err, ERR_LEN, "capture file: %s", strerror(errno));
		if (fd != -1)
			close(fd);
	}
	return second;
}

static void
write_frame(pcap_dumper_t *dumper, const struct frame *frame)
{
	struct pcap_pkthdr header = { .caplen = (bpf_u_int32)frame->len,
		.len = (bpf_u_int32)frame->wire_len };
	struct blob copy = { 0 };

	/* The fraction holds nanoseconds: the file's precision is that. */
	header.ts.tv_sec = (time_t)(frame->time_ns / NS_PER_S);
	header.ts.tv_usec = (suseconds_t)(frame->time_ns % NS_PER_S);
	blob_add(&copy, frame->data, frame->len);
	if (frame->partial_checksum)
		frame_finish_partial(copy.data, copy.len);
	pcap_dump((u_char *)dumper, &header, copy.data);
	blob_release(&copy);
}

/* Returns 0, or -1 with a sentence in err. */
static int
dump_frames(pcap_t *pcap, FILE *file, const struct capture *capture, char *err)
{
	pcap_dumper_t *dumper = pcap_dump_fopen(pcap, file);
	int rc = 0;

	if (dumper == NULL) {
		snprintf(err, ERR_LEN, "capture file: %s", pcap_geterr(pcap));
		fclose(file);
		return -1;
	}
	for (size_t i = 0; i < capture->count; i++)
		write_frame(dumper, &capture->frames[i]);
	if (pcap_dump_flush(dumper) == -1 || ferror(file)) {
		snprintf(err, ERR_LEN, "capture file: it could not be written");
		rc = -1;
	}
	pcap_dump_close(dumper);
	return rc;
}

int
pcap_file_write(FILE *stream, const struct capture *capture, char *err)
{
	FILE *file = second_stream(stream, "w", err);
	pcap_t *pcap;
	int rc = -1;

	if (file == NULL)
		return -1;
	pcap = pcap_open_dead_with_tstamp_precision(
	    DLT_EN10MB, SNAPLEN, PCAP_TSTAMP_PRECISION_NANO);
	if (pcap == NULL) {
		snprintf(err, ERR_LEN, "capture file: libpcap has no memory");
		fclose(file);
		return -1;
	}
	rc = dump_frames(pcap, file, capture, err);
	pcap_close(pcap);
	return rc;
}

static void
read_frame(struct capture *capture, const struct pcap_pkthdr *header,
    const u_char *data)
{
	struct frame *frame = capture_add(capture, data, header->caplen);

	frame->wire_len = header->len;
	frame->time_ns = (uint64_t)header->ts.tv_sec * NS_PER_S +
	    (uint64_t)header->ts.tv_usec;
}

/* Returns 0, or -1 with a sentence in err. */
static int
read_frames(pcap_t *pcap, struct capture *capture, char *err)
{
	struct pcap_pkthdr *header;
	const u_char *data;
	uint64_t cost = 0;
	int rc;

	while ((rc = pcap_next_ex(pcap, &header, &data)) == 1) {
		cost += FRAME_COST + header->caplen;
		if (cost > READ_LIMIT)
			capture->dropped++;
		else
			read_frame(capture, header, data);
	}
	if (rc == PCAP_ERROR_BREAK) /* the end of the file */
		return 0;
	snprintf(err, ERR_LEN, "capture file: %s", pcap_geterr(pcap));
	return -1;
}

int
pcap_file_read(FILE *stream, struct capture *capture, char *err)
{
	FILE *file = second_stream(stream, "r", err);
	char reason[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap;
	int rc = -1;

	if (file == NULL)
		return -1;
	pcap = pcap_fopen_offline_with_tstamp_precision(
	    file, PCAP_TSTAMP_PRECISION_NANO, reason);
	if (pcap == NULL) {
		snprintf(err, ERR_LEN, "capture file: %s", reason);
		fclose(file);
		return -1;
	}
	if (pcap_datalink(pcap) == DLT_EN10MB)
		rc = read_frames(pcap, capture, err);
	else
		snprintf(err, ERR_LEN,
		    "capture file: its link is not Ethernet but type %d",
		    pcap_datalink(pcap));
	pcap_close(pcap);
	return rc;
}
