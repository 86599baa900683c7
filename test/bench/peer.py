"""scikit-learn on the matrix of the bench: times in seconds, as JSON on stdout.

Arguments: file (float32 matrix, row-major, then int32 class codes), rows, columns, hidden sizes, batch size, epochs.
"""

import json
import sys
import time
import warnings

import numpy
import sklearn
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

warnings.filterwarnings("ignore")
path, rows, columns, hidden, batch, epochs = sys.argv[1:]
rows, columns = int(rows), int(columns)
raw = open(path, "rb").read()
x = numpy.frombuffer(raw, numpy.float32, rows * columns).reshape(rows, columns).astype(numpy.float64)
y = numpy.frombuffer(raw, numpy.int32, rows, rows * columns * 4)


def timed(make):
    best = None
    for _ in range(2):
        model = make()
        start = time.perf_counter()
        model.fit(x, y)
        seconds = time.perf_counter() - start
        best = seconds if best is None else min(best, seconds)
    return best, model


default, _ = timed(lambda: LogisticRegression(C=1.0, max_iter=5000))
# L-BFGS stops by a relative change of 2e-9 whatever the tolerance; Newton's method goes to the end.
tight, logistic = timed(lambda: LogisticRegression(C=1.0, max_iter=5000, tol=1e-10, solver="newton-cholesky"))
sizes = tuple(int(size) for size in hidden.split(","))
network, _ = timed(
    lambda: MLPClassifier(sizes, batch_size=int(batch), max_iter=int(epochs), random_state=0, n_iter_no_change=1000)
)
some = slice(0, 5000)
start = time.perf_counter()
permutation_importance(logistic, x[some], y[some], scoring="neg_log_loss", n_repeats=5, random_state=0)
shuffled = len(y[some]) * columns * 5 / (time.perf_counter() - start)
print(
    json.dumps(
        {
            "version": sklearn.__version__,
            "logistic": default,
            "logisticTight": tight,
            "mlp": network,
            "permutationRows": shuffled,
            "coefficients": logistic.coef_.ravel().tolist() + logistic.intercept_.tolist(),
        }
    )
)
