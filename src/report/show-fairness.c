/* show-fairness.c: assay show AUDIT fairness: how far groups are apart, and the rates of each. */
#include "terminal-private.h"
#include "terminal-table-private.h"

#include "words/sentence.h"
#include "words/translate.h"

#define MOST_GROUPS 30
#define MOST_WITHIN 12

static guint
most_of (const AssayPage *page,
         guint            standard)
{
  return page->most > 0 ? page->most : standard;
}

static AssayInk
ink_of (AssayVerdict rule)
{
  return rule == ASSAY_VERDICT_FAIL ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN;
}

static void
add_parity (AssayTextTable      *table,
            const AssayPage     *page,
            const AssayFairness *fairness,
            AssayParity          parity)
{
  const AssayParityGap *gap = &fairness->gaps[parity];
  const AssayVerdict rule = fairness->rules[parity];
  const gboolean has_ratio = gap->ratio_lowest != ASSAY_PARITY_NO_GROUP;
  const char *low = has_ratio ? fairness->groups[gap->ratio_lowest].name : gap->ratio.why;
  const char *high = has_ratio ? fairness->groups[gap->ratio_highest].name : NULL;

  assay_text_table_add (table, ASSAY_INK_PLAIN, g_strdup (assay_page_mark (page, rule)));
  assay_text_table_add (table, ink_of (rule), g_strdup (_(assay_parity_label (parity))));
  assay_text_table_add (table, ASSAY_INK_PLAIN,
                        assay_number_bare (&gap->difference, ASSAY_UNIT_PLAIN, FALSE, page->is_utf8));
  assay_text_table_add (table, ASSAY_INK_PLAIN,
                        assay_number_bare (&gap->ratio, ASSAY_UNIT_PLAIN, FALSE, page->is_utf8));
  assay_text_table_add (table, ASSAY_INK_PLAIN, assay_page_safe (page, low));
  assay_text_table_add (table, ASSAY_INK_PLAIN, high != NULL ? assay_page_safe (page, high) : NULL);
  assay_text_table_add (table, ASSAY_INK_DIM, g_strdup_printf ("%u/%u", gap->n_used, fairness->n_groups));
}

static void
show_gaps_of (AssayPage                   *page,
              const AssayFairnessFindings *all,
              const AssayFairness         *fairness)
{
  const AssayTextColumn columns[] = {
    { "", FALSE, 0, 0, FALSE }, { _("parity"), FALSE, 0, 0, FALSE }, { _("difference"), TRUE, 0, 2, FALSE },
    { _("ratio"), TRUE, 0, 0, FALSE }, { _("lowest"), FALSE, 8, 0, FALSE }, { _("highest"), FALSE, 8, 0, FALSE },
    { _("groups"), TRUE, 0, 3, FALSE },
  };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));

  for (guint i = 0; i < all->n_parities; i++)
    add_parity (table, page, fairness, all->parities[i]);
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
}

/* --- rates ------------------------------------------------------------------------------------------------------ */

/* Which parity has the estimates of a column. */
static const struct { AssayParity parity; guint rate; const char *title; } rate_columns[] = {
  { ASSAY_PARITY_DEMOGRAPHIC, 0, N_("selected %") },
  { ASSAY_PARITY_EQUALIZED_ODDS, 0, N_("recall %") },
  { ASSAY_PARITY_EQUALIZED_ODDS, 1, N_("fpr %") },
  { ASSAY_PARITY_PREDICTIVE, 0, N_("precision %") },
};

