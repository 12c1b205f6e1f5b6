/* codes.c: assay_code (handle, value) -> USMALLINT, the first of the two functions of a scan.
 *
 * DuckDB runs it on a column's dictionary where there is one: a few hundred calls for millions of rows. That holds
 * while the function is not volatile, has one argument that is no constant, no cast before it (hence one overload a
 * type) and the dictionary is small; otherwise it runs for each row and must be right there too. The handle is the
 * number of the scan's column.
 */
#include "source-private.h"

#include <math.h>
#include <string.h>

#define BLOCK 1024 /* values converted at a time */

typedef struct
{
  AssaySource *source;
  duckdb_type  type;
} FunctionType;

typedef struct
{
  AssayCoder     *coder;
  AssayCodeCache *cache;
} CodeState;

static void
code_state_free (void *data)
{
  CodeState *state = data;

  assay_code_cache_free (state->cache);
  g_free (state);
}

static void *
copy_pointer (void *data)
{
  return data;
}

/* Finds the coder that the handle names and hangs it on the call. */
static void
code_bind (duckdb_bind_info info)
{
  FunctionType         *type = duckdb_scalar_function_bind_get_extra_info (info);
  duckdb_client_context context;
  duckdb_expression     argument = duckdb_scalar_function_bind_get_argument (info, 0);
  duckdb_value          value = NULL;

  duckdb_scalar_function_get_client_context (info, &context);
  duckdb_error_data failure = duckdb_expression_fold (context, argument, &value);
  AssayScanRun *run = type->source->run;
  guint handle = value != NULL ? duckdb_get_uint32 (value) : G_MAXUINT;
  if (run == NULL || handle >= run->n_columns)
    duckdb_scalar_function_bind_set_error (info, "assay_code() is not for queries of others");
  else
    {
      duckdb_scalar_function_set_bind_data (info, &run->coders[handle], NULL);
      duckdb_scalar_function_set_bind_data_copy (info, copy_pointer);
    }
  if (failure != NULL)
    duckdb_destroy_error_data (&failure);
  if (value != NULL)
    duckdb_destroy_value (&value);
  duckdb_destroy_expression (&argument);
  duckdb_destroy_client_context (&context);
}

static void
code_init (duckdb_init_info info)
{
  CodeState *state = g_new0 (CodeState, 1);

  state->coder = duckdb_scalar_function_init_get_bind_data (info);
  state->cache = assay_code_cache_new (state->coder->dictionary);
  duckdb_scalar_function_init_set_state (info, state, code_state_free);
}

static inline gboolean
is_valid (const uint64_t *validity,
          idx_t           row)
{
  return validity == NULL || (validity[row >> 6] >> (row & 63) & 1) != 0;
}

static void
code_texts (CodeState             *state,
            const duckdb_string_t *texts,
            const uint64_t        *validity,
            idx_t                  n,
            uint16_t              *codes)
{
  for (idx_t i = 0; i < n; i++)
    {
      guint32 length = texts[i].value.inlined.length;
      if (!is_valid (validity, i) || length == 0)
        codes[i] = ASSAY_CODE_MISSING;
      else if (length <= 12)
        {
          guint64 low; /* DuckDB pads inlined text with zeroes */
          guint32 high;
          memcpy (&low, texts[i].value.inlined.inlined, 8);
          memcpy (&high, texts[i].value.inlined.inlined + 8, 4);
          codes[i] = assay_code_cache_short (state->cache, low, high, length);
        }
      else
        codes[i] = assay_code_cache_text (state->cache, texts[i].value.pointer.ptr, length);
    }
}

static void
load_integers (duckdb_type  type,
               const void  *data,
               idx_t        first,
               guint        n,
               gint64      *out)
{
#define LOAD(TYPE, C) case DUCKDB_TYPE_##TYPE: for (guint i = 0; i < n; i++) out[i] = ((const C *) data)[first + i]; break
  switch ((int) type)
    {
    LOAD (BOOLEAN, guint8);
    LOAD (TINYINT, gint8);
    LOAD (SMALLINT, gint16);
    LOAD (INTEGER, gint32);
    LOAD (BIGINT, gint64);
    LOAD (UTINYINT, guint8);
    LOAD (USMALLINT, guint16);
    LOAD (UINTEGER, guint32);
    LOAD (DATE, gint32);
    LOAD (TIMESTAMP, gint64);
    default: g_assert_not_reached ();
    }
}

