/* test-value.c: measures against published values, scikit-learn, and rows taken one by one. */
#include "measure/measure-private.h"
#include "near.h"

#define MOST_CLASSES 5

static double
value_of (const char    *name,
          guint          n_classes,
          guint          positive,
          const guint64 *cells)
{
  guint8 in_labels[MOST_CLASSES] = { 0 };
  g_auto (AssayShares) shares = { 0 };
  AssayMeasure measure;

  g_assert_true (assay_measure_find (name, &measure));
  assay_shares_init (&shares, n_classes, positive, in_labels);
  for (guint cell = 0; cell < n_classes * n_classes; cell++)
    {
      assay_shares_add (&shares, cell / n_classes, cell % n_classes, cells[cell]);
      if (cells[cell] > 0)
        in_labels[cell / n_classes] = TRUE;
    }
  return assay_shares_value (&shares, &measure);
}

typedef struct
{
  guint       n_classes, positive;
  guint64     cells[16];
  const char *measure;
  double      expected, tolerance;
  const char *source;
} Row;

/* scikit-learn 1.x (averages: 1.9.1, average="macro" and "weighted") on rows made of the matrix: y, p = label and prediction of each row, then accuracy_score (y, p),
 * precision_score, recall_score, f1_score, fbeta_score (beta=), jaccard_score, balanced_accuracy_score,
 * matthews_corrcoef, cohen_kappa_score; for three classes labels=[1], average=None. */
