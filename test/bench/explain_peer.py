"""scikit-learn's times for explanations, on one thread; one call a line on standard input, one answer a line on standard output.

in: {call, with: []}
out: {seconds}: of processor time
"""

import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: E402
from sklearn.inspection import partial_dependence, permutation_importance  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

rng = np.random.default_rng(0)
models = {}


def data(rows, columns):
    x = rng.normal(size=(rows, columns))
    return x, (x[:, 0] + x[:, 1] * x[:, 2] + 0.5 * rng.normal(size=rows) > 0).astype(int)


def model(kind, x, y):
    if kind not in models:
        made = (
            HistGradientBoostingClassifier(max_iter=100, early_stopping=False)
            if kind == "boosting"
            else LogisticRegression()
        )
        models[kind] = made.fit(x, y)
    return models[kind]


def dependence(rows, columns):
    x, y = data(4000, columns)
    fitted = model("boosting", x, y)
    start = time.process_time()
    for column in range(columns):
        partial_dependence(fitted, x[:rows], [column], method="brute", grid_resolution=50)
    return {"seconds": time.process_time() - start}


def permutation(kind, rows, columns):
    x, y = data(rows, columns)
    fitted = model(kind, x, y)
    start = time.process_time()
    permutation_importance(fitted, x, y, scoring="neg_log_loss", n_repeats=5, random_state=0)
    return {"seconds": time.process_time() - start}


calls = {"dependence": dependence, "permutation": permutation}
for line in sys.stdin:
    told = json.loads(line)
    print(json.dumps(calls[told["call"]](*told["with"])), flush=True)
