#!/usr/bin/env python3
"""Makes digits.csv: two models' readings of handwritten digits, for the ten classes of the README's tour.

The data: 1,797 digits of E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning
Repository 1998, doi:10.24432/C50P49, CC BY 4.0. They come with scikit-learn, so that nothing is fetched. Both models are
really trained, and every prediction is of a digit the model has not seen (10-fold cross-validation): current is a naive
Bayes on the 64 pixels, candidate a logistic regression on the same.

ink is the mean of the pixels, 0 to 16; slant is how far the upper half leans to the right of the lower one, in pixels; width
counts the columns with ink.

    pip install scikit-learn pandas && python3 data/make-digits.py data/digits.csv
"""
import sys

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, cross_val_predict
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler

digits = load_digits()
folds = KFold(10, shuffle=True, random_state=1)
current = make_pipeline(MinMaxScaler(), GaussianNB(var_smoothing=0.01))
candidate = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))

images = digits.images
columns = np.arange(8)
upper = (images[:, :4].sum(axis=1) * columns).sum(axis=1) / np.maximum(images[:, :4].sum(axis=(1, 2)), 1)
lower = (images[:, 4:].sum(axis=1) * columns).sum(axis=1) / np.maximum(images[:, 4:].sum(axis=(1, 2)), 1)
table = pd.DataFrame({
  "ink": images.mean(axis=(1, 2)).round(2),
  "slant": (upper - lower).round(2),
  "width": (images.sum(axis=1) > 8).sum(axis=1),
  "digit": digits.target,
  "candidate": cross_val_predict(candidate, digits.data, digits.target, cv=folds),
  "current": cross_val_predict(current, digits.data, digits.target, cv=folds),
})
table.to_csv(sys.argv[1], index=False)
