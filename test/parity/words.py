"""What scikit-learn's classifiers make of counted words on standard input, in JSON.

in: {train, other: {starts, columns, values}, width, y}
out: {name: probabilities or margins of the other rows}
"""

import json
import sys

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB
from sklearn.svm import LinearSVC

data = json.load(sys.stdin)


def rows(part):
    starts, columns, values = (part[name] for name in ("starts", "columns", "values"))
    return csr_matrix((np.array(values, dtype=float), columns, starts), shape=(len(starts) - 1, data["width"]))


train, other, y = rows(data["train"]), rows(data["other"]), np.array(data["y"])
made = {
    name: model.fit(train, y).predict_proba(other).tolist()
    for name, model in (("multinomial", MultinomialNB()), ("complement", ComplementNB()), ("bernoulli", BernoulliNB()))
}
svm = LinearSVC(C=0.1, loss="squared_hinge", dual=True, tol=1e-10, max_iter=1000000, random_state=0).fit(train, y)
made["svm"] = svm.coef_[0].tolist() + svm.intercept_.tolist()
print(json.dumps(made))
