"""xgboost's own trees with their cover, and its pred_contribs: by path, the bias last. Arguments: rows, trees, depth, seed."""
import json
import sys
import time

import numpy as np
import xgboost

rows, trees, depth, seed = (int(each) for each in sys.argv[1:5])
rng = np.random.default_rng(seed)
x = rng.normal(size=(rows, 10)).astype(np.float32)
x[rng.uniform(size=x.shape) < 0.05] = np.nan
z = np.nan_to_num(x)
y = (z[:, 0] * z[:, 1] + z[:, 2] - z[:, 3] ** 2 + rng.normal(size=rows) > 0).astype(int)
data = xgboost.DMatrix(x, y)
booster = xgboost.train(
    {"max_depth": depth, "objective": "binary:logistic", "base_score": 0.5, "eta": 0.1, "nthread": 1}, data, trees
)
booster.set_param({"nthread": 1})
best = 1e9
for _ in range(2):
    start = time.process_time()
    contribs = booster.predict(data, pred_contribs=True)
    best = min(best, time.process_time() - start)
dumped = [json.loads(tree) for tree in booster.get_dump(dump_format="json", with_stats=True)]
json.dump(
    {
        "version": xgboost.__version__,
        "seconds": best,
        "trees": dumped,
        "x": [[None if np.isnan(v) else float(v) for v in row] for row in x],
        "contribs": contribs.astype(float).tolist(),
    },
    sys.stdout,
)
