"""What scikit-learn's permutation_importance says of a logistic score of the columns on standard input, in JSON.

in: {x: [[...]], y: [...], weights: [...], repeats}
out: {orders: [column][repeat][row], loss: [...], auc: [...]}; the order in which each column's cells were taken
"""

import json
import sys

import numpy as np
from sklearn.inspection import permutation_importance
from sklearn.metrics import log_loss, roc_auc_score

data = json.load(sys.stdin)
x, y, weights = (np.array(data[name], dtype=float) for name in ("x", "y", "weights"))
seen = []


class Score:
    def fit(self, x, y):
        return self


def scoring(_, x, y):
    seen.append(x.copy())
    p = 1 / (1 + np.exp(-(x @ weights)))
    return {"loss": -log_loss(y, p), "auc": roc_auc_score(y, p)}


found = permutation_importance(Score(), x, y, scoring=scoring, n_repeats=data["repeats"], random_state=0)
repeats = data["repeats"]
orders = []
for c in range(x.shape[1]):
    place = {value: i for i, value in enumerate(x[:, c])}
    shuffled = [seen[1 + c * repeats + r][:, c] for r in range(repeats)]
    orders.append([[place[value] for value in column] for column in shuffled])
print(json.dumps({"orders": orders, **{name: each.importances_mean.tolist() for name, each in found.items()}}))
