/* 32-base64: the steps of all lengths from 0 to 300 bytes. */
#ifndef GRADER_CHECKS_BASE64_LENGTHS_H
#define GRADER_CHECKS_BASE64_LENGTHS_H

#include "model/exercise.h"

/* Reads the value bytes, 300 of them. */
extern const struct step base64_encode_lengths[];

/* Reads the value letters, 400 of them. */
extern const struct step base64_decode_lengths[];

#endif
