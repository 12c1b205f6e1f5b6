/* charts.h: numbers in, display lists out.
 *
 * Every chart takes what it shows as numbers and ready words (src/words makes them), a width in points, and gives a scene as
 * high as it needs. Its alternative text is its title; hit areas say what a mark stands for. Arguments are borrowed.
 */
#pragma once

#include "draw/scale.h"
#include "measure/measure.h"

G_BEGIN_DECLS

typedef struct
{
  const char *title;  /* (nullable) the finding, a sentence; NULL: whoever places the chart writes it */
  const char *note;   /* (nullable) measure, unit, how to read it */
} AssayChartHead;

/* --- dot and interval -------------------------------------------------------------------------------------------- */

typedef struct
{
  const char   *name;          /* "Black", "under 25" */
  const char   *of;            /* (nullable) its column, in grey after it */
  guint64       n_rows;
  AssayEstimate estimate;
  gboolean      is_behind;     /* diamond */
  gboolean      is_undecided;  /* hollow, dashed */
  gboolean      is_better;     /* a gain, green; of differences */
  const char   *value;         /* "16", beside the mark */
  const char   *difference;    /* (nullable) "−55 (−57 to −53)" */
  int           verdict;       /* AssayShape of the check's verdict; -1: no check */
  const char   *why;           /* (nullable) instead of a mark: "under 30 rows", "no positives in this slice" */
  const char   *says;          /* the sentence of its hit area */
} AssayDot;

typedef struct
{
  AssayChartHead  head;
  const AssayDot *dots;
  guint           n_dots;
  gboolean        is_share;           /* values are percent */
  double          whole, bound;       /* NaN: none. Lines */
  const char     *whole_text, *bound_text; /* "whole set 70.2 %", "bound 60 %" */
  const char     *names_title, *difference_title; /* column heads; difference_title NULL: no such column */
  gboolean        has_verdicts;
  double          lo, hi;             /* (NaN: from the dots) with name_width the same scale for several charts */
  double          name_width;         /* 0: as wide as the names */
} AssayDotChart;

AssayScene *assay_chart_dots (AssayFonts *fonts, const AssayDotChart *chart, double width);

/* --- two models on the same rows --------------------------------------------------------------------------------- */

typedef enum
{
  ASSAY_TREND_UNDECIDED, /* hollow, blue */
  ASSAY_TREND_WORSE,     /* diamond, orange */
  ASSAY_TREND_BETTER     /* circle, green */
} AssayTrend;

typedef struct
{
  const char   *name, *of;          /* of (nullable): its column */
  guint64       n_rows;
  double        before, after;      /* the two models' values; NaN: undefined */
  AssayEstimate difference;         /* after - before, paired */
  AssayTrend    trend;
  const char   *difference_text;    /* "−6.5 (−7.1 to −6.0)" */
  const char   *why;                /* (nullable) instead of all of them: "under 30 rows" */
  const char   *says;
} AssayPair;

typedef struct
{
  AssayChartHead   head;
  const AssayPair *pairs;
  guint            n_pairs;
  gboolean         is_share;
  const char      *names_title, *rows_title;    /* "slice", "high earners" */
  const char      *value_title;                 /* "recall, %" */
  const char      *before_name, *after_name;    /* "today", "new" */
  const char      *difference_title;            /* "difference, points" */
} AssayPairedChart;

/* Narrow ones have two lines a slice. */
AssayScene *assay_chart_paired (AssayFonts *fonts, const AssayPairedChart *chart, double width);

/* --- who is right where the models part --------------------------------------------------------------------------- */

typedef struct
{
  AssayChartHead head;
  guint64        both_right, only_before, only_after, both_wrong;
  const char    *both_right_name, *only_before_name, *only_after_name, *both_wrong_name; /* "only today's right" */
  const char    *none_text;         /* instead of the middle when nothing parts: "both judge every row alike" */
  gboolean       is_share;
  AssayEstimate  difference;
  AssayTrend     trend;
  const char    *difference_text;   /* "−0.37 points (−0.44 to −0.30)" */
  const char    *says;              /* of the difference */
} AssayFlipsChart;

AssayScene *assay_chart_flips (AssayFonts *fonts, const AssayFlipsChart *chart, double width);

/* --- an interval against its bound -------------------------------------------------------------------------------- */

typedef struct
{
  const char   *name, *of;
  guint64       n_rows;
  AssayEstimate estimate;
  gboolean      is_behind;          /* diamond */
  int           verdict;            /* AssayShape FAIL, UNDECIDED or PASS; -1: it does not decide */
  const char   *value;              /* "52 (50 to 54)" */
  const char   *need;               /* (nullable) rows it would take: "38 more" */
  const char   *why;                /* (nullable) instead of a mark */
  const char   *says;
} AssayBoundRow;

