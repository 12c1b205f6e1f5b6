/* axis-union.c: axes of the same column in several sets, as one.
 *
 * The order is that of value.c, told from the texts alone: numbers by number when all are numbers, else bytes; bins
 * by where they begin, "< 0" first and "> 65" last. Dates, weeks and months order as their texts do.
 */
#include "read.h"
#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- bins ---------------------------------------------------------------------------------------------------- */

/* "[25, 35)" begins at 25 and ends at 35; "< 0" begins at -inf, "> 65" at inf. FALSE: no bin of numbers. */
static gboolean
parse_bin (const char *text,
           double     *from,
           double     *to,
           gboolean   *is_closed)
{
  char *end;

  *is_closed = FALSE;
  *from = *to = *text == '<' ? -INFINITY : INFINITY;
  if ((*text == '<' || *text == '>') && text[1] == ' ')
    return TRUE;
  if (*text != '[')
    return FALSE;
  *from = g_ascii_strtod (text + 1, &end);
  if (end[0] != ',' || end[1] != ' ')
    return FALSE;
  *to = g_ascii_strtod (end + 2, &end);
  *is_closed = *end == ']';
  return TRUE;
}

/* Of bins with edges the last one is closed; bins of a fixed width never are. A gap between two bins: an axis that
 * does not list them all, so that its edges are not known. */
double *
assay_axis_edges (const AssayAxis *self,
                  guint           *n_edges)
{
  g_autofree double *edges = g_new (double, self->n_codes + 1);
  gboolean is_closed = FALSE;
  double from = 0, to = 0;
  guint n = 0;

  *n_edges = 0;
  for (guint code = 1; code < self->n_codes && assay_axis_is_binned (self->kind) && !is_closed; code++)
    {
      double last = to;
      if (!parse_bin (self->values[code], &from, &to, &is_closed) || (n > 0 && from != last))
        return NULL;
      if (isfinite (from))
        edges[n++] = from;
    }
  edges[n++] = to;
  *n_edges = is_closed ? n : 0;
  return is_closed ? g_steal_pointer (&edges) : NULL;
}

/* "0, 2.5, 10", cut to a readable length. (transfer full) */
static char *
list_edges (const double *edges,
            guint         n_edges)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < n_edges; i++)
    {
      g_autofree char *text = assay_canonical_double (edges[i], FALSE);
      if (i < 8 || i + 1 == n_edges)
        g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", text);
      else if (i == 8)
        g_string_append (list, ", ...");
    }
  return g_string_free (list, FALSE);
}

gboolean
assay_axis_check_edges (const AssayAxis  *a,
                        const AssayAxis  *b,
                        GError          **error)
{
  guint n_left, n_right;
  g_autofree double *left = assay_axis_edges (a, &n_left);
  g_autofree double *right = assay_axis_edges (b, &n_right);

  if (left == NULL || right == NULL
      || (n_left == n_right && memcmp (left, right, n_left * sizeof *left) == 0))
    return TRUE;
  g_autofree char *lefts = list_edges (left, n_left), *rights = list_edges (right, n_right);
  g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "the bins of '%s' have other edges: %s and %s",
               a->name, lefts, rights);
  return FALSE;
}

/* --- order ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char *text;
  double      number;
} Place;

static int
compare_places (const void *a,
                const void *b)
{
  const Place *left = a, *right = b;

  if (left->number != right->number)
    return left->number < right->number ? -1 : 1;
  return strcmp (left->text, right->text);
}

static void
sort_places (Place         *places,
             guint          n,
             AssayAxisKind  kind)
{
  gboolean all_numbers = TRUE, is_closed;
  double to;

  for (guint i = 0; i < n; i++)
    if (assay_axis_is_binned (kind))
      all_numbers = all_numbers && parse_bin (places[i].text, &places[i].number, &to, &is_closed);
    else
      all_numbers = all_numbers && assay_text_is_number (places[i].text, &places[i].number);
  for (guint i = 0; !all_numbers && i < n; i++)
    places[i].number = 0;
  if (n > 0) /* else places may be NULL */
    qsort (places, n, sizeof *places, compare_places);
}

/* --- union ---------------------------------------------------------------------------------------------------- */

static GArray *
collect_places (AssayAxis *const *axes,
                guint             n_axes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *places = g_array_new (FALSE, TRUE, sizeof (Place));

  for (guint i = 0; i < n_axes; i++)
    for (guint code = 1; code < axes[i]->n_codes; code++)
      if (g_hash_table_add (seen, axes[i]->values[code]))
        {
          Place place = { axes[i]->values[code] };
          g_array_append_val (places, place);
        }
  return places;
}

static guint *
map_to (const AssayAxis *from,
        GHashTable      *codes)
{
  guint *map = g_new0 (guint, from->n_codes);

  for (guint code = 1; code < from->n_codes; code++)
    map[code] = GPOINTER_TO_UINT (g_hash_table_lookup (codes, from->values[code]));
  return map;
}

AssayAxis *
assay_axis_union (AssayAxis *const  *axes,
                  guint              n_axes,
                  guint            **maps,
                  GError           **error)
{
  g_return_val_if_fail (n_axes > 0, NULL);
  g_autoptr (GArray) places = collect_places (axes, n_axes);
  Place *sorted = (Place *) (void *) places->data;

  if (places->len > ASSAY_MAX_VALUES)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_TOO_MANY,
                   "column '%s' has %u values in all, more than %u; leave it out of columns= and cross=, or bin it",
                   axes[0]->name, places->len, ASSAY_MAX_VALUES);
      return NULL;
    }
  sort_places (sorted, places->len, axes[0]->kind);
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree const char **values = g_new0 (const char *, places->len + 1);
  for (guint i = 0; i < places->len; i++)
    {
      values[i + 1] = sorted[i].text;
      g_hash_table_insert (codes, (gpointer) sorted[i].text, GUINT_TO_POINTER (i + 1));
    }
  for (guint i = 0; i < n_axes; i++)
    maps[i] = map_to (axes[i], codes);
  return assay_axis_new (axes[0]->name, axes[0]->kind, places->len + 1, values);
}
