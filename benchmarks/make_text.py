"""Instruction data from the prose that comes with Python. python make_text.py FILE.jsonl

Each paragraph of the manual's topics becomes one sample: its first words, and what follows them.
"""

import json
import pathlib
import re
import sys

from pydoc_data.topics import topics


def paragraphs():
    seen = set()
    for topic in topics.values():
        for block in topic.split("\n\n"):
            text = re.sub(r"[*`\"]+", "", " ".join(block.split()))
            words = text.split()
            prose = len(words) >= 24 and text.endswith(".") and text[0].isupper()
            if prose and not block.startswith("   ") and text not in seen:
                seen.add(text)
                yield words[:120]


rows = [{"instruction": "Go on: " + " ".join(words[:8]), "output": " ".join(words[8:])}
        for words in paragraphs()]
pathlib.Path(sys.argv[1]).write_text("".join(json.dumps(row) + "\n" for row in rows))
print(f"{len(rows)} samples")
