/* What each exercise's check file gives to the catalogue. */
#ifndef GRADER_CHECKS_CHECKS_H
#define GRADER_CHECKS_CHECKS_H

#include "model/exercise.h"

extern const struct scenario stream_client_scenarios[];
extern const struct check stream_client_checks[];
extern const struct step stream_client_try[];

extern const struct scenario stream_server_scenarios[];
extern const struct check stream_server_checks[];
extern const struct step stream_server_try[];

extern const struct scenario dgram_client_scenarios[];
extern const struct check dgram_client_checks[];
extern const struct step dgram_client_try[];

extern const struct scenario dgram_server_scenarios[];
extern const struct check dgram_server_checks[];
extern const struct step dgram_server_try[];

extern const struct scenario hex_scenarios[];
extern const struct check hex_checks[];

extern const struct scenario base64_scenarios[];
extern const struct check base64_checks[];

/* Both codecs are tried alike. */
extern const struct step codec_try[];

extern const struct scenario raw_ipv4_scenarios[];
extern const struct check raw_ipv4_checks[];
extern const struct step raw_ipv4_try[];

extern const struct scenario raw_tcp_syn_scenarios[];
extern const struct check raw_tcp_syn_checks[];
extern const struct step raw_tcp_syn_try[];

#endif
