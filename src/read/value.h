/* value.h: codes of first sight become canonical, sorted text (measures.md 0.5). Inside src/read. */
#pragma once

#include "plan/plan.h"
#include "read/dictionary.h"

G_BEGIN_DECLS

/* Canonical text of a number: integers as decimals, other doubles in the fewest digits that read back. */
char      *assay_canonical_double (double value, gboolean is_float);
/* "[25, 35)", the last bin "[50, 65]"; below "< 0", above "> 65". bin 0 is below, n_edges is above. */
char      *assay_bin_text         (const AssayBins *bins, gint64 bin);
/* (transfer full) The canonical text of a dictionary's code that is not missing. */
char      *assay_code_text        (AssayDictionary *dictionary, guint code, const AssayBins *bins);
/* Reads text as a whole, finite number in canonical form or any that g_ascii_strtod takes. */
gboolean   assay_text_is_number   (const char *text, double *value);
/* The axis of a dictionary, values sorted; *map (transfer full) leads from its codes to the axis' codes. */
AssayAxis *assay_axis_from_dictionary (const char       *name,
                                       AssayAxisKind     kind,
                                       AssayDictionary  *dictionary,
                                       const AssayBins  *bins, /* (nullable) */
                                       guint           **map);

G_END_DECLS
