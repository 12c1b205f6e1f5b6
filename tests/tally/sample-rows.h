/* sample-rows.h: coded rows and requests for the tests of counting, from a seed. */
#pragma once

#include "tally/engine.h"

typedef enum
{
  SAMPLE_UNIFORM,
  SAMPLE_SKEWED,    /* low codes far more often than high ones */
  SAMPLE_SORTED,    /* long runs of one code */
  SAMPLE_ONE_CELL,  /* every row alike */
  SAMPLE_MISSING,   /* two rows in three are missing */
  SAMPLE_N_ORDERS,
} SampleOrder;

extern const char *const sample_order_names[SAMPLE_N_ORDERS];

AssayRows       *sample_rows     (GRand       *random,
                                  const guint *n_codes,  /* one a column */
                                  guint        n_columns,
                                  guint64      n_rows,
                                  SampleOrder  order);
guint            sample_code     (const AssayRows *rows, guint column, guint64 row);
/* Shapes of the random columns among n_columns, none of them twice, of at most max_axes axes. */
AssayTableShape *sample_shapes   (GRand *random, guint n_columns, guint max_axes, guint n_shapes);
/* Adds values up to 2^31 on both sides of 0, the ends among them; one row in four has none of the first value. */
void             sample_values   (GRand *random, AssayRows *rows, guint n_values);
/* Gives one shape in two a random list of sums of n_values values, from a few lists that shapes share. */
void             sample_sums     (GRand *random, AssayTableShape *shapes, guint n_shapes, guint n_values);
/* (transfer full) (element-type AssayAxis): one a column, named by its number, as are its values. */
GPtrArray       *sample_axes     (const guint *n_codes, guint n_columns);
/* Prints the seed, so that a failure can be repeated: ASSAY_TEST_SEED=... takes it. */
GRand           *sample_random   (void);
/* The first table that differs, or how many there are when none does. */
guint            sample_first_difference (GPtrArray *actual, GPtrArray *expected);
/* Fails the test, naming the table, when two lists of tables differ. */
void             sample_assert_equal (GPtrArray *actual, GPtrArray *expected, const char *what);
