"""Ridge, its metrics, and chances of classes, from scikit-learn and scipy: JSON in, JSON out."""

import json
import sys

import numpy as np
from scipy.stats import norm, spearmanr
from sklearn.linear_model import Ridge
from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score

told = json.load(sys.stdin)
x, other = (np.array(told[name]["x"], dtype=np.float32).astype(float) for name in ("train", "other"))
y, actual = (np.array(told[name]["y"]) for name in ("train", "other"))
weights = None if told["weights"] is None else np.array(told["weights"])

answers = {}
for l2 in told["l2"]:
    model = Ridge(alpha=l2, solver="cholesky").fit(x, y, sample_weight=weights)
    predicted = model.predict(other)
    deviation = np.sqrt(np.average((y - model.predict(x)) ** 2, weights=weights))
    below = norm.cdf((np.array(told["edges"])[None, :] - predicted[:, None]) / deviation)
    chances = np.diff(np.hstack([np.zeros((len(other), 1)), below, np.ones((len(other), 1))]), axis=1)
    answers[str(l2)] = {
        "coefficients": model.coef_.tolist(),
        "intercept": model.intercept_,
        "predicted": predicted.tolist(),
        "chances": chances.ravel().tolist(),
        "metrics": {
            "mae": mean_absolute_error(actual, predicted),
            "rmse": mean_squared_error(actual, predicted) ** 0.5,
            "r2": r2_score(actual, predicted),
            "spearman": spearmanr(actual, predicted).statistic,
        },
    }
json.dump(answers, sys.stdout)
