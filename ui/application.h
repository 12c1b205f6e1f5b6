/* application.h: windows, settings, accelerators. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ASSAY_WORKBENCH_ID "org.assay.Workbench"

#define ASSAY_TYPE_APPLICATION (assay_application_get_type ())
G_DECLARE_FINAL_TYPE (AssayApplication, assay_application, ASSAY, APPLICATION, AdwApplication)

AssayApplication *assay_application_new      (void);
GSettings        *assay_application_settings (AssayApplication *self); /* (nullable) */

G_END_DECLS
