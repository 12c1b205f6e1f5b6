/* run-ask.c: see run-ask.h. */
#include "run-ask.h"

#include "report/phrases.h"
#include "words/translate.h"

#include <adwaita.h>
#include <string.h>

char *
assay_run_default_audit (const char *plan_path)
{
  g_autofree char *folder = g_path_get_dirname (plan_path), *name = g_path_get_basename (plan_path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot > name)
    *dot = '\0';
  g_autofree char *own = g_strconcat (name, "-audit", NULL), *path = g_build_filename (folder, own, "audit.assay", NULL);
  return g_canonicalize_filename (path, NULL);
}

/* --- what is there ---------------------------------------------------------------------------------------------- */

typedef enum { NOTHING, FOREIGN, AN_AUDIT, A_REVIEWED_ONE } Found;

typedef struct
{
  AssayRunRequest *request;
  AssayRunAnswer   answer;
  gpointer         data;
  GWeakRef         window;
} Question;

static void
give_answer (Question *self,
        gboolean  is_yes)
{
  AssayRunAnswer callback = g_steal_pointer (&self->answer);

  if (callback != NULL)
    callback (is_yes ? assay_run_request_ref (self->request) : NULL, self->data);
}

/* A question that was never answered is a no. */
static void
question_free (Question *self)
{
  give_answer (self, FALSE);
  assay_run_request_unref (self->request);
  g_weak_ref_clear (&self->window);
  g_free (self);
}

static void
look (GTask        *task,
      gpointer      source,
      gpointer      data,
      GCancellable *cancellable)
{
  const Question *self = data;
  g_autoptr (AssayAudit) audit = NULL;
  Found found = FOREIGN;

  if (!g_file_test (self->request->audit_path, G_FILE_TEST_EXISTS))
    found = NOTHING;
  else if ((audit = assay_audit_open (self->request->audit_path, NULL)) != NULL)
    {
      const AssayReview *review = assay_audit_report (audit)->review;
      found = review != NULL && review->decisions->len + review->sign_offs->len > 0 ? A_REVIEWED_ONE : AN_AUDIT;
    }
  g_task_return_int (task, found);
}

static gboolean
is_own (const AssayRunRequest *request)
{
  g_autofree char *own = request->plan_path != NULL ? assay_run_default_audit (request->plan_path) : NULL;

  return request->plan != NULL || strcmp (own, request->audit_path) == 0;
}

/* --- the question ----------------------------------------------------------------------------------------------- */

static void
responded (AdwMessageDialog *dialog,
           const char       *response,
           Question         *self)
{
  give_answer (self, strcmp (response, "replace") == 0);
}

static void
question_gone (gpointer  data,
               GClosure *closure)
{
  question_free (data);
}

static void
ask (Question  *self,
     GtkWindow *window,
     Found      found)
{
  g_autofree char *name = g_path_get_basename (self->request->audit_path), *safe = assay_phrase_safe (name);
  g_autofree char *heading = g_strdup_printf (_("Replace “%s”?"), safe);
  const char *body = found == A_REVIEWED_ONE ? _("It holds notes, decisions or sign-offs. They are about its numbers "
                                                 "and would go with them.")
                     : found == AN_AUDIT     ? _("It holds another audit, which would be gone.")
                                             : _("It is no audit that can be read, and would be gone.");
  GtkWidget *dialog = adw_message_dialog_new (window, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("_Cancel"), "replace", _("_Replace"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "replace", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (responded), self, question_gone, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
looked (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  Question *self = g_task_get_task_data (G_TASK (result));
  const Found found = (Found) g_task_propagate_int (G_TASK (result), NULL);
  g_autoptr (GtkWindow) window = g_weak_ref_get (&self->window);

  if (window == NULL || !gtk_widget_get_visible (GTK_WIDGET (window)))
    {
      question_free (self);
      return;
    }
  if (found == A_REVIEWED_ONE || (found != NOTHING && (found == FOREIGN || !is_own (self->request))))
    {
      ask (self, window, found);
      return;
    }
  give_answer (self, TRUE);
  question_free (self);
}

void
assay_run_ask (GtkWindow       *window,
               AssayRunRequest *request,
               AssayRunAnswer   answer,
               gpointer         data)
{
  Question *self = g_new0 (Question, 1);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, looked, NULL);

  *self = (Question) { request, answer, data, { { NULL } } };
  g_weak_ref_init (&self->window, window);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, look);
}
