/* turn-page.h: to a page of an open audit, as a click on its name in the list of pages goes there. */
#pragma once

#include "pages.h"
#include "screen.h"

#include <string.h>

static inline void
turn_page (AssayWindow *window,
           const char  *name)
{
  GtkListBox *list = GTK_LIST_BOX (screen_find (window, GTK_TYPE_LIST_BOX, "navigation-sidebar", NULL));
  int at = 0;

  while (assay_pages[at].name != NULL && strcmp (assay_pages[at].name, name) != 0)
    at++;
  g_assert_nonnull (assay_pages[at].name);
  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, at));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}
