/* chart.c: any one chart of an audit, as a file: what is asked for becomes an exhibit, the exhibit a picture. */
#include "chart-private.h"
#include "exhibit-private.h"
#include "draw/render.h"
#include "words/translate.h"

#include <string.h>

#define MARGIN 14.0
#define PNG_SCALE 2.0
#define MOST_NAMES 20

G_DEFINE_QUARK (assay-report-error-quark, assay_report_error)

/* --- errors ----------------------------------------------------------------------------------------------------- */

AssayFigure *
assay_chart_fail (AssayChartMaker *self,
                  const char      *format,
                  ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  if (*self->error == NULL)
    g_set_error_literal (self->error, ASSAY_REPORT_ERROR, ASSAY_REPORT_ERROR_CHART, text);
  return NULL;
}

/* "a, b and 30 more" */
static char *
join (const GPtrArray *names)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < MIN (names->len, MOST_NAMES); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", (const char *) names->pdata[i]);
  if (names->len > MOST_NAMES)
    g_string_append_printf (all, " and %u more", names->len - MOST_NAMES);
  return g_strdup (all->str);
}

AssayFigure *
assay_chart_fail_name (AssayChartMaker *self,
                       const char      *what,
                       const char      *name,
                       GPtrArray       *names)
{
  const char *nearest = assay_plan_nearest (name, (const char *const *) names->pdata, names->len);
  g_autofree char *all = join (names);

  if (nearest != NULL)
    return assay_chart_fail (self, "the audit has no %s '%s'; did you mean '%s'?", what, name, nearest);
  if (names->len == 0)
    return assay_chart_fail (self, "the audit has no %s '%s', nor any other", what, name);
  return assay_chart_fail (self, "the audit has no %s '%s'; there are: %s", what, name, all);
}

AssayFigure *
assay_chart_ask (AssayChartMaker *self,
                 const char      *question,
                 const char      *option,
                 GPtrArray       *names)
{
  g_autofree char *all = join (names);

  return assay_chart_fail (self, "%s %s is one of: %s", question, option, all);
}

/* --- what is asked for ------------------------------------------------------------------------------------------ */

static gboolean
find_slice (AssayChartMaker *self)
{
  const AssayFindings *findings = self->story.findings;
  const char *text = self->request->slice;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  self->slice = findings->whole;
  if (text == NULL || *text == '\0')
    return TRUE;
  for (guint i = 0; i < findings->slices->len; i++)
    {
      const AssayFinding *finding = findings->slices->pdata[i];
      if (strcmp (finding->text, text) == 0)
        {
          self->slice = finding;
          return TRUE;
        }
      g_ptr_array_add (names, finding->text);
    }
  assay_chart_fail_name (self, "slice", text, names);
  return FALSE;
}

static gboolean
find_measure (AssayChartMaker *self)
{
  const AssayFindings *findings = self->story.findings;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (self->request->measure == NULL)
    return TRUE;
  for (guint i = 0; i < findings->n_tested; i++)
    {
      const AssayMeasure *measure = &findings->measures[findings->tested[i]];
      if (strcmp (measure->name, self->request->measure) == 0)
        {
          self->story.tested = i;
          return TRUE;
        }
      g_ptr_array_add (names, (gpointer) measure->name);
    }
  assay_chart_fail_name (self, "measure", self->request->measure, names);
  return FALSE;
}

static gboolean
find_baseline (AssayChartMaker *self)
{
  const AssayFindings *findings = self->story.findings;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  self->baseline = -1;
  for (guint i = 0; i < findings->n_baselines && self->request->baseline != NULL; i++)
    {
      if (strcmp (findings->baselines[i], self->request->baseline) == 0)
        self->baseline = (int) i;
      g_ptr_array_add (names, (gpointer) findings->baselines[i]);
    }
  if (self->request->baseline == NULL || self->baseline >= 0)
    return TRUE;
  assay_chart_fail_name (self, "baseline", self->request->baseline, names);
  return FALSE;
}