typedef struct
{
  AssayChartHead       head;
  const AssayBoundRow *rows;
  guint                n_rows;
  gboolean             is_share;
  double               bound;
  gboolean             passes_below; /* the value has to be at most the bound; else at least */
  const char          *bound_text;   /* "bound 60 %" */
  const char          *names_title, *value_title, *need_title; /* need_title NULL: no such column */
} AssayBoundChart;

AssayScene *assay_chart_bound (AssayFonts *fonts, const AssayBoundChart *chart, double width);

/* --- what would gain most ------------------------------------------------------------------------------------------ */

typedef struct
{
  const char   *name;
  const char   *detail;             /* (nullable) in grey after it: "room 2" */
  AssayEstimate gain;
  gboolean      is_undecided;       /* the interval holds 0 */
  const char   *value;              /* "+0.60" */
  const char   *so_far;             /* (nullable) "91 %" of all gain, up to here */
  const char   *says;
} AssayGain;

typedef struct
{
  AssayChartHead   head;
  const AssayGain *gains;           /* in order: each begins where the one before ended */
  guint            n_gains;
  gboolean         is_share;
  const char      *names_title, *value_title, *so_far_title; /* so_far_title NULL: no such column */
  gboolean         is_apart;        /* of parts that overlap, whose gains do not add up: each begins at 0 */
  gboolean         is_room;         /* less than 0 is no loss, but nothing to gain: grey */
} AssayParetoChart;

AssayScene *assay_chart_pareto (AssayFonts *fonts, const AssayParetoChart *chart, double width);

/* --- over time ----------------------------------------------------------------------------------------------------- */

typedef struct
{
  const char   *label;              /* "week 1" */
  AssayEstimate estimate;           /* its value NaN: a gap */
  gboolean      is_alarm;           /* outside the band */
  const char   *says;
} AssaySeriesPoint;

typedef struct
{
  guint       first, n;             /* points */
  double      mean;
  AssayTrend  trend;                /* against the step before; UNDECIDED: plain */
  const char *change_text;          /* (nullable) at the line before its first point: "change point: week 18" */
  const char *text;                 /* (nullable) beside the step: "−1.8 points (−2.4 to −1.1)" */
} AssaySeriesStep;

typedef struct
{
  AssayChartHead          head;
  const AssaySeriesPoint *points;
  guint                   n_points;
  const AssaySeriesStep  *steps;
  guint                   n_steps;
  gboolean                is_share;
  double                  band_lo, band_hi; /* (NaN: none) reference mean ± 3 sd */
  const char             *band_text;        /* "reference ± 3 sd" */
} AssaySeriesChart;

AssayScene *assay_chart_series (AssayFonts *fonts, const AssaySeriesChart *chart, double width);

/* --- heat map of a crossing -------------------------------------------------------------------------------------- */

typedef struct
{
  AssayEstimate estimate;
  guint64       n_rows;
  gboolean      is_told_apart; /* the interval does not hold the middle; else the cell is only hatched */
  const char   *value;         /* "63.1" */
  const char   *half;          /* (nullable) "±0.5" */
  const char   *why;           /* (nullable) instead of a value, a dash and in its hit area: "under 30 rows" */
  const char   *says;          /* (nullable) the sentence of its hit area */
  gboolean      is_blank;      /* no cell: the half of a triangle that says nothing new */
} AssayHeatCell;

typedef struct
{
  AssayChartHead       head;
  const char *const   *rows, *const *columns; /* names */
  guint                n_rows, n_columns;
  const char          *columns_title;         /* (nullable) "race" */
  const AssayHeatCell *cells;                 /* row by row */
  double               middle;                /* the whole set's value */
  const char          *middle_text;           /* "whole set 70.2 %" */
  gboolean             is_share;              /* values are percent */
  gboolean             is_lower_better;       /* orange is above the middle */
  const char          *dash_text;             /* (nullable) what a dash means: "under 30 rows, or undefined" */
  gboolean             is_difference;         /* of shares: points, either way */
} AssayHeatChart;

/* At most 40 columns and 40 rows. Columns that are too narrow for a name go on in a further band; what has no room on
 * a page is left out, and a line says how much that is. */
AssayScene *assay_chart_heat (AssayFonts *fonts, const AssayHeatChart *chart, double width);

