/* number.h: numbers as text, for machines (every digit) and for people (as many as the interval bears).
 *
 * People's numbers: the digits follow the interval's half-width (1 point or more: whole percent, 0.1 or more: one
 * decimal, else two; an amount has as many as that takes); "16 %" is a share, "-55 points" a difference, "14 to 18" an interval, 332,900 rows. Never a
 * locale's decimal point.
 */
#pragma once

#include "measure/measure.h"

G_BEGIN_DECLS

typedef enum
{
  ASSAY_UNIT_PERCENT, /* 0.16 is "16 %" */
  ASSAY_UNIT_POINTS,  /* -0.55 is "-55 points": a difference of shares, always with its sign */
  ASSAY_UNIT_PLAIN,   /* MCC and kappa, -1 to 1 */
  ASSAY_UNIT_CHANGE,  /* a difference of those */
  ASSAY_UNIT_AMOUNT,  /* errors, costs, means and ratios, of any size */
  ASSAY_UNIT_AMOUNT_CHANGE,
} AssayUnit;

#define ASSAY_NUMBER_MOST_DECIMALS 9

/* For machines: the fewest of 15, 16 or 17 digits that read back to the same double; value must be finite. */
void  assay_number_append   (GString *out, double value);

/* For people; all (transfer full), is_utf8 allows U+2212 for the minus. */
AssayUnit assay_number_unit (const AssayMeasure *measure, gboolean is_difference);
guint assay_number_decimals (const AssayEstimate *estimate, AssayUnit unit);
char *assay_number_value    (double value, guint decimals, AssayUnit unit, gboolean is_utf8); /* no unit behind it */
char *assay_number_interval (const AssayEstimate *estimate, AssayUnit unit, gboolean is_utf8); /* "14 to 18" */
/* "16 % (14 to 18)", "-55 points (-57 to -53)"; a dash when undefined, without parentheses when there is no interval */
char *assay_number_estimate (const AssayEstimate *estimate, AssayUnit unit, gboolean is_utf8);
/* The same without the unit, for a column whose title has it; is_cramped: from half a point on whole points. */
char *assay_number_bare     (const AssayEstimate *estimate, AssayUnit unit, gboolean is_cramped, gboolean is_utf8);
/* The value alone, where the interval stands beside it as a drawing. */
char *assay_number_point    (const AssayEstimate *estimate, AssayUnit unit, gboolean is_cramped, gboolean is_utf8);
char *assay_number_rows     (guint64 n_rows);                 /* "332,900" */
char *assay_number_p        (double p);                       /* "0.012", "< 0.001", "" for NaN */
char *assay_number_bytes    (guint64 n_bytes);                /* "2.0 MB" */
char *assay_number_share    (double share, gboolean is_utf8); /* of rows, no interval: "13 %", "0.4 %" */
char *assay_number_bound    (double bound, AssayUnit unit);   /* as the plan wrote it: "70 %", "1 point" */

G_END_DECLS
