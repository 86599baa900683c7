"""pandas on the files of the data bench: seconds, as JSON on stdout. Arguments: the long file, the wide file."""

import json
import sys
import time

import pandas


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def profile(table):
    table.describe(include="all")
    for name in table.columns:
        table[name].value_counts()
    table.corr(method="pearson", numeric_only=True)
    table.corr(method="spearman", numeric_only=True)


long, wide = sys.argv[1:]
read = timed(lambda: pandas.read_csv(long))
table = pandas.read_csv(wide)
print(json.dumps({"read": read, "profile": timed(lambda: profile(table))}))
