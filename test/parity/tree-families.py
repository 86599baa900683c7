"""Trees of scikit-learn on the rows on standard input, in JSON.

in: {x, y, weights, other, cases: [{criterion, maxDepth, maxLeafNodes, minSamplesLeaf, minSamplesSplit, ccpAlpha}]}
out: {trees: [{scores of the other rows, impurities of the leaves and nodes, sorted}], boosting: scores of the other rows}
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
print(json.dumps({"trees": trees, "boosting": boosting}))
