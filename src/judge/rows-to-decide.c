/* rows-to-decide.c: how many rows an undecided check would take, if the value stayed what it is (measures.md 8).
 *
 * Where the interval is Wilson's, lo >= b and z² b (1-b) <= n (p-b)² say the same, so that n follows exactly; for F1
 * on the scale of J. Elsewhere the distance of an end from the value shrinks as 1/√n. At that number half of all
 * repeats decide; in 4 of 5 the value may stray by .842 standard errors, Φ⁻¹(.8), as well.
 */
#include "judge-private.h"

#define Z_4_OF_5 0.842

/* What the formulas need, on the scale where the interval is what they say. */
typedef struct
{
  double value, bound;
  double z;       /* of the confidence that decides on the value's side of the bound */
  double stretch; /* z over that of the plan's confidence */
  double n;       /* rows of the denominator */
} Case;

static double
rows_by_wilson (const Case *c)
{
  const double distance = (c->value - c->bound) / c->z;

  return ceil (c->bound * (1 - c->bound) / (distance * distance));
}

/* Wilson counts effective rows: of weighted or clustered rows it takes more. */
static double
rows_per_effective (const AssayEstimate *estimate)
{
  return estimate->n_eff > 0 ? estimate->n / estimate->n_eff : 1;
}

/* reach: from the value to the end on the bound's side, at the plan's confidence. */
static double
rows_by_reach (const Case *c,
               double      reach)
{
  const double times = c->stretch * reach / (c->value - c->bound);

  return c->n * times * times;
}

/* Towards a fail the slice's ends at confidence_m must miss, towards a pass its own ends hold. */
static Case
case_of (const AssayStatement   *statement,
         double                  confidence_m,
         const AssayCheckResult *result)
{
  const double z = assay_z (statement->findings->plan->confidence);
  const AssayEstimate *estimate = &result->estimate;
  Case c = { .value = estimate->value, .bound = statement->bound, .n = estimate->n };

  const gboolean to_pass = statement->is_least ? c.value > c.bound : c.value < c.bound;
  c.z = to_pass ? z : assay_z (confidence_m);
  c.stretch = c.z / z;
  return c;
}

static double
jaccard_of_f1 (double f1)
{
  return f1 / (2 - f1);
}

/* MOVER adds the squares of two distances, the slice's and the published number's, and only the first shrinks. */
static double
rows_beside_literature (const AssayStatement   *statement,
                        const AssayCheckResult *result,
                        const Case             *c)
{
  const AssayFindings *findings = statement->findings;
  const AssayEstimate own = assay_statement_own (statement, result->finding, findings->plan->confidence);
  const AssayEstimate *other = &statement->literature->value;
  const gboolean to_lower = c->value > c->bound;
  const double reach = c->stretch * (to_lower ? own.value - own.lo : own.hi - own.value);
  const double fixed = c->stretch * (to_lower ? other->hi - other->value : other->value - other->lo);
  const double left = (c->value - c->bound) * (c->value - c->bound) - fixed * fixed;

  return left > 0 ? own.n * reach * reach / left : INFINITY;
}

static double
logit (double p)
{
  return log (p / (1 - p));
}

/* An AUC's ends are even about it on the logit scale, unless they are roots that reach 0 or 1. */
static gboolean
is_logit (const AssayStatement *statement,
          const AssayEstimate  *estimate,
          const Case           *c)
{
  return statement->measure.interval == ASSAY_INTERVAL_DELONG && !statement->is_difference && estimate->lo > 0
         && estimate->hi < 1 && c->value > 0 && c->value < 1 && c->bound > 0 && c->bound < 1;
}

/* An R²'s ends are even about it on the scale of log (1 - R²). */
static gboolean
is_log (const AssayStatement *statement,
        const Case           *c)
{
  return statement->measure.interval == ASSAY_INTERVAL_LOG_T && !statement->is_difference && c->value < 1
         && c->bound < 1;
}

/* Rows of the denominator, not rounded up to min-rows yet. */
static double
denominator_rows (const AssayStatement   *statement,
                  const AssayCheckResult *result,
                  Case                    c)
{
  const AssayEstimate *estimate = &result->estimate;
  const AssayIntervalKind interval = statement->measure.interval;
  const gboolean is_wilson =
    !statement->is_difference || (statement->literature != NULL && statement->literature->number->n == 0);

  /* A number taken as exact only shifts the interval. */
  const double shift = is_wilson && statement->literature != NULL ? statement->literature->number->value : 0;

  c.value += shift;
  c.bound += shift;
  /* Bonett & Price: symmetric about (b - c)/(n + 2). */
  if (statement->literature == NULL && statement->is_difference && assay_paired_has_formula (&statement->measure)
      && !assay_findings_are_effective (statement->findings))
    c.value = c.value * c.n / (c.n + 2);
  if (statement->measure.id == ASSAY_MEASURE_F1 && is_wilson)
    {
      c.value = jaccard_of_f1 (c.value);
      c.bound = jaccard_of_f1 (c.bound);
    }
  if (c.value == c.bound)
    return INFINITY;
  if (is_wilson && (interval == ASSAY_INTERVAL_WILSON || interval == ASSAY_INTERVAL_JACCARD))
    return rows_by_wilson (&c) * rows_per_effective (estimate);
  if (statement->literature != NULL && statement->literature->number->n > 0)
    return rows_beside_literature (statement, result, &c);
  double end = (c.value > c.bound ? estimate->lo : estimate->hi) + shift;
  if (is_logit (statement, estimate, &c))
    {
      c.value = logit (c.value);
      c.bound = logit (c.bound);
      end = logit (end);
    }
  if (is_log (statement, &c))
    {
      c.value = log (1 - c.value);
      c.bound = log (1 - c.bound);
      end = log (1 - end);
    }
  return rows_by_reach (&c, fabs (c.value - end));
}

/* From rows of the denominator to rows of the slice. */
static double
slice_rows (const AssayStatement   *statement,
            const AssayCheckResult *result,
            double                  n)
{
  const double least = MAX (n, statement->findings->plan->min_rows);
  /* The difference from a published number counts that number's rows too. */
  const double n_own = result->estimate.n - (statement->literature != NULL ? statement->literature->number->n : 0);

  return ceil (least * result->finding->n_rows / n_own - 1e-9);
}

void
assay_rows_to_decide (const AssayStatement *statement,
                      double                confidence_m,
                      AssayCheckResult     *result)
{
  if (isnan (result->estimate.lo) || result->estimate.n == 0)
    return;

  const Case c = case_of (statement, confidence_m, result);
  const double n = denominator_rows (statement, result, c);
  const double surer = (c.z + Z_4_OF_5) / c.z;

  result->rows_to_decide = slice_rows (statement, result, n);
  result->rows_to_decide_4of5 = slice_rows (statement, result, n * surer * surer);
}
