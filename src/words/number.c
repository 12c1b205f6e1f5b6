/* number.c: numbers as text, for machines and for people. */
#include "number.h"

#include "translate.h"

#include <stdlib.h>
#include <string.h>

/* Most doubles need 16 or 17 digits; those that people wrote (0.05, 0.7) need few, which the first try finds. */
void
assay_number_append (GString *out,
                     double   value)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };
  char                     text[G_ASCII_DTOSTR_BUF_SIZE];

  g_assert (isfinite (value));
  if (value == 0) /* no "-0" */
    value = 0;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (text, sizeof text, formats[i], value);
      if (i == 2 || g_ascii_strtod (text, NULL) == value)
        break;
    }
  g_string_append (out, text);
}

AssayUnit
assay_number_unit (const AssayMeasure *measure,
                   gboolean            is_difference)
{
  gboolean is_plain = measure->id == ASSAY_MEASURE_MCC || measure->id == ASSAY_MEASURE_KAPPA
                      || measure->id == ASSAY_MEASURE_R2 || measure->id == ASSAY_MEASURE_COST
                      || measure->id == ASSAY_MEASURE_PARITY_RATIO || measure->id == ASSAY_MEASURE_PARITY_DIFFERENCE
                      || measure->family == ASSAY_FAMILY_SCORE;

  if (measure->family == ASSAY_FAMILY_MOMENT && !is_plain)
    return is_difference ? ASSAY_UNIT_AMOUNT_CHANGE : ASSAY_UNIT_AMOUNT;
  if (is_difference)
    return is_plain ? ASSAY_UNIT_CHANGE : ASSAY_UNIT_POINTS;
  return is_plain ? ASSAY_UNIT_PLAIN : ASSAY_UNIT_PERCENT;
}

static double
unit_scale (AssayUnit unit)
{
  return unit == ASSAY_UNIT_PERCENT || unit == ASSAY_UNIT_POINTS ? 100 : 1;
}

static gboolean
is_amount (AssayUnit unit)
{
  return unit == ASSAY_UNIT_AMOUNT || unit == ASSAY_UNIT_AMOUNT_CHANGE;
}

/* Without an interval four digits. 0.1 has log10 -0.99999 on no machine, but what is worked out may come near. */
static guint
amount_decimals (const AssayEstimate *estimate)
{
  const double half = (estimate->hi - estimate->lo) / 2, size = fabs (estimate->value);
  double       decimals = 0;

  if (half > 0)
    decimals = -floor (log10 (half * (1 + 1e-9)));
  else if (size > 0)
    decimals = 3 - floor (log10 (size));
  return (guint) CLAMP (decimals, 0, ASSAY_NUMBER_MOST_DECIMALS);
}

/* A half-width of one in the last digit shown, or a little less. A plain number has two decimals more than a
 * percentage of the same value. */
guint
assay_number_decimals (const AssayEstimate *estimate,
                       AssayUnit            unit)
{
  guint  plus = unit_scale (unit) == 1 ? 2 : 0;
  double half = (estimate->hi - estimate->lo) / 2 * 100;

  if (is_amount (unit))
    return amount_decimals (estimate);
  if (isnan (half))
    return 1 + plus;
  /* 0.56 - 0.54 is 0.020000000000000018 and must count as one point, as 0.58 - 0.56 = 0.019999999999999907 */
  half += 1e-9;
  return (half >= 1 ? 0 : half >= 0.1 ? 1 : 2) + plus;
}

char *
assay_number_value (double    value,
                    guint     decimals,
                    AssayUnit unit,
                    gboolean  is_utf8)
{
  char        format[8], digits[G_ASCII_DTOSTR_BUF_SIZE];
  const char *sign = "";
  gboolean    is_signed = unit == ASSAY_UNIT_POINTS || unit == ASSAY_UNIT_CHANGE || unit == ASSAY_UNIT_AMOUNT_CHANGE;
  gboolean    is_odd = is_amount (unit) && value != 0 && (fabs (value) >= 1e15 || fabs (value) < 1e-6);

  g_assert (decimals <= ASSAY_NUMBER_MOST_DECIMALS);
  g_snprintf (format, sizeof format, is_odd ? "%%.4g" : "%%.%uf", decimals);
  g_ascii_formatd (digits, sizeof digits, format, fabs (value * unit_scale (unit)));
  if (strspn (digits, "0.") == strlen (digits)) /* rounds to 0, which has no sign */
    sign = "";
  else if (value < 0)
    sign = is_utf8 ? "\xe2\x88\x92" : "-";
  else if (is_signed)
    sign = "+";
  return g_strconcat (sign, digits, NULL);
}

/* Both ends round to one number: the half-width says more, to one digit that is not 0. */
static char *
narrow_interval (const AssayEstimate *estimate,
                 AssayUnit            unit,
                 gboolean             is_utf8)
{
  char   digits[G_ASCII_DTOSTR_BUF_SIZE];
  double half = (estimate->hi - estimate->lo) / 2 * unit_scale (unit);

  g_ascii_formatd (digits, sizeof digits, "%.1g", half);
  return g_strconcat (is_utf8 ? "\xc2\xb1" : "+-", digits, NULL);
}

