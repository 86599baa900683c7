"""Judges a run of Plumb with scikit-learn: the same split, everything else from scratch.

usage: parity.py data.csv folder    (the files of a run, and scores.f64: the unrounded scores, rows x 2)
Prints one JSON object of differences and both sides' numbers.
"""

import csv
import json
import sys
import warnings

import numpy as np
from sklearn import metrics
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

warnings.simplefilter("ignore", FutureWarning)
data, folder = sys.argv[1:]
run = json.load(open(f"{folder}/run.json"))
bundle = json.load(open(f"{folder}/model/model.json"))
study, classes = run["study"], run["classes"]
target, positive = study["framing"]["target"], classes[1]


def read(path):
    """Columns of stripped cell texts, by name."""
    with open(path, newline="", encoding="utf-8") as file:
        header, *records = [record for record in csv.reader(file) if record]
    return {name: np.array([record[j].strip() for record in records], dtype=object) for j, name in enumerate(header)}


gaps = {"", "NA", "N/A", "NaN", "nan", "null", "NULL", "?"}
raw = {name: np.array([None if cell in gaps else cell for cell in cells], dtype=object) for name, cells in read(data).items()}
predictions = read(f"{folder}/predictions.csv")
evaluated = predictions["row"].astype(int)
is_test = predictions["split"] == "test"
has_target = np.array([cell is not None for cell in raw[target]])
train = np.setdiff1d(np.flatnonzero(has_target), evaluated)
y = (raw[target] == positive).astype(int)
out = {"rows": {"train": len(train), "test": int(is_test.sum())}}
out["actualAgrees"] = bool((predictions["actual"] == raw[target][evaluated]).all())

# The recipe and the model, fitted anew on the training rows.
numbers = [c["name"] for c in bundle["recipe"]["columns"] if c["type"] == "number"]
categories = [c["name"] for c in bundle["recipe"]["columns"] if c["type"] != "number"]
table = np.column_stack(
    [np.array([np.nan if cell is None else float(cell) for cell in raw[n]], dtype=object) for n in numbers]
    + [np.array(["(none)" if cell is None else cell for cell in raw[c]], dtype=object) for c in categories]
)
order = numbers + categories
levels = [sorted({cell for cell in raw[c][train] if cell is not None}) for c in categories]
place = lambda some: [order.index(name) for name in some]
features = ColumnTransformer(
    [
        ("n", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), place(numbers)),
        ("c", OneHotEncoder(categories=levels, handle_unknown="ignore", sparse_output=False), place(categories)),
    ]
)
x = features.fit_transform(table[train])
names = numbers + [f"{c}={level}" for c, own in zip(categories, levels) for level in own]
model = LogisticRegression(C=1 / study["model"]["options"]["l2"], solver="newton-cholesky", tol=1e-10, max_iter=1000)
model.fit(x, y[train])
score = model.predict_proba(features.transform(table[evaluated]))[:, 1]

arrays = {a["name"]: a for a in bundle["model"]["arrays"]}
weights = open(f"{folder}/model/weights.bin", "rb").read()
own = lambda name: np.frombuffer(weights, "<f8", arrays[name]["length"], arrays[name]["offset"])
mine = dict(zip(bundle["recipe"]["names"], own("coefficients")))
out["sameColumns"] = sorted(mine) == sorted(names)
out["coefficients"] = float(max(abs(mine[n] - b) for n, b in zip(names, model.coef_[0])))
out["intercept"] = float(abs(own("intercepts")[0] - model.intercept_[0]))

scores = np.fromfile(f"{folder}/scores.f64", "<f8").reshape(-1, 2)
out["scores"] = float(np.abs(scores[:, 1] - score).max())
out["writtenScores"] = float(np.abs(scores[:, 1] / predictions[f"p:{positive}"].astype(float) - 1).max())
out["auc"] = float(abs(run["metrics"]["test"]["rocAuc"]["value"] - metrics.roc_auc_score(y[evaluated][is_test], score[is_test])))


def judged(rows):
    """Every metric from the run's own scores."""
    actual, p = y[evaluated][rows], scores[rows, 1]
    said = (p >= study["decision"]["value"]).astype(int)
    bins = np.clip(np.ceil(p * 15).astype(int) - 1, 0, 14)
    ece = sum(abs(actual[bins == b].mean() - p[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))
    return {
        "accuracy": metrics.accuracy_score(actual, said),
        "rocAuc": metrics.roc_auc_score(actual, p),
        "averagePrecision": metrics.average_precision_score(actual, p),
        "logLoss": metrics.log_loss(actual, p, eps=1e-15),
        "brier": metrics.brier_score_loss(actual, p),
        "precision": metrics.precision_score(actual, said),
        "recall": metrics.recall_score(actual, said),
        "f1": metrics.f1_score(actual, said),
        "balancedAccuracy": metrics.balanced_accuracy_score(actual, said),
        "mcc": metrics.matthews_corrcoef(actual, said),
        "ece": ece,
        "macroF1": metrics.f1_score(actual, said, average="macro"),
    }


out["metrics"] = {"test": judged(is_test)}
if (~is_test).any():
    out["metrics"]["validation"] = judged(~is_test)
out["confusion"] = metrics.confusion_matrix(y[evaluated][is_test], scores[is_test, 1] >= study["decision"]["value"]).tolist()

# Rates by group on the test rows; a rate with fewer than 30 rows is left out of the gaps.
out["groups"] = {}
actual, said = y[evaluated][is_test], (scores[is_test, 1] >= study["decision"]["value"]).astype(int)
mean = lambda cells: cells.mean() if len(cells) else np.nan
for column in study["groups"]:
    groups = np.array(["(missing)" if cell is None else cell for cell in raw[column][evaluated][is_test]])
    rates = {}
    for group in np.unique(groups):
        own_y, own_p = actual[groups == group], said[groups == group]
        rates[str(group)] = {
            "selectionRate": [mean(own_p), len(own_p)],
            "truePositiveRate": [mean(own_p[own_y == 1]), int((own_y == 1).sum())],
            "falsePositiveRate": [mean(own_p[own_y == 0]), int((own_y == 0).sum())],
            "positivePredictiveValue": [mean(own_y[own_p == 1]), int((own_p == 1).sum())],
            "accuracy": [mean((own_p == own_y).astype(float)), len(own_p)],
        }
    kept = lambda rate: [r[rate][0] for r in rates.values() if r[rate][1] >= 30]
    spread = lambda rate: max(kept(rate)) - min(kept(rate))
    gaps = {
        "demographicParityDifference": spread("selectionRate"),
        "demographicParityRatio": min(kept("selectionRate")) / max(kept("selectionRate")),
        "equalOpportunityDifference": spread("truePositiveRate"),
        "equalizedOddsDifference": max(spread("truePositiveRate"), spread("falsePositiveRate")),
    }
    out["groups"][column] = {"rates": rates, "gaps": gaps}

# Partial dependence by scikit-learn's own model, on the same grid.
curves = json.load(open(f"{folder}/partial-dependence.json"))
differences = []
for curve in curves:
    if curve["class"] != positive or curve["rows"] != is_test.sum():
        continue
    edited = table[evaluated[is_test]].copy()
    for value, told in zip(curve["grid"], curve["mean"]):
        edited[:, order.index(curve["column"])] = value
        differences.append(abs(model.predict_proba(features.transform(edited))[:, 1].mean() - told))
out["partialDependence"] = {"points": len(differences), "difference": float(max(differences, default=np.nan))}
print(json.dumps(out, default=float))
