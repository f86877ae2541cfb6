#!/usr/bin/env python3
"""Makes the photos bundled with plugins/wardrobe from the full Fashion-MNIST files.

    apt-get install dataset-fashion-mnist
    tools/wardrobe_photos.py [FOLDER_WITH_IDX_GZ]

Takes the first photos of each class in file order, keeps five bits of grey, writes IDX files again.
Standard library only; the same input gives the same bytes.
"""
import gzip
import pathlib
import struct
import sys

SOURCE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/datasets/fashion-mnist")
TARGET = (pathlib.Path(__file__).parent.parent
          / "plugins/wardrobe/src/main/resources/dev/imago/plugins/wardrobe/photos")
PER_CLASS = {"train": 420, "t10k": 60}
CLASSES, SIDE, GREY = 10, 28, 0b11111000


def read(name):
    return gzip.decompress((SOURCE / name).read_bytes())


def write(name, data):
    with open(TARGET / name, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as zipped:
        zipped.write(data)
    print(f"{name}: {(TARGET / name).stat().st_size} bytes")


def make(split, per_class):
    images = read(f"{split}-images-idx3-ubyte.gz")[16:]
    labels = read(f"{split}-labels-idx1-ubyte.gz")[8:]
    kept = [i for c in range(CLASSES)
            for i in [i for i, label in enumerate(labels) if label == c][:per_class]]
    size = SIDE * SIDE
    pixels = bytes(v & GREY for i in kept for v in images[i * size:(i + 1) * size])
    write(f"{split}-images-idx3-ubyte.gz", struct.pack(">4i", 0x803, len(kept), SIDE, SIDE) + pixels)
    write(f"{split}-labels-idx1-ubyte.gz",
          struct.pack(">2i", 0x801, len(kept)) + bytes(labels[i] for i in kept))


TARGET.mkdir(parents=True, exist_ok=True)
for split, per_class in PER_CLASS.items():
    make(split, per_class)
