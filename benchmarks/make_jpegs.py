"""Writes JPEGs of 640x480 and a JSON-lines file that asks about each, to measure `imago data --check`.

python make_jpegs.py FOLDER [--count 10000]
"""

import argparse
import json
import os

import numpy as np
from PIL import Image


def picture(seed):
    """Smooth shapes with some grain: about 80 KB as a JPEG, as a photo has."""
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (12, 16, 3), dtype=np.uint8)
    image = np.asarray(Image.fromarray(coarse).resize((640, 480), Image.BICUBIC), np.int16)
    grain = random.integers(-12, 13, (480, 640, 1), dtype=np.int16)
    return Image.fromarray(np.clip(image + grain, 0, 255).astype(np.uint8))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=10000)
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    with open(os.path.join(arguments.folder, "rows.jsonl"), "w") as rows:
        for number in range(arguments.count):
            name = f"{number}.jpg"
            picture(number).save(os.path.join(arguments.folder, name), quality=85)
            turns = [
                {"from": "human", "value": "<image>\nhow many garments?"},
                {"from": "gpt", "value": "a red bag"},
            ]
            row = {"id": f"row-{number}", "image": name, "conversations": turns}
            rows.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
