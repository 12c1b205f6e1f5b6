/* scale.h: values to positions, with ticks that people can read. */
#pragma once

#include "draw/scene.h"

G_BEGIN_DECLS

typedef struct
{
  double   lo, hi, step; /* values; ticks are whole steps, and lo and hi too until they are trimmed */
  double   from, to;     /* where they are drawn; from > to: upward */
  gboolean is_share;     /* labels are percent */
  gboolean is_signed;    /* labels have their sign: differences */
} AssayScale;

/* The values lo to hi and at most n_most ticks (3 and more). is_share keeps within 0 and 1 where the values do. */
AssayScale assay_scale_new    (double lo, double hi, guint n_most, gboolean is_share);
/* Ends a little outside of lo and hi; the ticks stay where they are. */
void       assay_scale_trim   (AssayScale *self, double lo, double hi);
double     assay_scale_at     (const AssayScale *self, double value);
/* Of tick i, 0 to n - 1. */
guint      assay_scale_n      (const AssayScale *self);
double     assay_scale_tick   (const AssayScale *self, guint i);
/* (transfer full) "20", "0.85", "−5": as many decimals as the step has, 0 is "0", and beyond them "2e+09"; units stand
 * in headers. */
char      *assay_scale_label  (const AssayScale *self, double value);

G_END_DECLS