const char *
assay_chart_of (AssayChartMaker *self)
{
  AssayStory *story = &self->story;
  const char *slice = self->slice->kind == ASSAY_SLICE_WHOLE ? NULL : assay_story_slice (story, self->slice, NULL);
  const char *model = self->baseline < 0
                        ? NULL
                        : assay_story_safe (story, story->findings->baselines[self->baseline]);

  if (slice == NULL || model == NULL)
    return slice != NULL ? slice : model;
  return assay_document_take (story->document, g_strdup_printf ("%s, %s", slice, model));
}

const AssayEvidence *
assay_chart_evidence (AssayChartMaker    *self,
                      const AssayFinding *finding)
{
  return self->baseline < 0 ? &finding->evidence : &finding->models[self->baseline];
}

/* --- the kind --------------------------------------------------------------------------------------------------- */

static const char *
article (const char *name)
{
  return strchr ("aeiou", name[0]) != NULL ? "an" : "a";
}

static gboolean
check_options (AssayChartMaker      *self,
               const AssayChartKind *kind)
{
  const AssayChartRequest *request = self->request;
  const struct { guint of; const char *name, *value; } given[] = {
    { ASSAY_CHART_OF_SLICE, "--slice", request->slice },
    { ASSAY_CHART_OF_COLUMN, "--column", request->column },
    { ASSAY_CHART_OF_CROSS, "--cross", request->cross },
    { ASSAY_CHART_OF_CHECK, "--check", request->check },
    { ASSAY_CHART_OF_MEASURE, "--measure", request->measure },
    { ASSAY_CHART_OF_BASELINE, "--baseline", request->baseline },
    { ASSAY_CHART_OF_PAIR, "--pair", request->pair },
  };
  g_autoptr (GString) takes = g_string_new (NULL);
  const char *wrong = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    {
      if ((kind->of & given[i].of) != 0)
        g_string_append_printf (takes, "%s%s", takes->len > 0 ? ", " : "", given[i].name);
      else if (wrong == NULL && given[i].value != NULL)
        wrong = given[i].name;
    }
  if (wrong != NULL)
    assay_chart_fail (self, "%s %s chart takes no %s; it takes %s", article (kind->name), kind->name, wrong,
                      takes->str);
  return wrong == NULL;
}

static AssayFigure *
make (AssayChartMaker *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *name = self->request->kind;

  for (const AssayChartKind *kind = assay_chart_kinds; kind->name != NULL; kind++)
    {
      if (strcmp (kind->name, name) == 0 && kind->make == NULL)
        return assay_chart_fail (self, "%s %s chart needs %s; an audit of this version holds none", article (name),
                                 name, kind->needs);
      if (strcmp (kind->name, name) == 0)
        {
          const gboolean is_found = check_options (self, kind) && find_slice (self) && find_measure (self)
                                    && find_baseline (self);
          if (is_found && (kind->of & ASSAY_CHART_OF_PAIR) == 0
              && !assay_plan_has_model (self->story.report->plan))
            return assay_chart_fail (self, "%s", assay_plan_why_no_model (self->story.report->plan));
          return is_found ? kind->make (self) : NULL;
        }
      if (kind->make != NULL)
        g_ptr_array_add (names, (gpointer) kind->name);
    }
  const char *nearest = assay_plan_nearest (name, (const char *const *) names->pdata, names->len);
  g_autofree char *all = join (names);
  if (nearest != NULL)
    return assay_chart_fail (self, "there is no chart '%s'; did you mean '%s'?", name, nearest);
  return assay_chart_fail (self, "there is no chart '%s'; there are: %s", name, all);
}

/* --- the exhibit ----------------------------------------------------------------------------------------------- */

void
assay_exhibit_free (AssayExhibit *self)
{
  if (self == NULL)
    return;
  assay_document_free (self->document);
  g_free (self->kind);
  g_free (self->at);
  g_free (self);
}

