/* Two packets side by side, field by field. */
#ifndef GRADER_PACKET_COMPARE_H
#define GRADER_PACKET_COMPARE_H

#include "model/result.h"
#include "packet/decode.h"

/*
 * Compare one layer of got with the same of wanted by the modes of the table
 * and add a finding for each wrong field (all of them, not the first).  Fields
 * named in leave_out (NULL-ended, or NULL) are not compared; checksums and
 * lengths are judged against got's own bytes.  A finding carries got's frame
 * from its first IP byte on, with the field's bytes marked.  If only one of the
 * two has such a layer, the one finding is of the field "header".
 * Returns the number of findings added.
 */
size_t compare_layer(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *const *leave_out,
    struct verdict *verdict);

/* The same for just the one named field. */
size_t compare_field(const struct packet *wanted, const struct packet *got,
    enum layer_kind kind, const char *field, struct verdict *verdict);

/* Compare the data; at most one finding, at the first byte that differs. */
size_t compare_data(const struct packet *wanted, const struct packet *got,
    struct verdict *verdict);

/*
 * Compare bytes that are no packet (a stream, an output).  what names them in
 * the finding ("standard output").  Returns 0, or 1 and adds a finding, which
 * holds no more than an excerpt round the first difference.
 */
size_t compare_bytes(const char *what, const void *wanted, size_t wanted_len,
    const void *got, size_t got_len, struct verdict *verdict);

#endif
