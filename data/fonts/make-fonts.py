#!/usr/bin/env python3
"""Makes the report's fonts from Debian's fonts-inter (4.0 beta 7): three weights of Inter, cut to what reports need.

*.otf are for drawing: Latin, Greek, Cyrillic, signs. Their family is called Assay Inter, so that an Inter of the system is not
taken for it. *.woff2 go into HTML reports, where every byte is in every file: Western and Central European text alone; what they
lack the browser takes from its own fonts.

    apt-get install fonts-inter && pip install fonttools brotli && python3 make-fonts.py
"""
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype/inter")
WIDE = ("U+0020-024F,U+0259,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-04FF,U+1E00-1EFF,U+2000-206F,U+2070-209F,"
        "U+20A0-20BF,U+2100-214F,U+2190-21FF,U+2200-22FF,U+25A0-25FF,U+2713,U+2717,U+FFFD")
NARROW = ("U+0020-007E,U+00A0-017F,U+0394,U+03B1,U+03BA,U+2002-2015,U+2018-2026,U+202F,U+2030,U+2032-2033,U+20AC,"
          "U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265")
FEATURES = ["kern", "tnum", "ccmp", "locl", "mark", "mkmk", "case"]


def cut(weight, unicodes, flavor):
  font = TTFont(SOURCE / f"Inter-{weight}.otf", recalcTimestamp=False)
  options = subset.Options(layout_features=FEATURES, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17], flavor=flavor)
  cutter = subset.Subsetter(options)
  cutter.populate(unicodes=subset.parse_unicodes(unicodes))
  cutter.subset(font)
  if flavor is None:
    for record in font["name"].names:
      if record.nameID in (1, 16):
        record.string = "Assay Inter"
      if record.nameID in (2, 17):
        record.string = weight
  return font, options


for weight in ("Regular", "Medium", "SemiBold"):
  for unicodes, flavor, end in ((WIDE, None, "otf"), (NARROW, "woff2", "woff2")):
    made, how = cut(weight, unicodes, flavor)
    subset.save_font(made, str(Path(__file__).with_name(f"Inter-{weight}.{end}")), how)
