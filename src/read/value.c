/* value.c: what a value is called, and which comes first.
 *
 * Canonical form (measures.md 0.5): integers, doubles with an integer value and booleans are decimal integers, text
 * stays byte for byte, times are ISO 8601 in UTC. Order: when every value of a column is a number, by number, else
 * by bytes; binned values in the order of their bins.
 */
#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MICROSECONDS G_GINT64_CONSTANT (1000000)
#define DAY_MICROSECONDS (86400 * MICROSECONDS)

char *
assay_canonical_double (double   value,
                        gboolean is_float)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isinf (value))
    return g_strdup (value > 0 ? "inf" : "-inf");
  if (value == floor (value) && fabs (value) < 9007199254740992.0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  for (int digits = is_float ? 6 : 15; digits <= 17; digits++)
    {
      char format[8];
      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      double back = g_ascii_strtod (text, NULL);
      if (is_float ? (float) back == (float) value : back == value)
        break;
    }
  return g_strdup (text);
}

char *
assay_bin_text (const AssayBins *bins,
                gint64           bin)
{
  if (bin <= 0 || bin >= bins->n_edges)
    {
      g_autofree char *edge = assay_canonical_double (bins->edges[bin <= 0 ? 0 : bins->n_edges - 1], FALSE);
      return g_strdup_printf ("%s %s", bin <= 0 ? "<" : ">", edge);
    }
  g_autofree char *from = assay_canonical_double (bins->edges[bin - 1], FALSE);
  g_autofree char *to = assay_canonical_double (bins->edges[bin], FALSE);
  return g_strdup_printf ("[%s, %s%c", from, to, bin == bins->n_edges - 1 ? ']' : ')');
}

static char *
width_bin_text (const AssayBins *bins,
                gint64           bin)
{
  g_autofree char *from = assay_canonical_double (bin * bins->width, FALSE);
  g_autofree char *to = assay_canonical_double ((bin + 1) * bins->width, FALSE);

  return g_strdup_printf ("[%s, %s)", from, to);
}

/* Civil date of a day number, proleptic Gregorian (the usual 400-year cycle of 146097 days). */
static void
civil_from_days (gint64  days,
                 gint64 *year,
                 guint  *month,
                 guint  *day)
{
  gint64 shifted = days + 719468; /* days since 0000-03-01 */
  gint64 era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  guint  day_of_era = (guint) (shifted - era * 146097);
  guint  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  guint  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  guint  march_month = (5 * day_of_year + 2) / 153;

  *day = day_of_year - (153 * march_month + 2) / 5 + 1;
  *month = march_month < 10 ? march_month + 3 : march_month - 9;
  *year = year_of_era + era * 400 + (*month <= 2);
}

static char *
date_text (gint64 days)
{
  gint64 year;
  guint  month, day;

  civil_from_days (days, &year, &month, &day);
  return g_strdup_printf ("%04" G_GINT64_FORMAT "-%02u-%02u", year, month, day);
}

/* ISO 8601 week of a Monday: its Thursday's year, and the week number of that Thursday. */
static char *
week_text (gint64 monday)
{
  gint64 year, first_year;
  guint  month, day;
  gint64 thursday = monday + 3;

  civil_from_days (thursday, &year, &month, &day);
  gint64 january = thursday;
  do
    {
      january -= day;               /* last day of the month before, or of the year before */
      civil_from_days (january, &first_year, &month, &day);
    }
  while (first_year == year);
  return g_strdup_printf ("%04" G_GINT64_FORMAT "-W%02u", year, (guint) ((thursday - january - 1) / 7 + 1));
}

static char *
timestamp_text (gint64 microseconds)
{
  gint64 days = microseconds / DAY_MICROSECONDS - (microseconds % DAY_MICROSECONDS < 0);
  gint64 rest = microseconds - days * DAY_MICROSECONDS;
  g_autofree char *date = date_text (days);
  guint seconds = (guint) (rest / MICROSECONDS), fraction = (guint) (rest % MICROSECONDS);
  GString *text = g_string_new (date);

  g_string_append_printf (text, " %02u:%02u:%02u", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0)
    {
      g_string_append_printf (text, ".%06u", fraction);
      while (text->str[text->len - 1] == '0')
        g_string_truncate (text, text->len - 1);
    }
  return g_string_free (text, FALSE);
}

static char *
month_text (gint64 months)
{
  gint64 year = 1970 + (months >= 0 ? months / 12 : -((11 - months) / 12));

  return g_strdup_printf ("%04" G_GINT64_FORMAT "-%02d", year, (int) (months - (year - 1970) * 12) + 1);
}

