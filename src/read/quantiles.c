/* quantiles.c: exact type-7 quantile edges at any size, without a sort and without keeping the values.
 *
 * A double's bits, with the sign turned, order like the double. Each scan counts, for every prefix of bits that holds
 * a wanted rank, the next DIGIT_BITS bits; after at most five scans every wanted order statistic is known to the last
 * bit. When the bits that are left are zero in every value (integers, round numbers) the rest need not be read.
 */
#include "source-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIGIT_BITS 13
#define N_DIGITS (1u << DIGIT_BITS)

/* One thread's counts in one scan. */
typedef struct
{
  guint    n_prefixes;
  guint64 *counts;                /* n_prefixes x N_DIGITS */
  guint64  n_finite, raw_or;
} Counter;

typedef struct
{
  guint      n_fixed;             /* bits fixed by earlier scans */
  guint      n_prefixes;
  guint64   *prefixes;            /* sorted */
  GMutex     mutex;               /* guards counters */
  GPtrArray *counters;            /* of Counter */
} Pass;

static guint64
ordered_bits (double value)
{
  guint64 bits;

  value += 0.0;
  memcpy (&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;
}

static double
value_of_bits (guint64 ordered)
{
  guint64 bits = ordered >> 63 ? ordered & ~(G_GUINT64_CONSTANT (1) << 63) : ~ordered;
  double  value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

static guint
pass_shift (guint n_fixed)
{
  return n_fixed + DIGIT_BITS >= 64 ? 0 : 64 - n_fixed - DIGIT_BITS;
}

static guint
pass_digit (guint   n_fixed,
            guint64 bits)
{
  guint n_bits = MIN (DIGIT_BITS, 64 - n_fixed);

  return (guint) (bits >> pass_shift (n_fixed)) & ((1u << n_bits) - 1);
}

static int
find_prefix (const Pass *pass,
             guint64     prefix)
{
  int low = 0, high = (int) pass->n_prefixes - 1;

  while (low <= high)
    {
      int middle = (low + high) / 2;
      if (pass->prefixes[middle] == prefix)
        return middle;
      if (pass->prefixes[middle] < prefix)
        low = middle + 1;
      else
        high = middle - 1;
    }
  return -1;
}

static void
counter_free (gpointer data)
{
  Counter *counter = data;

  g_free (counter->counts);
  g_free (counter);
}

/* --- the function that DuckDB calls: assay_rank (DOUBLE) -> BOOLEAN ---------------------------------------------- */

static void
rank_init (duckdb_init_info info)
{
  AssaySource *source = duckdb_scalar_function_init_get_extra_info (info);
  Pass    *pass = source->rank_pass;
  Counter *counter = g_new0 (Counter, 1);

  counter->n_prefixes = pass->n_prefixes;
  counter->counts = g_new0 (guint64, (gsize) pass->n_prefixes * N_DIGITS);
  g_mutex_lock (&pass->mutex);
  g_ptr_array_add (pass->counters, counter);
  g_mutex_unlock (&pass->mutex);
  duckdb_scalar_function_init_set_state (info, counter, NULL);
}

static void
count_value (const Pass *pass,
             Counter    *counter,
             double      value)
{
  guint64 bits = ordered_bits (value), raw;
  int     at = pass->n_fixed == 0 ? 0 : find_prefix (pass, bits >> (64 - pass->n_fixed));

  memcpy (&raw, &value, sizeof raw);
  counter->n_finite++;
  counter->raw_or |= raw;
  if (at >= 0)
    counter->counts[(gsize) at * N_DIGITS + pass_digit (pass->n_fixed, bits)]++;
}

static void
rank_function (duckdb_function_info info,
               duckdb_data_chunk    input,
               duckdb_vector        output)
{
  AssaySource  *source = duckdb_scalar_function_get_extra_info (info);
  Counter      *counter = duckdb_scalar_function_get_state (info);
  duckdb_vector vector = duckdb_data_chunk_get_vector (input, 0);
  const double *values = duckdb_vector_get_data (vector);
  uint64_t     *validity = duckdb_vector_get_validity (vector);
  idx_t         n = duckdb_data_chunk_get_size (input);

  memset (duckdb_vector_get_data (output), 0, n);
  for (idx_t i = 0; i < n; i++)
    if (duckdb_validity_row_is_valid (validity, i) && isfinite (values[i]))
      count_value (source->rank_pass, counter, values[i]);
}

gboolean
assay_rank_register (AssaySource *self,
                     GError     **error)
{
  duckdb_scalar_function function = duckdb_create_scalar_function ();
  duckdb_logical_type value = duckdb_create_logical_type (DUCKDB_TYPE_DOUBLE);
  duckdb_logical_type nothing = duckdb_create_logical_type (DUCKDB_TYPE_BOOLEAN);

  duckdb_scalar_function_set_name (function, "assay_rank");
  duckdb_scalar_function_add_parameter (function, value);
  duckdb_scalar_function_set_return_type (function, nothing);
  duckdb_scalar_function_set_volatile (function);
  duckdb_scalar_function_set_special_handling (function);
  duckdb_scalar_function_set_extra_info (function, self, NULL);
  duckdb_scalar_function_set_init (function, rank_init);
  duckdb_scalar_function_set_function (function, rank_function);
  gboolean is_registered = duckdb_register_scalar_function (self->connection, function) == DuckDBSuccess;
  duckdb_destroy_scalar_function (&function);
  duckdb_destroy_logical_type (&value);
  duckdb_destroy_logical_type (&nothing);
  if (!is_registered)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_INTERNAL, "DuckDB did not take the function assay_rank()");
  return is_registered;
}

/* --- passes ---------------------------------------------------------------------------------------------------- */

/* A wanted order statistic: its rank among the values that share its prefix. */
typedef struct
{
  guint64 prefix;
  guint64 rank;
} Wanted;

static Counter *
pass_run (Pass         *pass,
          AssaySource  *source,
          const char   *column,
          GCancellable *cancellable,
          GError      **error)
{
  g_autofree char *from = assay_source_from_clause (source, -1, FALSE);
  g_autofree char *name = assay_quote_identifier (column);
  g_autofree char *sql = g_strdup_printf ("SELECT bool_or(assay_rank(CAST(%s AS DOUBLE))) FROM %s", name, from);
  g_autofree char *message = NULL;
  GError *local = NULL;

  source->rank_pass = pass;
  gboolean is_ok = assay_source_query (source, sql, FALSE, cancellable, NULL, &message, &local);
  source->rank_pass = NULL;
  if (!is_ok)
    {
      assay_source_fail (source, message, local, error);
      return NULL;
    }
  Counter *sum = g_new0 (Counter, 1);
  gsize n_cells = (gsize) pass->n_prefixes * N_DIGITS;
  sum->counts = g_new0 (guint64, n_cells);
  for (guint i = 0; i < pass->counters->len; i++)
    {
      const Counter *counter = pass->counters->pdata[i];
      sum->n_finite += counter->n_finite;
      sum->raw_or |= counter->raw_or;
      for (gsize cell = 0; cell < n_cells; cell++)
        sum->counts[cell] += counter->counts[cell];
    }
  return sum;
}

/* Moves every wanted rank one digit down. */
static void
wanted_refine (Wanted        *wanted,
               guint          n_wanted,
               const Pass    *pass,
               const Counter *counter)
{
  guint n_bits = MIN (DIGIT_BITS, 64 - pass->n_fixed);

  for (guint w = 0; w < n_wanted; w++)
    {
      int at = pass->n_fixed == 0 ? 0 : find_prefix (pass, wanted[w].prefix);
      const guint64 *counts = counter->counts + (gsize) at * N_DIGITS;
      guint digit = 0;
      while (wanted[w].rank >= counts[digit])
        wanted[w].rank -= counts[digit++];
      wanted[w].prefix = wanted[w].prefix << n_bits | digit;
    }
}

static int
compare_u64 (const void *a,
             const void *b)
{
  guint64 left = *(const guint64 *) a, right = *(const guint64 *) b;

  return left < right ? -1 : left > right;
}

static void
pass_start (Pass         *pass,
            guint         n_fixed,
            const Wanted *wanted,
            guint         n_wanted)
{
  *pass = (Pass) { .n_fixed = n_fixed, .counters = g_ptr_array_new_with_free_func (counter_free) };
  pass->prefixes = g_new0 (guint64, n_wanted + 1);
  pass->n_prefixes = 1;
  g_mutex_init (&pass->mutex);
  if (n_fixed == 0)
    return;
  for (guint w = 0; w < n_wanted; w++)
    pass->prefixes[w] = wanted[w].prefix;
  qsort (pass->prefixes, n_wanted, sizeof *pass->prefixes, compare_u64);
  for (guint w = 1; w < n_wanted; w++)
    if (pass->prefixes[w] != pass->prefixes[pass->n_prefixes - 1])
      pass->prefixes[pass->n_prefixes++] = pass->prefixes[w];
}

static void
pass_clear (Pass *pass)
{
  g_ptr_array_unref (pass->counters);
  g_mutex_clear (&pass->mutex);
  g_free (pass->prefixes);
}

/* Ranks of type 7 for n values: h = (n - 1) i / k, the values at floor (h) and the next. */
static void
wanted_init (Wanted *wanted,
             guint   k,
             guint64 n)
{
  for (guint i = 0; i <= k; i++)
    {
      guint64 rank = (guint64) (((unsigned __int128) (n - 1) * i) / k);
      wanted[2 * i] = (Wanted) { 0, rank };
      wanted[2 * i + 1] = (Wanted) { 0, MIN (rank + 1, n - 1) };
    }
}

/* The bits below the fixed ones are 0 in every value: 1 in the ordered form of a negative one. */
static guint64
complete_bits (guint64 prefix,
               guint   n_fixed)
{
  if (n_fixed >= 64)
    return prefix;
  guint64 bits = prefix << (64 - n_fixed);
  return bits >> 63 ? bits : bits | (~G_GUINT64_CONSTANT (0) >> n_fixed);
}

/* Fills wanted with whole ordered bits; *n_values gets the finite values. */
static gboolean
find_ranks (AssaySource  *source,
            const char   *column,
            guint         k,
            Wanted       *wanted,
            guint64      *n_values,
            GCancellable *cancellable,
            GError      **error)
{
  guint n_fixed = 0, n_wanted = 2 * (k + 1);

  while (n_fixed < 64)
    {
      Pass pass;
      pass_start (&pass, n_fixed, wanted, n_wanted);
      Counter *counter = pass_run (&pass, source, column, cancellable, error);
      if (counter == NULL || counter->n_finite == 0)
        {
          pass_clear (&pass);
          *n_values = 0;
          gboolean is_ok = counter != NULL;
          if (counter != NULL)
            counter_free (counter);
          return is_ok;
        }
      if (n_fixed == 0)
        wanted_init (wanted, k, *n_values = counter->n_finite);
      wanted_refine (wanted, n_wanted, &pass, counter);
      n_fixed = MIN (64, n_fixed + DIGIT_BITS);
      gboolean rest_is_zero = n_fixed < 64 && (counter->raw_or & (~G_GUINT64_CONSTANT (0) >> n_fixed)) == 0;
      counter_free (counter);
      pass_clear (&pass);
      if (rest_is_zero)
        break;
    }
  for (guint w = 0; w < n_wanted; w++)
    wanted[w].prefix = complete_bits (wanted[w].prefix, n_fixed);
  return TRUE;
}

static AssayBins *
bins_from_ranks (const AssayBins *bins,
                 const Wanted    *wanted,
                 guint64          n_values)
{
  AssayBins *found = g_new0 (AssayBins, 1);

  *found = (AssayBins) { .column = g_strdup (bins->column), .kind = ASSAY_BINS_EDGES, .line = bins->line };
  found->edges = g_new0 (double, bins->n + 2);
  for (guint i = 0; i <= bins->n; i++)
    {
      double rest = (double) (((unsigned __int128) (n_values - 1) * i) % bins->n) / bins->n;
      double low = value_of_bits (wanted[2 * i].prefix), high = value_of_bits (wanted[2 * i + 1].prefix);
      double edge = low + rest * (high - low);
      if (found->n_edges == 0 || edge > found->edges[found->n_edges - 1])
        found->edges[found->n_edges++] = edge;
    }
  if (found->n_edges == 1) /* one value only: one bin [v, v] */
    found->edges[found->n_edges++] = found->edges[0];
  return found;
}

AssayBins *
assay_find_quantiles (AssaySource     *source,
                      const AssayBins *bins,
                      GCancellable    *cancellable,
                      GError         **error)
{
  g_return_val_if_fail (bins->kind == ASSAY_BINS_QUANTILES && bins->n >= 1, NULL);
  g_autofree Wanted *wanted = g_new0 (Wanted, 2 * (bins->n + 1));
  guint64 n_values = 0;
  int at = assay_source_find_column (source, bins->column);

  if (at < 0 || source->columns[at].kind != ASSAY_COLUMN_NUMBER)
    {
      g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_COLUMN, "column '%s' is not numeric, so it has no quantiles",
                   bins->column);
      return NULL;
    }
  if (!find_ranks (source, bins->column, bins->n, wanted, &n_values, cancellable, error))
    return NULL;
  if (n_values > 0)
    return bins_from_ranks (bins, wanted, n_values);
  /* no value, no edges: whatever is in the column is missing, and audited as such */
  AssayBins *none = g_new0 (AssayBins, 1);
  *none = (AssayBins) { .column = g_strdup (bins->column), .kind = ASSAY_BINS_EDGES, .n_edges = 2, .line = bins->line };
  none->edges = g_new0 (double, 2);
  return none;
}

void
assay_bins_free (AssayBins *self)
{
  if (self == NULL)
    return;
  g_free (self->column);
  g_free (self->edges);
  g_free (self);
}
