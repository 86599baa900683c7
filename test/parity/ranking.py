"""NDCG of queries with scikit-learn: JSON in, JSON out."""

import json
import sys

from sklearn.metrics import ndcg_score

told = json.load(sys.stdin)
print(
    json.dumps(
        [
            {
                "ndcg": ndcg_score([query["relevant"]], [query["score"]]),
                "places": ndcg_score([query["relevant"]], [query["score"]], k=told["places"]),
            }
            for query in told["queries"]
        ]
    )
)