static char *
interval_text (const AssayEstimate *estimate,
               guint                decimals,
               AssayUnit            unit,
               gboolean             is_utf8)
{
  if (isnan (estimate->value) || isnan (estimate->lo) || isnan (estimate->hi))
    return g_strdup ("");

  g_autofree char *lo = assay_number_value (estimate->lo, decimals, unit, is_utf8);
  g_autofree char *hi = assay_number_value (estimate->hi, decimals, unit, is_utf8);
  if (strcmp (lo, hi) == 0)
    return narrow_interval (estimate, unit, is_utf8);
  return g_strdup_printf (_("%s to %s"), lo, hi);
}

/* "16 (14 to 18)", with a word for the unit behind the value. */
static char *
estimate_text (const AssayEstimate *estimate,
               guint                decimals,
               AssayUnit            unit,
               gboolean             is_utf8,
               const char          *word)
{
  if (isnan (estimate->value))
    return g_strdup (is_utf8 ? "\xe2\x80\x93" : "-");

  g_autofree char *value = assay_number_value (estimate->value, decimals, unit, is_utf8);
  g_autofree char *interval = interval_text (estimate, decimals, unit, is_utf8);

  if (interval[0] == '\0')
    return g_strconcat (value, word, NULL);
  return g_strconcat (value, word, " (", interval, ")", NULL);
}

static const char *
unit_word (double    value,
           guint     decimals,
           AssayUnit unit)
{
  if (unit == ASSAY_UNIT_PERCENT)
    return " %";
  if (unit == ASSAY_UNIT_POINTS)
    return decimals == 0 && floor (fabs (value) * 100 + 0.5) == 1 ? _(" point") : _(" points");
  return "";
}

char *
assay_number_interval (const AssayEstimate *estimate,
                       AssayUnit            unit,
                       gboolean             is_utf8)
{
  return interval_text (estimate, assay_number_decimals (estimate, unit), unit, is_utf8);
}

char *
assay_number_estimate (const AssayEstimate *estimate,
                       AssayUnit            unit,
                       gboolean             is_utf8)
{
  guint decimals = assay_number_decimals (estimate, unit);

  return estimate_text (estimate, decimals, unit, is_utf8, unit_word (estimate->value, decimals, unit));
}

static guint
cramped_decimals (const AssayEstimate *estimate,
                  AssayUnit            unit,
                  gboolean             is_cramped)
{
  if (is_cramped && unit_scale (unit) == 100 && estimate->hi - estimate->lo >= 0.01)
    return 0;
  return assay_number_decimals (estimate, unit);
}

char *
assay_number_bare (const AssayEstimate *estimate,
                   AssayUnit            unit,
                   gboolean             is_cramped,
                   gboolean             is_utf8)
{
  return estimate_text (estimate, cramped_decimals (estimate, unit, is_cramped), unit, is_utf8, "");
}

char *
assay_number_point (const AssayEstimate *estimate,
                    AssayUnit            unit,
                    gboolean             is_cramped,
                    gboolean             is_utf8)
{
  guint           decimals = cramped_decimals (estimate, unit, is_cramped);
  AssayEstimate   alone = { estimate->value, NAN, NAN, estimate->n, estimate->why };

  return estimate_text (&alone, decimals, unit, is_utf8, unit_word (alone.value, decimals, unit));
}

char *
assay_number_rows (guint64 n_rows)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n_rows);
  gsize            length = strlen (digits);
  GString         *out = g_string_sized_new (length + length / 3);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
  return g_string_free (out, FALSE);
}

char *
assay_number_p (double p)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (p))
    return g_strdup ("");
  if (p < 0.001)
    return g_strdup ("< 0.001");
  return g_strdup (g_ascii_formatd (digits, sizeof digits, p < 0.01 ? "%.3f" : "%.2f", p));
}

char *
assay_number_bytes (guint64 n_bytes)
{
  static const char *const units[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
  char                     digits[G_ASCII_DTOSTR_BUF_SIZE];
  double                   size = n_bytes / 1e3;
  guint                    unit = 0;

  if (n_bytes < 1000)
    return g_strdup_printf (P_("%u byte", "%u bytes", n_bytes), (guint) n_bytes);
  for (; size >= 999.5 && unit + 1 < G_N_ELEMENTS (units); unit++)
    size /= 1e3;
  g_ascii_formatd (digits, sizeof digits, size < 9.95 ? "%.1f" : "%.0f", size);
  return g_strconcat (digits, " ", units[unit], NULL);
}

char *
assay_number_share (double   share,
                    gboolean is_utf8)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (share))
    return g_strdup (is_utf8 ? "\xe2\x80\x93" : "-");
  if (share > 0 && share < 0.0005)
    return g_strdup ("< 0.1 %");
  g_ascii_formatd (digits, sizeof digits, share < 0.0995 ? "%.1f" : "%.0f", share * 100);
  return g_strconcat (share == 0 ? "0" : digits, " %", NULL);
}

char *
assay_number_bound (double    bound,
                    AssayUnit unit)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.7g", bound * unit_scale (unit));
  if (unit == ASSAY_UNIT_PERCENT)
    return g_strconcat (digits, " %", NULL);
  if (unit == ASSAY_UNIT_POINTS)
    return g_strconcat (digits, strcmp (digits, "1") == 0 ? _(" point") : _(" points"), NULL);
  return g_strdup (digits);
}