AssayExhibit *
assay_exhibit_new (const AssayReport        *report,
                   const AssayChartRequest  *request,
                   GError                  **error)
{
  g_autoptr (AssayDocument) document = assay_document_new ();
  g_autoptr (GError) why = NULL;
  AssayChartMaker maker = { .story = { .document = document, .report = report, .findings = report->findings },
                            .request = request, .error = &why };

  assay_story_begin (&maker.story);
  AssayFigure *figure = make (&maker);
  if (figure == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return NULL;
    }
  AssayExhibit *self = g_new (AssayExhibit, 1);
  if (report->at != NULL)
    figure->title = assay_document_take (document, g_strdup_printf (_("%s (%s)"), figure->title, report->at));
  *self = (AssayExhibit) { g_steal_pointer (&document), figure, g_strdup (request->kind), g_strdup (report->at) };
  return self;
}

const char *
assay_exhibit_title (const AssayExhibit *self)
{
  return self->figure->title;
}

const char *
assay_exhibit_note (const AssayExhibit *self)
{
  return self->figure->note;
}

guint
assay_exhibit_n_rows (const AssayExhibit *self)
{
  return self->figure->n_rows;
}

static AssayScene *
draw (const AssayExhibit *self,
      AssayFonts         *fonts,
      double              width,
      guint               n_most,
      gboolean            is_headed)
{
  self->figure->head->title = is_headed ? self->figure->title : NULL;
  self->figure->head->note = is_headed ? self->figure->note : NULL;
  return self->figure->draw (fonts, self->figure->data, width, self->figure->n_rows > 0 ? n_most : 0);
}

AssayScene *
assay_exhibit_draw (const AssayExhibit *self,
                    AssayFonts         *fonts,
                    double              width,
                    guint               n_most)
{
  return draw (self, fonts, width, n_most, FALSE);
}

/* --- the picture ------------------------------------------------------------------------------------------------ */

/* Title and note are in the picture, and a margin about it. */
static AssayScene *
draw_alone (const AssayExhibit *self,
            AssayFonts         *fonts,
            double              width,
            guint               n_most)
{
  g_autoptr (AssayScene) chart = draw (self, fonts, width - 2 * MARGIN, n_most, TRUE);
  AssayScene *scene = assay_scene_new (fonts, width, chart->height + 2 * MARGIN);

  assay_scene_place (scene, chart, MARGIN, MARGIN);
  return scene;
}

GBytes *
assay_exhibit_picture (const AssayExhibit  *self,
                       AssayPicture         picture,
                       AssayColors          colors,
                       double               width,
                       guint                n_most,
                       GError             **error)
{
  const AssayPdfAbout about = { .title = self->figure->title, .subject = self->document->title,
                                .created_us = self->document->created_us };
  static const AssayPalette palettes[] = { ASSAY_PALETTE_LIGHT, ASSAY_PALETTE_LIGHT, ASSAY_PALETTE_DARK,
                                           ASSAY_PALETTE_CONTRAST_LIGHT };
  const AssayPalette palette = palettes[colors];
  g_autoptr (AssayFonts) fonts = assay_fonts_new (error);

  if (fonts == NULL)
    return NULL;
  g_autoptr (AssayScene) scene = draw_alone (self, fonts, width, n_most);
  if (picture == ASSAY_PICTURE_PNG)
    return assay_scene_png (scene, palette, PNG_SCALE, error);
  if (picture == ASSAY_PICTURE_SVG)
    {
      char *text = colors == ASSAY_COLORS_AUTO ? assay_scene_svg (scene, self->figure->title, TRUE)
                                               : assay_scene_svg_in (scene, self->figure->title, palette);
      return g_bytes_new_take (text, strlen (text));
    }
  return assay_scene_pdf (scene, palette, &about, error);
}

GBytes *
assay_report_chart (const AssayReport        *report,
                    const AssayChartRequest  *request,
                    GError                  **error)
{
  g_autoptr (AssayExhibit) exhibit = assay_exhibit_new (report, request, error);

  if (exhibit == NULL)
    return NULL;
  return assay_exhibit_picture (exhibit, request->picture, request->colors, request->width, 0, error);
}
