/* translate.h: marks of texts that people read (gettext, domain "assay"); po/POTFILES names the files that have any.
 *
 * _("text") where it is used, N_("text") in a table whose user translates it, P_("%u row", "%u rows", n) where a number
 * decides the form. A sentence is marked whole: pieces have another order in another language.
 */
#pragma once

#include <glib/gi18n-lib.h>

#define P_(one, many, n) ((char *) g_dngettext (GETTEXT_PACKAGE, one, many, n))