static void
load_doubles (duckdb_type  type,
              const void  *data,
              idx_t        first,
              guint        n,
              double      *out)
{
  gint64 integers[BLOCK];

  switch ((int) type)
    {
    LOAD (FLOAT, float);
    LOAD (DOUBLE, double);
    default:
      load_integers (type, data, first, n, integers);
      for (guint i = 0; i < n; i++)
        out[i] = (double) integers[i];
    }
#undef LOAD
}

/* Number of the bin: 0 below the first edge, n_edges above the last, which itself belongs to the last bin. */
static gint64
bin_of (const AssayBins *bins,
        double           value)
{
  guint low = 0, high = bins->n_edges;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      if (value < bins->edges[middle])
        high = middle;
      else
        low = middle + 1;
    }
  if (low == bins->n_edges && value == bins->edges[low - 1])
    return low - 1;
  return low;
}

static gint64
key_of_double (const AssayScanColumn *column,
               double                 value)
{
  gint64 key;

  if (column->bins != NULL && column->bins->kind == ASSAY_BINS_WIDTH)
    return (gint64) floor (CLAMP (value / column->bins->width, -9e18, 9e18));
  if (column->bins != NULL)
    return bin_of (column->bins, value);
  value += 0.0; /* -0 is 0 */
  memcpy (&key, &value, sizeof key);
  return key;
}

static void
code_doubles (CodeState      *state,
              const double   *values,
              const uint64_t *validity,
              idx_t           first,
              guint           n,
              uint16_t       *codes)
{
  for (guint i = 0; i < n; i++)
    codes[first + i] = !is_valid (validity, first + i) || isnan (values[i])
                         ? ASSAY_CODE_MISSING
                         : assay_code_cache_number (state->cache, key_of_double (state->coder->column, values[i]));
}

/* Codes 1 and 2: below, and at or above the threshold (measures.md 1). */
static void
code_scores (CodeState      *state,
             const double   *values,
             const uint64_t *validity,
             idx_t           first,
             guint           n,
             uint16_t       *codes)
{
  guint64 n_outside = 0;
  double  threshold = state->coder->threshold;

  for (guint i = 0; i < n; i++)
    if (!is_valid (validity, first + i))
      codes[first + i] = ASSAY_CODE_MISSING;
    else
      {
        n_outside += !(values[i] >= 0 && values[i] <= 1);
        codes[first + i] = values[i] >= threshold ? 2 : 1;
        if (!isfinite (values[i]))
          atomic_store (&state->coder->has_bad_score, TRUE);
      }
  if (n_outside > 0)
    atomic_fetch_add (&state->coder->n_outside, n_outside);
}

/* Code 2: there is a number. */
static void
code_presence (const double   *values,
               const uint64_t *validity,
               idx_t           first,
               guint           n,
               uint16_t       *codes)
{
  for (guint i = 0; i < n; i++)
    codes[first + i] = is_valid (validity, first + i) && !isnan (values[i]) ? 2 : ASSAY_CODE_MISSING;
}

static gint64
floor_divide (gint64 value,
              gint64 by)
{
  return value / by - (value % by < 0);
}

/* Months since 1970-01, or the Monday of the week: 1970-01-01 was a Thursday. */
static gint64
key_of_day (AssayBinsKind kind,
            gint64        days)
{
  if (kind == ASSAY_BINS_WEEK)
    return floor_divide (days + 3, 7) * 7 - 3;
  if (kind != ASSAY_BINS_MONTH)
    return days;
  gint64 shifted = days + 719468, era = floor_divide (shifted, 146097), day_of_era = shifted - era * 146097;
  gint64 year = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 march_month = (5 * (day_of_era - (365 * year + year / 4 - year / 100)) + 2) / 153;
  return (year + era * 400 - 1970) * 12 + march_month + 2;
}

static void
code_integers (CodeState      *state,
               duckdb_type     type,
               gint64         *values,
               const uint64_t *validity,
               idx_t           first,
               guint           n,
               uint16_t       *codes)
{
  const AssayBins *bins = state->coder->column->bins;

  if (bins != NULL)
    for (guint i = 0; i < n; i++)
      {
        if (type == DUCKDB_TYPE_TIMESTAMP)
          values[i] = floor_divide (values[i], G_GINT64_CONSTANT (86400000000));
        values[i] = key_of_day (bins->kind, values[i]);
      }
  for (guint i = 0; i < n; i++)
    codes[first + i] = is_valid (validity, first + i) ? assay_code_cache_number (state->cache, values[i])
                                                      : ASSAY_CODE_MISSING;
}

static gboolean
is_numeric_bins (const AssayScanColumn *column)
{
  return column->bins != NULL && (column->bins->kind == ASSAY_BINS_EDGES || column->bins->kind == ASSAY_BINS_WIDTH);
}