/* --- ROC, precision and recall, thresholds ----------------------------------------------------------------------- */

typedef struct
{
  const char   *name;             /* "Some other race", beside its line */
  const char   *value;            /* (nullable) "AUC 0.861 ±0.008", below its name */
  const double *x, *y;            /* n_points; a NaN ends a piece of the line */
  const double *lo, *hi;          /* (nullable) a band about y */
  guint         n_points;
  AssayRole     role;             /* ASSAY_ROLE_WHOLE, _WORSE, _FINE, _UNDECIDED, _BETTER */
  double        ring_x, ring_y;   /* (NaN: none) at the plan's threshold */
  const char   *says;             /* (nullable) the sentence of its hit areas */
  const char   *ring_says;        /* (nullable) and of its ring */
} AssayCurveLine;

typedef struct
{
  const char        *name;        /* "recall" */
  const char *const *values;      /* one for each curve: "52 %" */
} AssayCurveRow;

typedef enum { ASSAY_BASE_NONE, ASSAY_BASE_DIAGONAL, ASSAY_BASE_LEVEL } AssayBase;

typedef struct
{
  AssayChartHead        head;
  const AssayCurveLine *curves;
  guint                 n_curves;
  gboolean              x_is_share, y_is_share;   /* 0 to 100 %; else as far as the lines go */
  const char           *x_title, *y_title;        /* "false positives, % of negatives" */
  AssayBase             base;
  double                base_level;               /* of ASSAY_BASE_LEVEL: a value of y */
  const char           *base_text;                /* (nullable) "by chance" */
  double                threshold;                /* (NaN: none) an upright line at a value of x */
  const char           *threshold_text;           /* (nullable) "threshold 0.50", at its head */
  const char           *ring_text;                /* (nullable) "rings: threshold 0.50" */
  const AssayCurveRow  *rows;                     /* of the table beside it */
  guint                 n_rows;
} AssayCurveChart;

/* A label that has no place between the lines stands below the plot. */
AssayScene *assay_chart_curve (AssayFonts *fonts, const AssayCurveChart *chart, double width);

/* --- calibration ------------------------------------------------------------------------------------------------- */

typedef struct
{
  double        score;    /* the group's mean */
  AssayEstimate share;    /* of its rows that are positive */
  guint64       n_rows;
  gboolean      is_off;   /* the interval does not hold the score: a diamond */
  const char   *says;     /* (nullable) the sentence of its hit area */
} AssayReliabilityDot;

typedef struct
{
  AssayChartHead             head;
  const AssayReliabilityDot *dots;           /* ascending by score */
  guint                      n_dots;
  guint                      worst;          /* the dot that gets worst_text; n_dots: none */
  const char                *worst_text;     /* (nullable) "scored 81, true 71 (67 to 74)" */
  const guint64             *histogram;      /* (nullable) rows with scores of equal parts of 0 to 1 */
  guint                      n_bars;
  const char                *histogram_text; /* (nullable) "rows by score" */
  const char                *diagonal_text;  /* (nullable) "as scored" */
  const char                *error_text;     /* (nullable) "error 2.3 points; of a perfectly calibrated model 0.4" */
  const char                *x_title, *y_title; /* "score, %", "positive, %" */
} AssayReliabilityChart;

AssayScene *assay_chart_reliability (AssayFonts *fonts, const AssayReliabilityChart *chart, double width);

/* --- confusion and agreement ------------------------------------------------------------------------------------- */

typedef struct
{
  AssayChartHead     head;
  const char *const *names;          /* of the classes, the same in rows and columns */
  guint              n;              /* 20 are shown: of more, the worst are first */
  const guint64     *counts;         /* n by n, row by row: a label's rows by what they were taken for */
  const guint64     *row_others;     /* (nullable) n: taken for a class that is not among the names */
  const guint64     *column_others;  /* (nullable) n: of a class that is not among the names */
  const char        *others_name;    /* (nullable) "97 others" */
  const char        *rows_title, *columns_title; /* (nullable) "label", "taken for"; or who the two raters are */
  const char        *right_text, *wrong_text;    /* (nullable) the key: "right", "wrong"; "both agree", "they split" */
  const char        *value_text;     /* (nullable) beside it, large: "κ 0.21" */
  const char *const *beside;         /* (nullable) and lines below that, NULL-terminated: "0.11 to 0.31" */
} AssayConfusionChart;

/* A count that has no room is shortened to thousands or millions, and whole in its hit area. */
AssayScene *assay_chart_confusion (AssayFonts *fonts, const AssayConfusionChart *chart, double width);

G_END_DECLS
