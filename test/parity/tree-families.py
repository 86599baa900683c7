"""Trees of scikit-learn on the rows on standard input, in JSON.

in: {x, y, weights, other, levels, labels, unseen, cases: [{criterion, maxDepth, maxLeafNodes, minSamplesLeaf, minSamplesSplit, ccpAlpha}]}
out: {sets: [{scores of the unseen rows, gains of the first tree}] with the first two of three columns as categories, trees: [{scores of the other rows, impurities of the leaves and nodes, sorted}], boosting: scores of the other rows}
"""

import json
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.tree import DecisionTreeClassifier

data = json.load(sys.stdin)
x, y, other = np.array(data["x"], np.float32), np.array(data["y"]), np.array(data["other"], np.float32)
weights = np.array(data["weights"])
trees = []
for case in data["cases"]:
    tree = DecisionTreeClassifier(
        criterion=case["criterion"],
        max_depth=case["maxDepth"],
        max_leaf_nodes=case["maxLeafNodes"],
        min_samples_leaf=case["minSamplesLeaf"],
        min_samples_split=case["minSamplesSplit"],
        ccp_alpha=case["ccpAlpha"],
        random_state=0,
    ).fit(x, y, weights)
    trees.append({"scores": tree.predict_proba(other).ravel().tolist(), "impurity": sorted(tree.tree_.impurity.tolist())})
boosting = []
for kept in (y, np.minimum(y, 1)):
    model = HistGradientBoostingClassifier(early_stopping=False, max_iter=30).fit(x.astype(np.float64), kept, weights)
    boosting.append(model.predict_proba(other.astype(np.float64)).ravel().tolist())
levels = np.array([[np.nan if cell is None else cell for cell in row] for row in data["levels"]])
unseen = np.array([[np.nan if cell is None else cell for cell in row] for row in data["unseen"]])
sets = []
for iterations, leaves in ((1, 2), (1, 31), (30, 31)):
    model = HistGradientBoostingClassifier(
        early_stopping=False, max_iter=iterations, max_leaf_nodes=leaves, categorical_features=[0, 1]
    ).fit(levels, data["labels"], weights)
    gains = [node["gain"] for node in model._predictors[0][0].nodes if not node["is_leaf"]]
    sets.append({"scores": model.predict_proba(unseen).ravel().tolist(), "gains": sorted(gains)})
print(json.dumps({"sets": sets, "trees": trees, "boosting": boosting}))