static void
code_numbers (CodeState      *state,
              duckdb_type     type,
              const void     *data,
              const uint64_t *validity,
              idx_t           n,
              uint16_t       *codes)
{
  gboolean as_double = type == DUCKDB_TYPE_DOUBLE || type == DUCKDB_TYPE_FLOAT || state->coder->column->is_score
                       || is_numeric_bins (state->coder->column);

  for (idx_t first = 0; first < n; first += BLOCK)
    {
      guint  block = (guint) MIN (BLOCK, n - first);
      double doubles[BLOCK];
      gint64 integers[BLOCK];
      if (!as_double)
        {
          load_integers (type, data, first, block, integers);
          code_integers (state, type, integers, validity, first, block, codes);
          continue;
        }
      load_doubles (type, data, first, block, doubles);
      if (state->coder->column->is_presence)
        code_presence (doubles, validity, first, block, codes);
      else if (state->coder->column->is_score)
        code_scores (state, doubles, validity, first, block, codes);
      else
        code_doubles (state, doubles, validity, first, block, codes);
    }
}

static void
code_function (duckdb_function_info info,
               duckdb_data_chunk    input,
               duckdb_vector        output)
{
  CodeState     *state = duckdb_scalar_function_get_state (info);
  FunctionType  *type = duckdb_scalar_function_get_extra_info (info);
  duckdb_vector  vector = duckdb_data_chunk_get_vector (input, 1);
  const void    *data = duckdb_vector_get_data (vector);
  uint64_t      *validity = duckdb_vector_get_validity (vector);
  uint16_t      *codes = duckdb_vector_get_data (output);
  idx_t          n = duckdb_data_chunk_get_size (input);

  atomic_fetch_add_explicit (&state->coder->n_calls, n, memory_order_relaxed);
  if (type->type == DUCKDB_TYPE_VARCHAR)
    code_texts (state, data, validity, n, codes);
  else
    code_numbers (state, type->type, data, validity, n, codes);
}

static duckdb_scalar_function
code_overload (AssaySource *source,
               duckdb_type  value_type)
{
  duckdb_scalar_function function = duckdb_create_scalar_function ();
  duckdb_logical_type handle = duckdb_create_logical_type (DUCKDB_TYPE_UINTEGER);
  duckdb_logical_type value = duckdb_create_logical_type (value_type);
  duckdb_logical_type code = duckdb_create_logical_type (DUCKDB_TYPE_USMALLINT);
  FunctionType *type = g_new (FunctionType, 1);

  *type = (FunctionType) { source, value_type };
  g_ptr_array_add (source->function_types, type);
  duckdb_scalar_function_set_name (function, "assay_code");
  duckdb_scalar_function_add_parameter (function, handle);
  duckdb_scalar_function_add_parameter (function, value);
  duckdb_scalar_function_set_return_type (function, code);
  duckdb_scalar_function_set_special_handling (function); /* a missing value has a code too */
  duckdb_scalar_function_set_extra_info (function, type, NULL);
  duckdb_scalar_function_set_bind (function, code_bind);
  duckdb_scalar_function_set_init (function, code_init);
  duckdb_scalar_function_set_function (function, code_function);
  duckdb_destroy_logical_type (&handle);
  duckdb_destroy_logical_type (&value);
  duckdb_destroy_logical_type (&code);
  return function;
}

gboolean
assay_codes_register (AssaySource *self,
                      GError     **error)
{
  static const duckdb_type types[] = {
    DUCKDB_TYPE_VARCHAR, DUCKDB_TYPE_BOOLEAN, DUCKDB_TYPE_TINYINT, DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_INTEGER,
    DUCKDB_TYPE_BIGINT, DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_USMALLINT, DUCKDB_TYPE_UINTEGER, DUCKDB_TYPE_FLOAT,
    DUCKDB_TYPE_DOUBLE, DUCKDB_TYPE_DATE, DUCKDB_TYPE_TIMESTAMP,
  };
  duckdb_scalar_function_set set = duckdb_create_scalar_function_set ("assay_code");
  gboolean is_registered;

  self->function_types = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      duckdb_scalar_function function = code_overload (self, types[i]);
      duckdb_add_scalar_function_to_set (set, function);
      duckdb_destroy_scalar_function (&function);
    }
  is_registered = duckdb_register_scalar_function_set (self->connection, set) == DuckDBSuccess;
  duckdb_destroy_scalar_function_set (&set);
  if (!is_registered)
    g_set_error (error, ASSAY_READ_ERROR, ASSAY_READ_ERROR_INTERNAL, "DuckDB did not take the function assay_code()");
  return is_registered;
}
