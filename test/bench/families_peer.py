"""The families' peers of scikit-learn and xgboost, asked line by line: one JSON object a line in and out, seconds by the clock.

fit: {path, rows, columns, test} (once: float32 rows, int32 codes, then those of the test rows), {fit, options, rows?} -> {seconds, auc};
the last model fitted answers {predict: rows} -> {seconds}. {dependence: csv} and {search: csv, options} work on the raw table.
"""

import json
import sys
import time
import warnings

import numpy
import pandas
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.inspection import partial_dependence
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from sklearn.tree import DecisionTreeClassifier

warnings.filterwarnings("ignore")
families = {
    "boosting": HistGradientBoostingClassifier,
    "forest": RandomForestClassifier,
    "extra trees": ExtraTreesClassifier,
    "tree": DecisionTreeClassifier,
    "neighbors": KNeighborsClassifier,
    "logistic": LogisticRegression,
    "mlp": MLPClassifier,
}
try:
    import xgboost

    families["xgboost"] = xgboost.XGBClassifier
except ImportError:
    xgboost = None

state = {}


def load(path, rows, columns, test):
    raw = open(path, "rb").read()
    at = 0

    def take(kind, count):
        nonlocal at
        found = numpy.frombuffer(raw, kind, count, at)
        at += found.nbytes
        return found

    state["x"] = take(numpy.float32, rows * columns).reshape(rows, columns)
    state["y"] = take(numpy.int32, rows)
    state["test"] = take(numpy.float32, test * columns).reshape(test, columns)
    state["answers"] = take(numpy.int32, test)
    return {}


def fit(family, options):
    if family not in families:
        return None
    kind = numpy.float32 if family in ("forest", "extra trees", "tree", "xgboost") else numpy.float64
    x = state["x"].astype(kind)
    model = families[family](**options)
    start = time.perf_counter()
    model.fit(x, state["y"])
    seconds = time.perf_counter() - start
    state["model"] = model
    return {"seconds": seconds}


def auc():
    return {"auc": roc_auc_score(state["answers"], state["model"].predict_proba(state["test"])[:, 1])}


def predict(rows):
    test = state["test"]
    x = numpy.tile(test, (-(-rows // len(test)), 1))[:rows]
    start = time.perf_counter()
    state["model"].predict_proba(x)
    return {"seconds": time.perf_counter() - start}


def raw(path):
    table = pandas.read_csv(path)
    texts = [name for name in table.columns[:14] if table[name].dtype == object]
    return table.iloc[:, :14], (table["income"] == ">50K").astype(int), texts


def pipeline(texts, **options):
    encode = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    columns = ColumnTransformer([("texts", encode, texts)], remainder="passthrough")
    return make_pipeline(columns, HistGradientBoostingClassifier(early_stopping=False, **options))


def dependence(path):
    x, y, texts = raw(path)
    model = pipeline(texts).fit(x, y)
    some = x.sample(1000, random_state=0)
    start = time.perf_counter()
    for name in x.columns:
        told = [name] if name in texts else None
        partial_dependence(model, some, [name], grid_resolution=50, method="brute", categorical_features=told)
    return {"seconds": time.perf_counter() - start}


def search(path, rows, candidates):
    x, y, texts = raw(path)
    x, y = x.iloc[:rows], y.iloc[:rows]
    step = "histgradientboostingclassifier__"
    grid = [{step + name: [value] for name, value in candidate.items()} for candidate in candidates]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    found = GridSearchCV(pipeline(texts), grid, scoring="roc_auc", cv=folds, n_jobs=2, refit=False)
    start = time.perf_counter()
    found.fit(x, y)
    return {"seconds": time.perf_counter() - start, "auc": found.best_score_}


calls = {"load": load, "fit": fit, "auc": auc, "predict": predict, "dependence": dependence, "search": search}
for line in sys.stdin:
    told = json.loads(line)
    print(json.dumps(calls[told["call"]](*told["with"])), flush=True)
