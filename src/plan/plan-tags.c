/* plan-tags.c: error tags: tags= and its like in [data], [tag NAME].
 *
 * Whether an item of tags= is a column is known only beside the data; what a [tag NAME] without where= is about, too,
 * when tags= names a column with a list.
 */
#include "plan-private.h"

#include <string.h>

#define HUMAN_LEVEL "human level"

static gboolean
check_separator (const PlanLine  *line,
                 GError         **error)
{
  if (line == NULL || strchr (line->value, '"') == NULL)
    return TRUE;
  return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line,
                    "tags cannot be parted by %s; expected such as , or | or the words space and tab",
                    plan_quote (line->value).text);
}

/* (transfer full) */
static char *
separator_of (const char *text)
{
  if (strcmp (text, "space") == 0)
    return g_strdup (" ");
  return g_strdup (strcmp (text, "tab") == 0 ? "\t" : text);
}

static gboolean
check_keys (const AssayPlan    *plan,
            const PlanSection  *data,
            GError            **error)
{
  const PlanLine *file = plan_section_line (data, "tags-file"), *tags = plan_section_line (data, "tags");
  const PlanLine *separator = plan_section_line (data, "tags-separator");
  guint n = g_strv_length (plan->tags);

  if (n > ASSAY_PLAN_MAX_TAGS)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, tags, "%u tags are more than %u; take some of them into another plan",
                      n, ASSAY_PLAN_MAX_TAGS);
  if (separator != NULL && n != 1)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, separator,
                      n == 0 ? "tags-separator= is for a column that lists tags, and there is no tags=; add it, or remove "
                               "this line"
                             : "tags-separator= is for one column that lists tags, and tags= names %u; remove this line",
                      n);
  if (file != NULL && plan->id == NULL)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, file, "tags-file= is joined by a column that names the rows; add "
                      "id=COLUMN, the same in the data and in the file");
  return check_separator (separator, error);
}

gboolean
plan_build_tags (AssayPlan          *plan,
                 const PlanSection  *data,
                 GError            **error)
{
  plan->tags = plan_section_list (data, "tags", error);
  if (plan->tags == NULL)
    return FALSE;
  plan->tags_separator = separator_of (plan_section_text (data, "tags-separator"));
  plan->has_tags_separator = plan_section_line (data, "tags-separator") != NULL;
  plan->reviewed = g_strdup (plan_section_text (data, "reviewed"));
  plan->tags_file = g_strdup (plan_section_text (data, "tags-file"));
  plan->id = g_strdup (plan_section_text (data, "id"));
  plan->room_against = g_strdup (plan_section_text (data, "room-against"));
  return check_keys (plan, data, error);
}

AssayPlanTag *
plan_tag_new (const AssayPlan    *plan,
              const PlanSection  *section,
              GError            **error)
{
  const char *where = plan_section_text (section, "where");

  if (where == NULL && plan->tags[0] == NULL)
    {
      plan_fail (error, ASSAY_PLAN_ERROR_VALUE, section->header,
                 "[%s] has no where, and there is no tags= that could make it; add such as where=snr_db < 5",
                 section->header->section);
      return NULL;
    }
  AssayPlanTag *self = g_new0 (AssayPlanTag, 1);
  self->name = g_strdup (section->header->name);
  self->where = g_strdup (where);
  self->ease = (guint) plan_section_integer (section, "ease");
  self->importance = (guint) plan_section_integer (section, "importance");
  self->line = section->header->number;
  return self;
}

void
plan_tag_free (gpointer data)
{
  AssayPlanTag *self = data;

  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->where);
  g_free (self);
}

/* Those of tags= and the sections that tags= does not name; a list's tags are known only later. */
static gboolean
check_number (const AssayPlan  *plan,
              GError          **error)
{
  guint n = g_strv_length (plan->tags);

  for (guint i = 0; i < plan->tag_sections->len; i++)
    {
      const AssayPlanTag *tag = plan->tag_sections->pdata[i];
      n += tag->where != NULL && !g_strv_contains ((const char *const *) plan->tags, tag->name);
    }
  if (n <= ASSAY_PLAN_MAX_TAGS)
    return TRUE;
  g_set_error (error, ASSAY_PLAN_ERROR, ASSAY_PLAN_ERROR_VALUE,
               "%s: %u tags are more than %u; take some of them into another plan", plan->file, n, ASSAY_PLAN_MAX_TAGS);
  return FALSE;
}

static gboolean
check_room (const AssayPlan    *plan,
            const PlanSection  *data,
            GError            **error)
{
  const PlanLine *line = plan_section_line (data, "room-against");
  g_autofree const char **names = plan_comparable (plan);

  if (line == NULL || g_strv_contains (names, line->value)
      || (plan->annotators[0] != NULL && strcmp (line->value, HUMAN_LEVEL) == 0))
    return TRUE;
  g_autofree char *hint = plan_hint (line->value, names, g_strv_length ((char **) names), "baselines");
  return plan_fail (error, ASSAY_PLAN_ERROR_UNKNOWN, line, "room-against=%s is no baseline of the plan%s; %s", line->value,
                    plan->annotators[0] != NULL ? ", nor human level" : "", hint);
}

/* What annotators make of themselves stands beside the baselines, by this name. */
static gboolean
check_human_level (const AssayPlan    *plan,
                   const PlanSection  *data,
                   GError            **error)
{
  const PlanLine *line = plan_section_line (data, "annotators");
  g_autofree const char **names = plan_comparable (plan);

  return line == NULL || !g_strv_contains (names, HUMAN_LEVEL)
         || plan_fail (error, ASSAY_PLAN_ERROR_VALUE, line, "with annotators= there is a " HUMAN_LEVEL ", and a baseline is called "
                       "so too; give the baseline another name");
}

gboolean
plan_check_tags (const AssayPlan    *plan,
                 const PlanSection  *data,
                 GError            **error)
{
  const PlanLine *reviewed = plan_section_line (data, "reviewed");
  gboolean has_tags = plan->tags[0] != NULL || plan->tag_sections->len > 0;

  if (reviewed != NULL && !has_tags)
    return plan_fail (error, ASSAY_PLAN_ERROR_VALUE, reviewed, "reviewed= says which errors were looked at for tags, and "
                      "there are none; add tags= or [tag NAME], or remove it");
  return check_number (plan, error) && check_human_level (plan, data, error) && check_room (plan, data, error);
}

const AssayPlanTag *
assay_plan_tag (const AssayPlan *self,
                const char      *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (guint i = 0; i < self->tag_sections->len; i++)
    if (strcmp (((AssayPlanTag *) self->tag_sections->pdata[i])->name, name) == 0)
      return self->tag_sections->pdata[i];
  return NULL;
}
