/* dense.h: matrices written down cell by cell, as tables of tests have them, made into sparse ones. */
#pragma once

#include "measure/measure.h"

/* cells[label * n_classes + prediction]; room for n_classes² cells, which must outlive what is returned. */
static inline AssayMatrix
dense_matrix_in (AssayMatrixCell *room,
                 guint            n_classes,
                 guint            positive,
                 const guint64   *cells)
{
  guint n = 0;

  for (guint i = 0; i < n_classes * n_classes; i++)
    if (cells[i] > 0)
      room[n++] = (AssayMatrixCell) { i / n_classes, i % n_classes, cells[i] };
  return (AssayMatrix) { n_classes, positive, n, room };
}

/* cells[(label * n_classes + new) * n_classes + old]; room for n_classes³ cells. */
static inline AssayPairedMatrix
dense_pair_in (AssayPairedCell *room,
               guint            n_classes,
               guint            positive,
               const guint64   *cells)
{
  guint n = 0;

  for (guint i = 0; i < n_classes * n_classes * n_classes; i++)
    if (cells[i] > 0)
      room[n++] = (AssayPairedCell) { i / n_classes / n_classes, i / n_classes % n_classes, i % n_classes, cells[i] };
  return (AssayPairedMatrix) { n_classes, positive, n, room };
}

/* What these return lives until the test ends; not for threads of a test. */
static inline AssayMatrix
dense_matrix (guint          n_classes,
              guint          positive,
              const guint64 *cells)
{
  AssayMatrixCell *room = g_new (AssayMatrixCell, MAX (n_classes * n_classes, 1));

  g_test_queue_free (room);
  return dense_matrix_in (room, n_classes, positive, cells);
}

static inline AssayEvidence
dense_evidence (guint          n_classes,
                guint          positive,
                const guint64 *cells)
{
  return (AssayEvidence) { .matrix = dense_matrix (n_classes, positive, cells) };
}

static inline AssayPairedMatrix
dense_pair (guint          n_classes,
            guint          positive,
            const guint64 *cells)
{
  AssayPairedCell *room = g_new (AssayPairedCell, MAX (n_classes * n_classes * n_classes, 1));

  g_test_queue_free (room);
  return dense_pair_in (room, n_classes, positive, cells);
}
