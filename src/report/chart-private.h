/* chart-private.h: one chart in the making. Inside src/report. */
#pragma once

#include "exhibits.h"

G_BEGIN_DECLS

typedef struct
{
  AssayStory                story;
  const AssayChartRequest  *request;
  const AssayFinding       *slice;    /* that was asked for, or the whole set */
  int                       baseline; /* that was asked for; -1: none */
  GError                  **error;
} AssayChartMaker;

/* What a chart is of, as options say it. */
typedef enum
{
  ASSAY_CHART_OF_SLICE    = 1 << 0,
  ASSAY_CHART_OF_COLUMN   = 1 << 1,
  ASSAY_CHART_OF_CROSS    = 1 << 2,
  ASSAY_CHART_OF_CHECK    = 1 << 3,
  ASSAY_CHART_OF_MEASURE  = 1 << 4,
  ASSAY_CHART_OF_BASELINE = 1 << 5,
  ASSAY_CHART_OF_PAIR     = 1 << 6  /* of annotators: needs no model */
} AssayChartOf;

typedef struct
{
  const char   *name;
  AssayChartOf  of;                               /* the options it takes */
  AssayFigure *(*make) (AssayChartMaker *self);   /* NULL: an audit holds no numbers for it */
  const char   *needs;                            /* (nullable) which it would need */
} AssayChartKind;

/* (array terminated by a NULL name) */
extern const AssayChartKind assay_chart_kinds[];

/* Both set the error, the first of several; NULL. */
AssayFigure *assay_chart_fail      (AssayChartMaker *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* "the audit has no column 'rice'; did you mean 'race'?", or what there is. */
AssayFigure *assay_chart_fail_name (AssayChartMaker *self, const char *what, const char *name, GPtrArray *names);
/* "which check? --check is one of: ..." */
AssayFigure *assay_chart_ask       (AssayChartMaker *self, const char *question, const char *option,
                                    GPtrArray *names);
/* (transfer none) (nullable) The slice and the baseline that were named: "Black, today". */
const char  *assay_chart_of        (AssayChartMaker *self);
/* Of the audited model, or of the baseline that was named. */
const AssayEvidence *assay_chart_evidence (AssayChartMaker *self, const AssayFinding *finding);

G_END_DECLS
