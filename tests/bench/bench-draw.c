/* bench-draw.c: a chart of many dots: laid out (numbers and words to a display list), and drawn (that onto an image).
 *
 *   bench-draw [--dots N] [--runs N]
 *
 * Times are the thread's own processor time: what else a machine does is not the chart's. Cold: no text has been
 * measured or drawn before, as when a report is made. Warm: all of them have, as when a window is drawn again. One
 * thread; loading the fonts is a figure of its own.
 */
#include "bench.h"

#include "draw/charts.h"
#include "draw/render.h"
#include "words/number.h"

#include <stdio.h>
#include <time.h>

#define WIDTH 515

typedef struct
{
  AssayDotChart   chart;
  AssayDot       *dots;
  GStringChunk   *texts;
  AssayFonts     *fonts;   /* used before */
  AssayScene     *scene;   /* laid out with them */
  cairo_surface_t *surface;
} Work;

static const char *
keep (Work *self,
      char *text)
{
  const char *kept = g_string_chunk_insert (self->texts, text);

  g_free (text);
  return kept;
}

/* Names, sizes, values and differences as an audit has them: distinct, with their intervals. */
static AssayDot
make_dot (Work *self,
          guint i)
{
  static const char *const columns[] = { "occupation", "age and sex", "education", "region" };
  static const char *const words[] = { "Manager", "Teacher", "Nurse, night shift", "Driver", "Clerk", "Engineer",
                                       "Cook" };
  const AssayEstimate estimate = { .value = 0.3 + (i * 7919u % 500) / 1000.0, .n = 100 + i * 31 };
  AssayDot dot = { .of = columns[i % 4], .n_rows = 100 + (guint64) i * 31, .estimate = estimate,
                   .verdict = (int) (i % 3) + 2 };

  dot.estimate.lo = estimate.value - 0.02;
  dot.estimate.hi = estimate.value + 0.02;
  const AssayEstimate difference = { .value = estimate.value - 0.55, .lo = estimate.value - 0.57,
                                     .hi = estimate.value - 0.53 };
  dot.is_behind = i % 3 == 0;
  dot.is_undecided = i % 5 == 0;
  dot.name = keep (self, g_strdup_printf ("%s %u", words[i % G_N_ELEMENTS (words)], i));
  dot.value = keep (self, assay_number_point (&dot.estimate, ASSAY_UNIT_PERCENT, FALSE, TRUE));
  dot.difference = keep (self, assay_number_bare (&difference, ASSAY_UNIT_POINTS, FALSE, TRUE));
  dot.says = dot.name;
  return dot;
}

static AssayFonts *
new_fonts (void)
{
  g_autoptr (GError) error = NULL;
  AssayFonts *fonts = assay_fonts_new (&error);

  if (fonts == NULL)
    g_error ("%s", error->message);
  return fonts;
}

static void
work_init (Work  *self,
           guint  n)
{
  self->texts = g_string_chunk_new (65536);
  self->dots = g_new (AssayDot, n);
  for (guint i = 0; i < n; i++)
    self->dots[i] = make_dot (self, i);
  self->chart = (AssayDotChart) { .head = { "A chart of many dots", "Recall, %" }, .dots = self->dots, .n_dots = n,
                                  .is_share = TRUE, .whole = 0.55, .bound = 0.5, .whole_text = "whole set 55 %",
                                  .bound_text = "bound 50 %", .names_title = "slice", .difference_title = "to the rest, points",
                                  .has_verdicts = TRUE, .lo = NAN, .hi = NAN };
  self->fonts = new_fonts ();
  self->scene = assay_chart_dots (self->fonts, &self->chart, WIDTH);
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int) self->scene->height + 1);
}

static void
work_clear (Work *self)
{
  cairo_surface_destroy (self->surface);
  assay_scene_free (self->scene);
  assay_fonts_free (self->fonts);
  g_string_chunk_free (self->texts);
  g_free (self->dots);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static double
lay_out (Work       *self,
         AssayFonts *fonts)
{
  const double start = now ();
  AssayScene *scene = assay_chart_dots (fonts, &self->chart, WIDTH);
  const double seconds = now () - start;

  assay_scene_free (scene);
  return seconds;
}

static double
draw (Work             *self,
      const AssayScene *scene)
{
  const double start = now ();
  cairo_t *cr = cairo_create (self->surface);

  assay_scene_paint (scene, cr, ASSAY_PALETTE_LIGHT);
  cairo_surface_flush (self->surface);
  if (cairo_status (cr) != CAIRO_STATUS_SUCCESS)
    g_error ("%s", cairo_status_to_string (cairo_status (cr)));
  cairo_destroy (cr);
  return now () - start;
}

enum { LOAD, LAY_OUT_COLD, LAY_OUT_WARM, DRAW_COLD, DRAW_WARM, N_FIGURES };

static void
run_once (Work   *self,
          double *seconds)
{
  const double start = now ();
  AssayFonts *fonts = new_fonts ();

  seconds[LOAD] = now () - start;
  seconds[LAY_OUT_COLD] = lay_out (self, fonts);
  AssayScene *scene = assay_chart_dots (fonts, &self->chart, WIDTH);
  seconds[DRAW_COLD] = draw (self, scene);
  assay_scene_free (scene);
  assay_fonts_free (fonts);
  seconds[LAY_OUT_WARM] = lay_out (self, self->fonts);
  seconds[DRAW_WARM] = draw (self, self->scene);
}

static int
compare (const void *a,
         const void *b)
{
  const double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

int
main (int    argc,
      char **argv)
{
  static const struct { const char *name, *aim; } figures[N_FIGURES] = {
    [LOAD] = { "fonts loaded", NULL },
    [LAY_OUT_COLD] = { "chart of dots laid out, cold", "under 8 for 1,000 dots" },
    [LAY_OUT_WARM] = { "chart of dots laid out, warm", "under 8 for 1,000 dots" },
    [DRAW_COLD] = { "chart of dots drawn, cold", "under 16 for 1,000 dots" },
    [DRAW_WARM] = { "chart of dots drawn, warm", "under 16 for 1,000 dots" },
  };
  const guint n_dots = (guint) assay_bench_option (argc, argv, "dots", 1000);
  const guint n_runs = (guint) CLAMP (assay_bench_option (argc, argv, "runs", 15), 1, ASSAY_BENCH_MAX_RUNS);
  double seconds[N_FIGURES][ASSAY_BENCH_MAX_RUNS], once[N_FIGURES];
  Work work;

  work_init (&work, n_dots);
  draw (&work, work.scene);
  for (guint run = 0; run < n_runs; run++)
    {
      run_once (&work, once);
      for (guint i = 0; i < N_FIGURES; i++)
        seconds[i][run] = once[i];
    }
  printf ("%u dots, %u points wide, median of %u runs, processor time\n", n_dots, WIDTH, n_runs);
  for (guint i = 0; i < N_FIGURES; i++)
    {
      qsort (seconds[i], n_runs, sizeof (double), compare);
      printf ("  %-40s %8.2f ms (least %.2f, most %.2f)\n", figures[i].name, seconds[i][n_runs / 2] * 1e3,
              seconds[i][0] * 1e3, seconds[i][n_runs - 1] * 1e3);
      assay_bench_figure ("draw", figures[i].name, seconds[i][n_runs / 2] * 1e3, "ms", figures[i].aim);
    }
  work_clear (&work);
  return 0;
}
