"""What scikit-learn's feature selection makes of {columns, y, l1, keep} in JSON on standard input."""

import json
import sys
import warnings

import numpy as np
from sklearn.feature_selection import RFE, VarianceThreshold, f_classif, mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore")
data = json.load(sys.stdin)
x, y = np.array(data["columns"]).T, np.array(data["y"])
z = StandardScaler().fit_transform(x)
ridge = LogisticRegression(C=1.0, solver="newton-cg", tol=1e-10, max_iter=10000)
lasso = LogisticRegression(penalty="l1", C=1.0 / data["l1"], solver="saga", tol=1e-9, max_iter=100000)
print(
    json.dumps(
        {
            # At threshold 0 it gives the range where that is smaller.
            "variance": VarianceThreshold(1e-9).fit(x).variances_.tolist(),
            "anova": f_classif(x, y)[0].tolist(),
            "mutualInformation": mutual_info_classif(x, y, n_neighbors=3, random_state=0).tolist(),
            "ridge": ridge.fit(z, y).coef_.tolist(),
            "lasso": lasso.fit(z, y).coef_.tolist(),
            "recursive": RFE(ridge, n_features_to_select=data["keep"], step=1).fit(z, y).support_.tolist(),
        }
    )
)
