"""What scikit-learn's transformers make of the columns on standard input, in JSON.

in: {train: {a: [...], b: [...], gap: [...]}, other: the same; null is missing}
out: {name: the transformed other rows, row by row}
"""

import json
import sys
import warnings

import numpy as np
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.preprocessing import PolynomialFeatures, PowerTransformer, QuantileTransformer

warnings.simplefilter("ignore")
data = json.load(sys.stdin)
train, other = (np.array([data[part][name] for name in ("a", "b", "gap")], dtype=float).T for part in ("train", "other"))
full = [0, 1]
transformers = {
    "impute mean": (SimpleImputer(strategy="mean"), [0, 1, 2]),
    "impute knn": (KNNImputer(n_neighbors=5), [0, 1, 2]),
    "power": (PowerTransformer(), full),
    "power raw": (PowerTransformer(standardize=False), full),
    "quantile": (QuantileTransformer(n_quantiles=min(1000, len(train)), subsample=10**9), full),
    "interaction": (PolynomialFeatures(2, interaction_only=True, include_bias=False), full),
    "polynomial": (PolynomialFeatures(2, include_bias=False), full),
}
made = {name: each.fit(train[:, some]).transform(other[:, some]).tolist() for name, (each, some) in transformers.items()}
print(json.dumps(made))
