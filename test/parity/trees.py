"""The thresholds of scikit-learn's decision tree of one column: {x, y, cases: [{leaves, minRows, criterion}]} in JSON on standard input."""

import json
import sys

import numpy as np
from sklearn.tree import DecisionTreeClassifier

data = json.load(sys.stdin)
x, y = np.array(data["x"]).reshape(-1, 1), np.array(data["y"])
thresholds = []
for case in data["cases"]:
    tree = DecisionTreeClassifier(
        criterion=case["criterion"], max_leaf_nodes=case["leaves"], min_samples_leaf=case["minRows"], random_state=0
    ).fit(x, y)
    thresholds.append(sorted(tree.tree_.threshold[tree.tree_.children_left >= 0].tolist()))
print(json.dumps(thresholds))
