#!/usr/bin/env python3
"""Makes survey.csv: a sample in which rare people were drawn more often, for the weighted rows of the README's tour.

Who audits by hand-made labels cannot label everybody, and takes more of the groups that are small. Here 2,592 of the
22,611 people in adult-income.parquet are drawn: 400 of each sex and race, or all where there are fewer; weight is
the number of people in the file that each stands for. Unweighted, the sample's accuracy is not that of the file; weighted,
it is, but for chance.

    pip install pandas pyarrow && python3 data/make-survey.py data/survey.csv
"""
import sys
from pathlib import Path

import pandas as pd

PER_GROUP = 400

people = pd.read_parquet(Path(__file__).with_name("adult-income.parquet"))
groups = people.groupby(["sex", "race"], sort=True)
drawn = pd.concat(g.sample(min(PER_GROUP, len(g)), random_state=1).assign(weight=round(len(g) / min(PER_GROUP, len(g)), 4))
                  for _, g in groups).sort_index()
drawn = drawn[["sex", "race", "age", "education", "label", "candidate", "current", "candidate_score", "weight"]]
drawn.to_csv(sys.argv[1], index=False)
