"""What scikit-learn's transformers make of the numbers on standard input: {train: [...], other: [...]} in JSON."""

import json
import sys
import warnings

import numpy as np
from sklearn.preprocessing import KBinsDiscretizer, MinMaxScaler, RobustScaler, StandardScaler

warnings.simplefilter("ignore")
data = json.load(sys.stdin)
train, other = (np.array(data[name]).reshape(-1, 1) for name in ("train", "other"))
transformers = {
    "standardize": StandardScaler(),
    "robust": RobustScaler(),
    "min-max": MinMaxScaler(),
    "bin uniform": KBinsDiscretizer(7, encode="ordinal", strategy="uniform"),
    "bin quantile": KBinsDiscretizer(7, encode="ordinal", strategy="quantile"),
}
print(json.dumps({name: each.fit(train).transform(other).ravel().tolist() for name, each in transformers.items()}))
