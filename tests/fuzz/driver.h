/* driver.h: what a fuzz target is, for libFuzzer and for the ordinary tests alike.
 *
 * A target eats any bytes and asserts what must hold of them. ./bootstrap fuzz builds it with clang, and libfuzzer.c
 * lets libFuzzer change its inputs the way that is written here. The ordinary tests build it with driver.c:
 *
 *     fuzz-NAME [--rounds N] FILE...
 *
 * runs every file of its corpus whole, cut short at every length where that is quick, and N times changed by chance
 * from a printed seed (--seed of GLib's tests, R02S...).
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gboolean           is_cut;    /* the ordinary test runs every beginning of a file */
  guint              n_rounds;  /* changes of each file in the ordinary test */
  const char *const *pieces;    /* (array zero-terminated) texts that mean something in this format */
  void             (*change) (GRand *random, GByteArray *bytes); /* (nullable) what no change of bytes would reach */
} FuzzTarget;

extern const FuzzTarget fuzz_target;

int  LLVMFuzzerTestOneInput (const guint8 *data,
                             gsize         length);

/* change.c: one change by chance, of bytes, of pieces, or the target's own. */
void fuzz_change            (GRand        *random,
                             GByteArray   *bytes);

G_END_DECLS