#define SKLEARN "scikit-learn"
#define SKLEARN_LABELS "scikit-learn, labels=[0, 1]: class 2 is only predicted"
static const Row rows[] = {
  { 2, 1, { 50, 7, 12, 31 }, "accuracy", 0.81, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "precision", 0.8157894736842105, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "recall", 0.7209302325581395, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "f1", 0.7654320987654321, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "f0.5", 0.7948717948717948, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "f2", 0.7380952380952381, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "jaccard", 0.62, 1e-15, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "balanced_accuracy", 0.79906160750714, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "mcc", 0.6100629797190257, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "kappa", 0.6067880794701987, 1e-14, SKLEARN },
  { 2, 1, { 0, 3, 2, 1 }, "f0.5", 0.2631578947368421, 1e-15, SKLEARN },
  { 2, 1, { 0, 3, 2, 1 }, "mcc", -0.7071067811865476, 1e-14, SKLEARN },
  { 2, 1, { 0, 3, 2, 1 }, "kappa", -0.6666666666666667, 1e-14, SKLEARN },
  { 2, 1, { 900, 20, 55, 25 }, "precision", 0.5555555555555556, 1e-15, SKLEARN },
  { 2, 1, { 900, 20, 55, 25 }, "f1", 0.4, 1e-15, SKLEARN },
  { 2, 1, { 900, 20, 55, 25 }, "balanced_accuracy", 0.6453804347826086, 1e-14, SKLEARN },
  { 2, 1, { 900, 20, 55, 25 }, "mcc", 0.3805107436476826, 1e-14, SKLEARN },
  { 2, 1, { 900, 20, 55, 25 }, "kappa", 0.3633276740237692, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "accuracy", 0.79, 1e-15, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "precision", 0.7843137254901961, 1e-15, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "recall", 0.8888888888888888, 1e-15, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "f1", 0.8333333333333334, 1e-15, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "balanced_accuracy", 0.7332332332332333, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "mcc", 0.6630795800055488, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "kappa", 0.6600291403593979, 1e-14, SKLEARN },
  { 3, 0, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "mcc", 0.617021, 5e-7, "R_k, measures.md" },
  { 4, 0, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "kappa", 0.2079, 5e-5,
    "Landis & Koch 1977, Winnipeg" },
  { 4, 0, { 5, 3, 0, 0, 3, 11, 4, 0, 2, 13, 3, 4, 1, 2, 4, 14 }, "kappa", 0.2965, 5e-5,
    "Landis & Koch 1977, New Orleans" },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "macro_precision", 0.7555555555555555, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "macro_recall", 0.7332332332332333, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "macro_f1", 0.7412861004410299, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "weighted_precision", 0.7874117647058823, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "weighted_recall", 0.79, 1e-14, SKLEARN },
  { 3, 1, { 30, 2, 5, 4, 40, 1, 0, 9, 9 }, "weighted_f1", 0.7858578745198463, 1e-14, SKLEARN },
  { 3, 1, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "macro_precision", 0.7388888888888889, 1e-14, SKLEARN },
  { 3, 1, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "macro_recall", 0.7388888888888889, 1e-14, SKLEARN },
  { 3, 1, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "macro_f1", 0.7388888888888889, 1e-14, SKLEARN },
  { 3, 1, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "weighted_precision", 0.75, 1e-14, SKLEARN },
  { 3, 1, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "weighted_recall", 0.75, 1e-14, SKLEARN },
  { 3, 1, { 4, 0, 1, 1, 3, 0, 0, 1, 2 }, "weighted_f1", 0.75, 1e-14, SKLEARN },
  { 4, 1, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "macro_precision", 0.4481147495853378,
    1e-14, SKLEARN },
  { 4, 1, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "macro_recall", 0.41882966709516195,
    1e-14, SKLEARN },
  { 4, 1, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "macro_f1", 0.393261516563147, 1e-14, SKLEARN },
  { 4, 1, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "weighted_precision", 0.4249411916210179,
    1e-14, SKLEARN },
  { 4, 1, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "weighted_recall", 0.42953020134228187,
    1e-14, SKLEARN },
  { 4, 1, { 38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10 }, "weighted_f1", 0.38619610376978336,
    1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "macro_precision", 0.8111205432937181, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "macro_recall", 0.79906160750714, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "macro_f1", 0.8028841166096068, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "weighted_precision", 0.8104668930390492, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "weighted_recall", 0.81, 1e-14, SKLEARN },
  { 2, 1, { 50, 7, 12, 31 }, "weighted_f1", 0.8081273991077913, 1e-14, SKLEARN },
  { 3, 1, { 10, 1, 2, 3, 8, 1, 0, 0, 0 }, "macro_precision", 0.829059829059829, 1e-14, SKLEARN_LABELS },
  { 3, 1, { 10, 1, 2, 3, 8, 1, 0, 0, 0 }, "macro_recall", 0.717948717948718, 1e-14, SKLEARN_LABELS },
  { 3, 1, { 10, 1, 2, 3, 8, 1, 0, 0, 0 }, "macro_f1", 0.7655677655677655, 1e-14, SKLEARN_LABELS },
  { 3, 1, { 10, 1, 2, 3, 8, 1, 0, 0, 0 }, "weighted_precision", 0.8266666666666665, 1e-14, SKLEARN_LABELS },
  { 3, 1, { 10, 1, 2, 3, 8, 1, 0, 0, 0 }, "weighted_recall", 0.72, 1e-14, SKLEARN_LABELS },
  { 3, 1, { 10, 1, 2, 3, 8, 1, 0, 0, 0 }, "weighted_f1", 0.7657142857142857, 1e-14, SKLEARN_LABELS },
  /* 1, 2, 2 rows of classes 0, 1, 2; class 2 is never predicted. F1 is 2/3, 4/5 (tp 2, fp 2, fn 0), 0. */
  { 3, 1, { 1, 0, 0, 0, 2, 0, 1, 1, 0 }, "macro_precision", NAN, 0, "a class present is never predicted" },
  { 3, 1, { 1, 0, 0, 0, 2, 0, 1, 1, 0 }, "weighted_precision", NAN, 0, "a class present is never predicted" },
  { 3, 1, { 1, 0, 0, 0, 2, 0, 1, 1, 0 }, "macro_f1", (2.0 / 3 + 4.0 / 5) / 3, 1e-14, "by hand" },
  { 3, 1, { 1, 0, 0, 0, 2, 0, 1, 1, 0 }, "weighted_f1", (2.0 / 3 + 8.0 / 5) / 5, 1e-14, "by hand" },
  { 3, 1, { 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "macro_f1", NAN, 0, "no rows" },
  /* By hand, tp 31, fp 7, fn 12, tn 50: 12/43, 7/57, 7/38, 12/62, 19/100, 43/100, 38/100. */
  { 2, 1, { 50, 7, 12, 31 }, "fnr", 12.0 / 43, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "fpr", 7.0 / 57, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "specificity", 50.0 / 57, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "fdr", 7.0 / 38, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "for", 12.0 / 62, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "error_rate", 0.19, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "prevalence", 0.43, 1e-15, "by hand" },
  { 2, 1, { 50, 7, 12, 31 }, "selection_rate", 0.38, 1e-15, "by hand" },
  /* Undefined (measures.md 1): labels all 0 and predictions all 0. */
  { 2, 1, { 9, 0, 0, 0 }, "recall", NAN, 0, "no positive labels" },
  { 2, 1, { 9, 0, 0, 0 }, "precision", NAN, 0, "no positive predictions" },
  { 2, 1, { 9, 0, 0, 0 }, "f1", NAN, 0, "tp + fn + fp = 0" },
  { 2, 1, { 9, 0, 0, 0 }, "f2", NAN, 0, "tp + fn + fp = 0" },
  { 2, 1, { 9, 0, 0, 0 }, "kappa", NAN, 0, "p_e = 1" },
  { 2, 1, { 9, 0, 0, 0 }, "mcc", NAN, 0, "a marginal is all one class" },
  { 2, 1, { 9, 3, 0, 0 }, "mcc", NAN, 0, "labels all one class" },
  { 2, 1, { 9, 0, 3, 0 }, "mcc", NAN, 0, "predictions all one class" },
  { 2, 1, { 9, 0, 3, 0 }, "for", 0.25, 1e-15, "by hand: 3 of 12 called negative" },
  { 2, 1, { 0, 0, 0, 5 }, "specificity", NAN, 0, "no negative labels" },
  { 2, 1, { 0, 0, 0, 5 }, "for", NAN, 0, "no negative predictions" },
  /* Labels all 0, predictions all 1: p_o = 0 and p_e = 1 * 0 + 0 * 1 = 0, so (0 - 0)/(1 - 0). */
  { 2, 1, { 0, 6, 0, 0 }, "kappa", 0, 1e-15, "by hand: nothing agrees, nothing would by chance" },
  { 2, 1, { 8, 2, 0, 0 }, "balanced_accuracy", 0.8, 1e-15, "the one class present among the labels" },
  { 2, 1, { 0, 0, 0, 0 }, "accuracy", NAN, 0, "no rows" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *where = g_strdup_printf ("row %u (%s)", i, rows[i].source);

      near_at (where, rows[i].measure, value_of (rows[i].measure, rows[i].n_classes, rows[i].positive, rows[i].cells),
               rows[i].expected, rows[i].tolerance);
    }
}

