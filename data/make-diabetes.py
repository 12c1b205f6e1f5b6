#!/usr/bin/env python3
"""Makes diabetes.csv: two models' predictions of a disease's progression, for the regression of the README's tour.

The data: 442 patients of Efron, Hastie, Johnstone and Tibshirani, "Least Angle Regression", Annals of Statistics 32
(2004); progression is a measure of the disease one year after the examination. It comes with scikit-learn, so that
nothing is fetched. Both models are really trained, and every prediction is of a patient the model has not seen
(10-fold cross-validation): current knows age, sex and bmi, candidate all ten measurements.

    pip install scikit-learn pandas && python3 data/make-diabetes.py data/diabetes.csv
"""
import sys

from sklearn.datasets import load_diabetes
from sklearn.linear_model import LinearRegression, RidgeCV
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

patients = load_diabetes(as_frame=True, scaled=False).frame
folds = KFold(10, shuffle=True, random_state=1)
few = ["age", "sex", "bmi"]
every = [c for c in patients.columns if c != "target"]
candidate = make_pipeline(StandardScaler(), RidgeCV([0.1, 1, 10, 100]))

table = patients[["age", "bmi", "bp"]].copy()
table.insert(1, "sex", patients["sex"].map({1: "1", 2: "2"}))
table["progression"] = patients["target"].astype(int)
table["candidate"] = cross_val_predict(candidate, patients[every], patients["target"], cv=folds).round(1)
table["current"] = cross_val_predict(LinearRegression(), patients[few], patients["target"], cv=folds).round(1)
table.to_csv(sys.argv[1], index=False)
