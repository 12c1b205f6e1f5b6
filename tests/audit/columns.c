#include "columns.h"

#include <string.h>

static void
profile_free (gpointer data)
{
  AssayColumnProfile *profile = data;

  g_strfreev (profile->examples);
  g_free (profile->example_rows);
  g_free (profile->name);
  g_free (profile->least);
  g_free (profile->most);
  g_free (profile);
}

static AssayColumnProfile *
profile_new (const Column *column, guint64 n_rows)
{
  AssayColumnProfile *profile = g_new0 (AssayColumnProfile, 1);
  g_autoptr (GPtrArray) examples = g_ptr_array_new ();

  for (guint i = 0; i < 3 && column->examples[i] != NULL; i++)
    g_ptr_array_add (examples, g_strdup (column->examples[i]));
  profile->n_examples = examples->len;
  profile->example_rows = g_new0 (guint64, examples->len + 1);
  g_ptr_array_add (examples, NULL);
  profile->examples = (char **) g_ptr_array_free (g_steal_pointer (&examples), FALSE);
  profile->name = g_strdup (column->name);
  profile->kind = column->kind;
  profile->n_rows = n_rows;
  profile->n_missing = column->n_missing;
  profile->n_distinct = column->n_distinct;
  profile->least = g_strdup (column->least);
  profile->most = g_strdup (column->most);
  profile->is_fractional = column->is_fractional;
  return profile;
}

GPtrArray *
columns_new (const Expected *table, guint n, guint64 n_rows)
{
  GPtrArray *profiles = g_ptr_array_new_with_free_func (profile_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (profiles, profile_new (&table[i].column, n_rows));
  return profiles;
}

void
columns_check (const Expected *table, guint n, guint64 n_rows, const AssayPlan *plan)
{
  g_autoptr (GPtrArray) profiles = columns_new (table, n, n_rows);
  g_autoptr (AssayProposal) proposal = assay_propose (profiles, plan);

  g_assert_cmpuint (proposal->n_columns, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const AssayProposedColumn *column = &proposal->columns[i];

      g_test_message ("%s: %s, %s (%s)", table[i].column.name, assay_column_role_name (column->role),
                      column->bins, column->why);
      g_assert_cmpint (column->role, ==, table[i].role);
      g_assert_cmpstr (column->bins, ==, table[i].bins);
      g_assert_nonnull (column->why);
      if (table[i].why != NULL)
        g_assert_nonnull (strstr (column->why, table[i].why));
    }
}
