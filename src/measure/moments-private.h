/* moments-private.h: what the files of moments.h share. */
#pragma once

#include "measure/moments.h"
#include "wide.h"

G_BEGIN_DECLS

/* Value and ends from a standard error, 0 of which is no spread. */
AssayEstimate assay_moments_estimate    (double value, double error, guint64 n, double degrees, double confidence);
/* Σx/Σy in their units, and its standard error; Σy is not 0. */
void          assay_moments_ratio_parts (const AssayMoments *moments, double *ratio, double *error);

/* moments-weighted.c: the same measures of weighted rows. */
AssayEstimate assay_weighted_mean            (const AssayMoments *moments, double confidence);
AssayEstimate assay_weighted_ratio           (const AssayMoments *moments, double confidence);
AssayEstimate assay_weighted_root_mean       (const AssayMoments *moments, double confidence);
AssayEstimate assay_weighted_r2              (const AssayMoments *moments);
AssayEstimate assay_weighted_mean_difference (const AssayMoments *moments, double confidence);
AssayEstimate assay_weighted_root_difference (const AssayMoments *moments, double confidence);

G_END_DECLS
