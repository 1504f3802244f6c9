/*
 * Where evidence is kept: one folder a run, SLUG/CASE below it.
 *
 *   build/runs/20261121-101500-4711/run.json
 *                                   raw-tcp-syn/program
 *                                               compiler.txt
 *                                               syn/evidence.json
 *                                                   lo.pcap
 *                                                   1.out 1.err
 * build/last is a link to the newest; the newest ten are kept.
 */
#ifndef GRADER_RUNS_H
#define GRADER_RUNS_H

#include <stdbool.h>
#include <stdint.h>

#include "model/evidence.h"
#include "model/exercise.h"
#include "play.h"

/*
 * Make a folder for a new run: keep, which must be new or empty, or one below
 * build/runs when keep is NULL.  Returns its path to be freed, or NULL with a
 * sentence in err[ERR_LEN].
 */
char *runs_make(const char *keep, char *err);

/* Point build/last at the folder and remove all but the newest ten. */
void runs_finish(const char *folder);

/* Remove a run that was broken off. */
void runs_remove(const char *folder);

/* The path of one file below the folder, to be freed. */
char *runs_path(const char *folder, const struct exercise *exercise,
    const char *case_id, const char *file);

/* Read a whole file.  Returns 0, or -1 with a sentence in err. */
int runs_read(const char *path, struct blob *blob, char *err);

/* Write a whole file, by a temporary one.  Returns as above. */
int runs_write(const char *path, const void *data, size_t len, char *err);

/*
 * Take the evidence that a worker has left in its outlets, and keep it below
 * the folder.  Returns 0, or -1 with a sentence in err.
 */
int runs_take(const char *folder, const struct exercise *exercise,
    const char *case_id, const struct play_outlets *outlets,
    struct evidence *evidence, char *err);

/*
 * The evidence of one case with its captures and output.  Returns 0, or -1 with
 * a sentence in err.
 */
int runs_load(const char *folder, const struct exercise *exercise,
    const char *case_id, struct evidence *evidence, char *err);

/* mkdir -p.  Returns 0, or -1 with errno. */
int runs_make_folder(const char *path);

#endif