static double
double_from_bits (gint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

/* A NUL inside a text (Parquet may hold one) is shown as U+2400, so that no value is cut short. */
static char *
text_without_nul (AssayDictionary *dictionary,
                  guint            code)
{
  gsize length;
  const char *text = assay_dictionary_text (dictionary, code, &length);
  GString *shown = g_string_sized_new (length + 1);

  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      g_string_append (shown, "\u2400");
    else
      g_string_append_c (shown, text[i]);
  return g_string_free (shown, FALSE);
}

char *
assay_code_text (AssayDictionary *dictionary,
                 guint            code,
                 const AssayBins *bins)
{
  gint64 number = assay_dictionary_number (dictionary, code);

  switch (assay_dictionary_kind (dictionary))
    {
    case ASSAY_VALUE_TEXT:
      return text_without_nul (dictionary, code);
    case ASSAY_VALUE_INTEGER:
    case ASSAY_VALUE_SCORED:
      return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    case ASSAY_VALUE_DOUBLE:
      return assay_canonical_double (double_from_bits (number), FALSE);
    case ASSAY_VALUE_FLOAT:
      return assay_canonical_double (double_from_bits (number), TRUE);
    case ASSAY_VALUE_DATE:
    case ASSAY_VALUE_DAY:
      return date_text (number);
    case ASSAY_VALUE_TIMESTAMP:
      return timestamp_text (number);
    case ASSAY_VALUE_WEEK:
      return week_text (number);
    case ASSAY_VALUE_MONTH:
      return month_text (number);
    case ASSAY_VALUE_BIN:
      return assay_bin_text (bins, number);
    case ASSAY_VALUE_BIN_WIDTH:
      return width_bin_text (bins, number);
    }
  g_assert_not_reached ();
}

gboolean
assay_text_is_number (const char *text,
                      double     *value)
{
  char *end;

  if (*text == '\0' || g_ascii_isspace (*text) || strchr (text, 'x') != NULL || strchr (text, 'X') != NULL)
    return FALSE;
  *value = g_ascii_strtod (text, &end);
  return *end == '\0' && !isnan (*value);
}

typedef struct
{
  char  *text;
  double number;
  guint  code;
} Value;

static int
compare_numbers (const void *a,
                 const void *b)
{
  const Value *left = a, *right = b;

  if (left->number != right->number)
    return left->number < right->number ? -1 : 1;
  return strcmp (left->text, right->text);
}

static int
compare_texts (const void *a,
               const void *b)
{
  return strcmp (((const Value *) a)->text, ((const Value *) b)->text);
}

/* Whether the dictionary's keys order its values; else the texts do. */
static gboolean
kind_is_ordered (AssayValueKind kind)
{
  return kind != ASSAY_VALUE_TEXT && kind != ASSAY_VALUE_DOUBLE && kind != ASSAY_VALUE_FLOAT;
}

static void
sort_values (Value          *values,
             guint           n,
             AssayValueKind  kind,
             AssayDictionary *dictionary)
{
  gboolean all_numbers = TRUE;

  for (guint i = 0; i < n; i++)
    if (kind_is_ordered (kind) && values[i].code != 0)
      values[i].number = (double) assay_dictionary_number (dictionary, values[i].code);
    else if (!kind_is_ordered (kind))
      all_numbers = all_numbers && assay_text_is_number (values[i].text, &values[i].number);
  if (n > 0) /* else values may be NULL */
    qsort (values, n, sizeof *values, all_numbers ? compare_numbers : compare_texts);
}

/* Bins with given or found edges are all listed, those without rows too, once the column has a value: the axis then
 * says its edges, and two of them can be compared (assay_axis_edges). Appends what is lacking; code 0: without rows. */
static void
add_empty_bins (GArray          *values,
                AssayDictionary *dictionary,
                const AssayBins *bins)
{
  g_autofree gboolean *is_there = g_new0 (gboolean, bins->n_edges + 1);

  for (guint i = 0; i < values->len; i++)
    is_there[CLAMP (assay_dictionary_number (dictionary, i + 1), 0, bins->n_edges)] = TRUE;
  for (guint bin = 1; bin < bins->n_edges; bin++)
    if (!is_there[bin])
      g_array_append_val (values, ((Value) { assay_bin_text (bins, bin), bin, 0 }));
}

/* (transfer full) (element-type Value) Sorted. */
static GArray *
values_of_dictionary (AssayDictionary *dictionary,
                      const AssayBins *bins)
{
  guint n = assay_dictionary_n_codes (dictionary) - 1;
  AssayValueKind kind = assay_dictionary_kind (dictionary);
  GArray *values = g_array_sized_new (FALSE, FALSE, sizeof (Value), n);

  for (guint i = 0; i < n; i++)
    g_array_append_val (values, ((Value) { assay_code_text (dictionary, i + 1, bins), 0, i + 1 }));
  if (n > 0 && kind == ASSAY_VALUE_BIN)
    add_empty_bins (values, dictionary, bins);
  sort_values ((Value *) (void *) values->data, values->len, kind, dictionary);
  return values;
}

AssayAxis *
assay_axis_from_dictionary (const char      *name,
                            AssayAxisKind    kind,
                            AssayDictionary *dictionary,
                            const AssayBins *bins,
                            guint          **map)
{
  g_autoptr (GArray) found = values_of_dictionary (dictionary, bins);
  const Value *values = (const Value *) (const void *) found->data;
  guint n = found->len;
  g_autofree const char **texts = g_new0 (const char *, n + 1);

  /* Two keys may have one canonical text (a long text that spells a number cannot, a double and its neighbour
   * printed as a float can): they share a code. */
  guint n_codes = 1;
  *map = g_new0 (guint, assay_dictionary_n_codes (dictionary));
  for (guint i = 0; i < n; i++)
    {
      if (n_codes == 1 || strcmp (texts[n_codes - 1], values[i].text) != 0)
        texts[n_codes++] = values[i].text;
      if (values[i].code != 0)
        (*map)[values[i].code] = n_codes - 1;
    }
  AssayAxis *axis = assay_axis_new (name, kind, n_codes, texts);
  for (guint i = 0; i < n; i++)
    g_free (values[i].text);
  return axis;
}