/* Row by row, from the definitions: R_k is the correlation of the one-hot labels and predictions, summed over the
 * classes; kappa's p_e is the share of all pairs (a label, a prediction) that agree. */
static void
by_rows (guint        n_classes,
         const guint *label,
         const guint *prediction,
         guint        n,
         double      *r_k,
         double      *kappa)
{
  double with = 0, labels = 0, predictions = 0, agree = 0, chance = 0;

  for (guint class = 0; class < n_classes; class++)
    {
      double mean_l = 0, mean_p = 0;

      for (guint i = 0; i < n; i++)
        {
          mean_l += (label[i] == class) / (double) n;
          mean_p += (prediction[i] == class) / (double) n;
        }
      for (guint i = 0; i < n; i++)
        {
          const double l = (label[i] == class) - mean_l, p = (prediction[i] == class) - mean_p;

          with += l * p;
          labels += l * l;
          predictions += p * p;
        }
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      {
        agree += i == j && label[i] == prediction[j];
        chance += label[i] == prediction[j];
      }
  *r_k = labels < 1e-9 || predictions < 1e-9 ? NAN : with / sqrt (labels * predictions);
  *kappa = chance == (double) n * n ? NAN : (agree / n - chance / n / n) / (1 - chance / n / n);
}

static void
test_brute_force (void)
{
  for (guint repeat = 0; repeat < 300; repeat++)
    {
      const guint n_classes = g_test_rand_int_range (2, MOST_CLASSES), n = g_test_rand_int_range (1, 40);
      guint label[40], prediction[40];
      guint64 cells[MOST_CLASSES * MOST_CLASSES] = { 0 };
      double r_k, kappa;

      for (guint i = 0; i < n; i++)
        {
          label[i] = g_test_rand_int_range (0, n_classes);
          prediction[i] = g_test_rand_bit () ? label[i] : (guint) g_test_rand_int_range (0, n_classes);
          cells[label[i] * n_classes + prediction[i]]++;
        }
      by_rows (n_classes, label, prediction, n, &r_k, &kappa);
      near_at ("brute force", "mcc", value_of ("mcc", n_classes, 0, cells), r_k, 1e-9);
      near_at ("brute force", "kappa", value_of ("kappa", n_classes, 0, cells), kappa, 1e-9);
    }
}

/* Every measure: rows given twice change nothing, nor do classes with other names. */
static void
test_invariant (void)
{
  guint n_measures;
  const AssayMeasure *table = assay_measure_table (&n_measures);

  for (guint repeat = 0; repeat < 200; repeat++)
    {
      guint64 cells[9], twice[9], renamed[9];

      for (guint cell = 0; cell < 9; cell++)
        {
          cells[cell] = near_random_count (20) * (g_test_rand_bit () ? 1 : 0);
          twice[cell] = 2 * cells[cell];
        }
      for (guint label = 0; label < 3; label++)
        for (guint prediction = 0; prediction < 3; prediction++)
          renamed[(label + 1) % 3 * 3 + (prediction + 1) % 3] = cells[label * 3 + prediction];
      for (guint i = 0; i < n_measures; i++)
        {
          const double value = value_of (table[i].name, 3, 1, cells);

          near_at ("rows twice", table[i].name, value_of (table[i].name, 3, 1, twice), value, 1e-13);
          near_at ("classes renamed", table[i].name, value_of (table[i].name, 3, 2, renamed), value, 1e-13);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measure/value/rows", test_rows);
  g_test_add_func ("/measure/value/brute-force", test_brute_force);
  g_test_add_func ("/measure/value/invariant", test_invariant);
  return g_test_run ();
}
