"""What scikit-learn's classifiers make of the rows on standard input, in JSON.

in: {tasks: {binary: {x: [[...]], y: [...], weights: [...] or null, other: [[...]]}, ...}, scores: {p, y, other}}
out: {task: {name: probabilities of the other rows}, calibration: {name: ...}}
"""

import json
import sys
import warnings

import numpy as np
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import BernoulliNB, ComplementNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

warnings.simplefilter("ignore")
data = json.load(sys.stdin)
made = {}
for task, rows in data["tasks"].items():
    x, y, other = np.array(rows["x"]), np.array(rows["y"]), np.array(rows["other"])
    weights = None if rows["weights"] is None else np.array(rows["weights"])
    out = made[task] = {}

    def fit(name, model, change=lambda v: v, weighted=True):
        model.fit(change(x), y, **({"sample_weight": weights} if weighted else {}))
        out[name] = model.predict_proba(change(other)).tolist()
        return model

    fit("gaussian", GaussianNB())
    fit("multinomial", MultinomialNB(alpha=0.5), np.abs)
    fit("complement", ComplementNB(alpha=0.5), np.abs)
    fit("bernoulli", BernoulliNB(alpha=0.5))
    if weights is None:
        for metric in ("euclidean", "manhattan", "cosine"):
            for votes in ("uniform", "distance"):
                model = KNeighborsClassifier(7, weights=votes, metric=metric, algorithm="brute")
                fit(f"neighbors {metric} {votes}", model, weighted=False)
    # l1 ratio r and C: ours are l1 = r / C, l2 = (1 - r) / C.
    for name, ratio, c in (("lasso", 1, 0.1), ("elastic", 0.5, 0.1)):
        model = LogisticRegression(
            penalty="elasticnet", l1_ratio=ratio, C=c, solver="saga", tol=1e-12, max_iter=200000, random_state=0
        )
        fit(name, model)
        out[f"{name} coefficients"] = model.coef_.ravel().tolist()
    for loss in ("squared_hinge", "hinge"):
        model = LinearSVC(C=0.3, loss=loss, dual=True, tol=1e-10, max_iter=2000000, random_state=0)
        model.fit(x, y, sample_weight=weights)
        out[f"svm {loss}"] = np.hstack([model.coef_, model.intercept_[:, None]]).tolist()

p, hit, other = (np.array(data["scores"][name], dtype=float) for name in ("p", "y", "other"))
logit = lambda v: np.log(v / (1 - v))
isotonic = IsotonicRegression(out_of_bounds="clip", y_min=0, y_max=1).fit(p, hit)
sigmoid = _SigmoidCalibration().fit(logit(p), hit)
made["calibration"] = {"isotonic": isotonic.predict(other).tolist(), "platt": sigmoid.predict(logit(other)).tolist()}
print(json.dumps(made))
