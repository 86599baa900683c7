"""What scikit-learn's text transformers make of the texts on standard input: {train: [...], other: [...]} in JSON."""

import json
import sys

from sklearn.feature_extraction import FeatureHasher
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer

data = json.load(sys.stdin)
word = {"token_pattern": r"(?u)\b\w+\b"}
weights = {
    "tf-idf words": TfidfVectorizer(min_df=1, **word),
    "tf-idf pairs": TfidfVectorizer(min_df=2, max_df=0.5, ngram_range=(1, 2), sublinear_tf=True, **word),
    "tf-idf counts": TfidfVectorizer(min_df=1, norm=None, lowercase=False, **word),
    "tf-idf inside": TfidfVectorizer(min_df=3, analyzer="char_wb", ngram_range=(2, 5)),
    "tf-idf free": TfidfVectorizer(min_df=3, analyzer="char", ngram_range=(1, 3)),
}
hashes = {
    "hashing signed": HashingVectorizer(n_features=64, **word),
    "hashing plain": HashingVectorizer(n_features=1000, alternate_sign=False, ngram_range=(1, 2), **word),
    "hashing inside": HashingVectorizer(n_features=50, analyzer="char_wb", ngram_range=(3, 4)),
}
made = {}
for name, each in weights.items():
    values = each.fit(data["train"]).transform(data["other"]).toarray().tolist()
    made[name] = {"names": each.get_feature_names_out().tolist(), "values": values}
for name, each in hashes.items():
    made[name] = {"names": None, "values": each.transform(data["other"]).toarray().tolist()}
levels = [{"x": text} for text in data["other"]]
made["hashing levels"] = {"names": None, "values": FeatureHasher(32).transform(levels).toarray().tolist()}
print(json.dumps(made))