static void
show_rates (AssayPage           *page,
            const AssayFairness *fairness)
{
  AssayTextColumn columns[2 + G_N_ELEMENTS (rate_columns)] = {
    { _("group"), FALSE, 8, 0, FALSE }, { _("rows"), TRUE, 0, 1, FALSE },
  };
  const guint n = MIN (fairness->n_groups, most_of (page, MOST_GROUPS));

  for (guint c = 0; c < G_N_ELEMENTS (rate_columns); c++)
    columns[2 + c] = (AssayTextColumn) { _(rate_columns[c].title), TRUE, 0, c + 2, FALSE };
  g_autoptr (AssayTextTable) table = assay_text_table_new (columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < n; i++)
    {
      const AssayFairGroup *group = &fairness->groups[i];

      assay_text_table_add (table, i == fairness->reference ? ASSAY_INK_BOLD : ASSAY_INK_PLAIN,
                            assay_page_safe (page, group->name));
      assay_text_table_add (table, ASSAY_INK_DIM, assay_number_rows (group->finding->n_rows));
      for (guint c = 0; c < G_N_ELEMENTS (rate_columns); c++)
        assay_text_table_add (table, ASSAY_INK_PLAIN,
                              assay_number_bare (&group->rates[rate_columns[c].parity].rates[rate_columns[c].rate],
                                                 ASSAY_UNIT_PERCENT, TRUE, page->is_utf8));
    }
  assay_text_table_fit (table, page);
  assay_text_table_print (table, page);
  if (n < fairness->n_groups)
    {
      g_autofree char *text = g_strdup_printf (P_("and %u more group: --most %u", "and %u more groups: --most %u",
                                                  fairness->n_groups - n), fairness->n_groups - n,
                                                    fairness->n_groups);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
}

/* What keeps a pass away, where that differs between parities the most of them. */
static void
show_left_out (AssayPage                   *page,
               const AssayFairnessFindings *all,
               const AssayFairness         *fairness)
{
  AssayParity most = all->parities[0];

  for (guint i = 1; i < all->n_parities; i++)
    if (fairness->n_left_out[all->parities[i]] > fairness->n_left_out[most])
      most = all->parities[i];
  g_autofree char *raw = assay_phrase_left_out (fairness, most, 4);
  if (raw == NULL)
    return;
  g_autofree char *safe = assay_page_safe (page, raw);
  g_autofree char *text = g_strdup_printf ("%s: %s", _(assay_parity_label (most)), safe);
  assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
}

static void
show_key (AssayPage         *page,
          const AssayReport *report)
{
  const double threshold = report->findings->fairness->threshold;
  g_autofree char *bound = assay_number_bound (threshold, ASSAY_UNIT_PLAIN);
  g_autofree char *text = g_strdup_printf (_("difference: greatest rate less least; ratio: least over greatest, 1 "
                                             "where groups are equal. Intervals hold for all pairs together; the "
                                             "mark says whether the whole interval of the ratio is at least %s."),
                                               bound);

  assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
}

void
assay_show_fairness (AssayPage         *page,
                     const AssayReport *report)
{
  const AssayFairnessFindings *all = report->findings->fairness;
  guint n_within = 0, n_hidden = 0;

  if (all == NULL)
    {
      assay_page_paragraph (page, 0, ASSAY_INK_PLAIN,
                            _("The plan has no groups: name columns or crossings by groups= in [fairness]."));
      return;
    }
  for (guint i = 0; i < all->keys->len; i++)
    {
      const AssayFairness *fairness = all->keys->pdata[i];
      g_autofree char *raw = assay_phrase_groups (fairness), *title = assay_page_safe (page, raw);

      n_within = fairness->control != NULL ? n_within + 1 : 0;
      if (n_within > most_of (page, MOST_WITHIN))
        {
          n_hidden++;
          continue;
        }
      assay_page_heading (page, title);
      show_gaps_of (page, all, fairness);
      if (fairness->control != NULL)
        continue;
      show_rates (page, fairness);
      show_left_out (page, all, fairness);
    }
  show_key (page, report);
  if (n_hidden > 0)
    {
      g_autofree char *text = g_strdup_printf (P_("and within %u more value: --most %u",
                                                  "and within %u more values: --most %u",
                                                  n_hidden), n_hidden, n_hidden + MOST_WITHIN);
      assay_page_paragraph (page, 2, ASSAY_INK_DIM, text);
    }
}
