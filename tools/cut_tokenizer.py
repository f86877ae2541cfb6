#!/usr/bin/env python3
"""Cuts a byte-level BPE tokenizer to the merges that the texts of some parity cases need.

    python tools/cut_tokenizer.py FOLDER/tokenizer.json OUT.json CASES...

CASES are JSON or JSONL files; every text in them becomes the same ids by the cut tokenizer. The first
merges stay in any case. Tokens keep their ids. Needs tokenizers; never run by the build.
"""
import json
import sys

from tokenizers import Tokenizer

FIRST = 1000  # merges


def texts(value):
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def read(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return texts([json.loads(line) for line in text.splitlines()] if path.endswith("l") else json.loads(text))


def used(word, ranks):
    """The merges that make tokens of a word."""
    parts = list(word)
    while len(parts) > 1:
        rank, at = min((ranks.get((a, b), len(ranks)), i) for i, (a, b) in enumerate(zip(parts, parts[1:])))
        if rank == len(ranks):
            return
        yield rank
        parts[at : at + 2] = [parts[at] + parts[at + 1]]


def main(source, out, *cases):
    with open(source, encoding="utf-8") as file:
        content = json.load(file)
    tokenizer = Tokenizer.from_file(source)
    model, added = content["model"], content["added_tokens"]
    ranks = {tuple(merge): rank for rank, merge in enumerate(model["merges"])}
    all_texts = sorted({text for case in cases for text in read(case)})
    kept = set(range(FIRST))
    for text in all_texts:
        pieces = [text]
        for token in added:  # texts between added tokens are words on their own
            pieces = [part for piece in pieces for part in piece.split(token["content"])]
        for piece in [text, *pieces]:
            for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(piece):
                kept.update(used(word, ranks))
    merges = [model["merges"][rank] for rank in sorted(kept)]
    # An added token takes its id from the vocabulary, or counts on from its size.
    words = {"".join(merge) for merge in merges} | {token["content"] for token in added}
    ids = {**model["vocab"], **{token["content"]: token["id"] for token in added}}
    words |= {word for word in model["vocab"] if len(word) == 1}
    model["merges"] = merges
    model["vocab"] = {word: id for word, id in sorted(ids.items(), key=lambda entry: entry[1]) if word in words}
    with open(out, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, separators=(",", ":"))
    cut = Tokenizer.from_file(out)
    for text in all_texts:
        assert cut.encode(text).ids == tokenizer.encode(text).ids, text
    print("wrote", out, "with", len(merges), "merges; the same ids for", len(all_texts), "texts")


if __name__ == "__main__":
    main(*sys.argv[1:])
