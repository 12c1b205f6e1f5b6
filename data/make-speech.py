#!/usr/bin/env python3
"""Makes speech.csv: spoken commands and what a recogniser heard. All of it is generated; nobody ever spoke.

It reproduces, in counts and so exactly, the table of error tags in Andrew Ng's lectures on machine learning in
production:

    tag            share of data   accuracy   human level   room   gain
    clean                   60 %       94 %          95 %      1   0.60
    car noise                4 %       89 %          93 %      4   0.16
    people noise            30 %       87 %          89 %      2   0.60
    low bandwidth            6 %       70 %          70 %      0   0.00

Three annotators heard one recording in four again, with gaps. What they agree in is worked out here by its
definition and printed, to be compared with what Assay says. In 15 clean recordings the label is wrong: all who
heard them, and both systems, agree in another word.

    python3 data/make-speech.py data/speech.csv
"""
import csv
import random
import sys
from collections import Counter
from fractions import Fraction
from itertools import combinations

SEED = 7
# command: the words it is taken for, the likeliest first
HEARD_AS = {"down": ["on", "go"], "go": ["on", "down"], "left": ["right", "off"], "off": ["up", "on"],
            "on": ["off", "go"], "right": ["left", "on"], "stop": ["up", "off"], "up": ["off", "stop"]}
# tag: rows; wrong: candidate and human, candidate only, human only; errors of previous; share an annotator mishears
TAGS = {"clean": (6000, 260, 100, 40, 540, 0.02), "car noise": (400, 20, 24, 8, 80, 0.05),
        "people noise": (3000, 290, 100, 40, 570, 0.06), "low bandwidth": (600, 150, 30, 30, 228, 0.20)}
MISLABELLED = 15
ANNOTATORS = ["ann_1", "ann_2", "ann_3"]
COLUMNS = (["id", "device", "seconds", "command", "candidate", "previous", "human"] + ANNOTATORS + list(TAGS))


def misheard(draw, command):
  """Another word: in 7 of 10 cases the likeliest, else the second, seldom any."""
  chance = draw.random()
  first, second = HEARD_AS[command]
  if chance < 0.9:
    return first if chance < 0.7 else second
  return draw.choice([word for word in HEARD_AS if word not in (command, first, second)])


def device(draw, tag):
  if tag == "car noise":
    return "car"
  return draw.choices(["phone", "speaker", "car"], [5, 4, 1] if tag == "low bandwidth" else [10, 9, 1])[0]


def recordings(draw, tag):
  """A tag's rows: errors are rather among the short ones, which are harder, and exactly as many as TAGS says."""
  rows, both, candidate, human, previous, _ = TAGS[tag]
  made = [{"command": draw.choice(list(HEARD_AS)), "seconds": round(draw.triangular(0.4, 2, 0.8), 1), "tag": tag,
           "device": device(draw, tag)} for _ in range(rows)]
  made.sort(key=lambda row: draw.random() * (1 + row["seconds"]))
  for i, row in enumerate(made):
    other = misheard(draw, row["command"])
    row["candidate"] = other if i < both + candidate else row["command"]
    row["human"] = other if i < both or 0 <= i - both - candidate < human else row["command"]
    row["previous"] = row["command"]
  for row in draw.sample(made[:2 * previous], previous):
    row["previous"] = misheard(draw, row["command"])
  return made


def annotate(draw, row):
  """One recording in four is heard again; each annotator skips one in six of them, and the third tends to hear on."""
  heard = draw.random() < 0.25
  for i, name in enumerate(ANNOTATORS):
    word = misheard(draw, row["command"]) if draw.random() < TAGS[row["tag"]][5] else row["command"]
    if i == 2 and word == "off" and draw.random() < 0.1:
      word = "on"
    row[name] = word if heard and draw.random() < 5 / 6 else ""


def mislabel(draw, rows):
  """The label is wrong: the two systems, the human and all annotators hear another word, and they are right."""
  for row in draw.sample([row for row in rows if row["tag"] == "clean" and row["candidate"] == row["human"]
                          and row["candidate"] != row["command"]], MISLABELLED):
    row.update({name: row["candidate"] for name in ANNOTATORS + ["previous"]})


def agreement(rows):
  """Pairs that agree, and Krippendorff's alpha of nominal labels: rows with two ratings or more."""
  rated = [[row[name] for name in ANNOTATORS if row[name]] for row in rows]
  rated = [ratings for ratings in rated if len(ratings) > 1]
  pairs = [a == b for ratings in rated for a, b in combinations(ratings, 2)]
  observed = sum(Fraction(2 * sum(a != b for a, b in combinations(heard, 2)), len(heard) - 1) for heard in rated)
  words = Counter(word for ratings in rated for word in ratings)
  n = sum(words.values())
  expected = Fraction(sum(words[a] * words[b] for a in words for b in words if a != b), n - 1)
  return len(rated), sum(pairs), len(pairs), 1 - observed / expected


def main(path):
  draw = random.Random(SEED)
  rows = [row for tag in TAGS for row in recordings(draw, tag)]
  for row in rows:
    annotate(draw, row)
  mislabel(draw, rows)
  draw.shuffle(rows)
  with open(path, "w", newline="", encoding="utf-8") as file:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for i, row in enumerate(rows, 1):
      writer.writerow([{"id": i, **row}.get(name, "x" if name == row["tag"] else "") for name in COLUMNS])
  rated, agreeing, pairs, alpha = agreement(rows)
  print(f"{rated} rows with two ratings or more: {agreeing} of {pairs} pairs agree, alpha {float(alpha):.12f}")


if __name__ == "__main__":
  main(sys.argv[1])
