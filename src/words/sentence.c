/* sentence.c: sentences. */
#include "sentence.h"

#include "translate.h"

#include <math.h>
#include <string.h>

char *
assay_sentence_capital (const char *text)
{
  const gunichar first = g_utf8_get_char (text);
  char           letter[6];

  if (text[0] == '\0')
    return g_strdup (text);
  const int length = g_unichar_to_utf8 (g_unichar_toupper (first), letter);
  g_autofree char *start = g_strndup (letter, length);
  return g_strconcat (start, g_utf8_next_char (text), NULL);
}

char *
assay_sentence_slice (const char *const *values,
                      guint              n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", values[i] != NULL ? values[i] : _("(missing)"));
  return g_string_free (text, FALSE);
}

char *
assay_sentence_measure (const AssayMeasure *measure)
{
  const gboolean is_own = measure->id == ASSAY_MEASURE_MEAN || measure->id == ASSAY_MEASURE_RATIO; /* the plan's name */
  char *name = g_strdup (is_own ? measure->label : _(measure->label));

  if (g_ascii_isupper (name[0]) && g_ascii_islower (name[1]) && measure->id != ASSAY_MEASURE_BRIER)
    name[0] = g_ascii_tolower (name[0]);
  return name;
}

static char *
distance_in (const AssayEstimate *difference,
             AssayUnit            unit, /* of the value */
             gboolean             is_utf8)
{
  const gboolean is_below = difference->value < 0;
  const AssayEstimate size = { fabs (difference->value), is_below ? -difference->hi : difference->lo,
                               is_below ? -difference->lo : difference->hi, difference->n, NULL };
  const guint decimals = assay_number_decimals (&size, unit);
  g_autofree char *value = assay_number_value (size.value, decimals, unit, is_utf8);
  g_autofree char *interval = isnan (size.lo) ? NULL : assay_number_interval (&size, unit, is_utf8);
  const char *points = unit != ASSAY_UNIT_PERCENT ? "" : strcmp (value, "1") == 0 ? _(" point") : _(" points");

  return interval != NULL ? g_strdup_printf ("%s%s (%s)", value, points, interval) : g_strconcat (value, points, NULL);
}

/* "12 points (9 to 15)": a difference without its sign, for "below" and "above" say it. */
static char *
distance (const AssayMeasure  *measure,
          const AssayEstimate *difference)
{
  const AssayUnit unit = assay_number_unit (measure, TRUE);

  return distance_in (difference, unit == ASSAY_UNIT_CHANGE ? ASSAY_UNIT_PLAIN
                                  : unit == ASSAY_UNIT_AMOUNT_CHANGE ? ASSAY_UNIT_AMOUNT
                                                                     : ASSAY_UNIT_PERCENT, TRUE);
}

char *
assay_sentence_points (const AssayEstimate *difference,
                       gboolean             is_utf8)
{
  return distance_in (difference, ASSAY_UNIT_PERCENT, is_utf8);
}

char *
assay_sentence_against_rest (const AssayMeasure  *measure,
                             const char          *slice,
                             const AssayEstimate *difference,
                             AssayHedge           hedge,
                             guint64              n_rows)
{
  g_autofree char *name = assay_sentence_measure (measure), *subject = assay_sentence_capital (name);
  g_autofree char *rows = assay_number_rows (n_rows);

  if (isnan (difference->value))
    return g_strdup_printf (_("%s for %s cannot be compared with the rest; %s rows"), subject, slice, rows);
  g_autofree char *by = distance (measure, difference);
  if (hedge == ASSAY_HEDGE_NOT_SHOWN)
    return g_strdup_printf (_("%s for %s is not shown to differ from the rest; %s rows"), subject, slice, rows);
  if (hedge == ASSAY_HEDGE_UNDECIDED)
    return g_strdup_printf (difference->value < 0 ? _("%s for %s may be below the rest, by %s; %s rows")
                                                  : _("%s for %s may be above the rest, by %s; %s rows"),
                            subject, slice, by, rows);
  return g_strdup_printf (difference->value < 0 ? _("%s for %s is %s below the rest; %s rows")
                                                : _("%s for %s is %s above the rest; %s rows"),
                          subject, slice, by, rows);
}

char *
assay_sentence_against_model (const AssayMeasure  *measure,
                              const char          *model,
                              const AssayEstimate *difference)
{
  g_autofree char *name = assay_sentence_measure (measure), *subject = assay_sentence_capital (name);

  if (isnan (difference->value))
    return g_strdup_printf (_("%s cannot be compared with %s"), subject, model);
  g_autofree char *by = distance (measure, difference);
  if (isnan (difference->lo) || (difference->lo <= 0 && difference->hi >= 0))
    return g_strdup_printf (_("%s is not shown to differ from that of %s"), subject, model);
  return g_strdup_printf (difference->value < 0 ? _("%s is %s below that of %s") : _("%s is %s above that of %s"), subject,
                          by, model);
}

char *
assay_sentence_range (const AssayMeasure  *measure,
                      const char          *column,
                      double               least,
                      double               most,
                      const AssayEstimate *typical)
{
  const AssayUnit unit = assay_number_unit (measure, FALSE);
  const guint decimals = assay_number_decimals (typical, unit);
  g_autofree char *name = assay_sentence_measure (measure);
  g_autofree char *from = assay_number_value (least, decimals, unit, TRUE), *to = assay_number_value (most, decimals, unit, TRUE);
  const char *percent = unit == ASSAY_UNIT_PERCENT ? "\xe2\x80\xaf%" : "";

  if (strcmp (from, to) == 0)
    return g_strdup_printf (_("%s: %s is %s%s"), column, name, from, percent);
  return g_strdup_printf (_("%s: %s from %s to %s%s"), column, name, from, to, percent);
}

/* "0.6 points", "1 point", "less than 0.001 points": how much, without a sign. */
static char *
points_of (const AssayEstimate *gain)
{
  const guint decimals = assay_number_decimals (gain, ASSAY_UNIT_POINTS);
  g_autofree char *value = assay_number_value (gain->value, decimals, ASSAY_UNIT_PERCENT, TRUE);
  const gboolean is_nothing = strspn (value, "0.") == strlen (value);

  if (is_nothing && gain->value > 0)
    return g_strdup_printf (_("less than %g points"), pow (10, -(double) decimals));
  return strcmp (value, "1") == 0 ? g_strdup (_("1 point")) : g_strdup_printf (_("%s points"), value);
}

char *
assay_sentence_gain (const char          *tag,
                     const AssayEstimate *gain)
{
  g_autofree char *points = points_of (gain);

  if (gain->lo > 0)
    return g_strdup_printf (_("%s is worth fixing first: up to %s of accuracy"), tag, points);
  return g_strdup_printf (_("%s may be worth fixing first: perhaps %s of accuracy, perhaps nothing"), tag, points);
}

char *
assay_sentence_holds (const char          *tag,
                      const AssayEstimate *share)
{
  g_autofree char *size = assay_number_estimate (share, ASSAY_UNIT_PERCENT, TRUE);

  return g_strdup_printf (_("%s is on more errors than any other tag: %s"), tag, size);
}
