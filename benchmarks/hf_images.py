"""JPEG files to SigLIP's pixels with Pillow and Hugging Face's image processors.

The files are those that `./imago bench images` leaves in the folder for temporary files. Prints one
object: images per second by the clock, and per second of processor time; `slow` is
SiglipImageProcessor, `fast` SiglipImageProcessorFast.
"""

import argparse
import json
import pathlib
import tempfile
import time

import torch
import transformers
from PIL import Image


def processor(kind, side):
    name = "SiglipImageProcessor" if kind == "slow" else "SiglipImageProcessorFast"
    size = {"height": side, "width": side}
    return getattr(transformers, name)(size=size, resample=3, do_convert_rgb=True)


def round_seconds(files, use):
    start, processor = time.perf_counter(), time.process_time()
    for file in files:
        use(Image.open(file).convert("RGB"))
    return time.perf_counter() - start, time.process_time() - processor


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    kept = pathlib.Path(tempfile.gettempdir()) / "imago-bench-images"
    parser.add_argument("--images", type=pathlib.Path, default=kept)
    parser.add_argument("--side", type=int, default=384)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    files = sorted(p for p in arguments.images.iterdir() if p.suffix in (".jpg", ".jpeg"))

    figures = {}
    uses = {
        "pillow_decode": lambda picture: None,
        "pillow_decode_resize": lambda picture: picture.resize((arguments.side,) * 2, 3),
    }
    for kind in ("slow", "fast"):
        process = processor(kind, arguments.side)
        uses[kind] = lambda picture, p=process: p(picture, return_tensors="pt")["pixel_values"]
    for name, use in uses.items():
        seconds = sorted(round_seconds(files, use) for _ in range(arguments.rounds))
        busy = min(part for _, part in seconds)
        figures[name + "_images_per_second"] = len(files) / seconds[0][0]
        figures[name + "_images_per_second_median"] = len(files) / seconds[len(seconds) // 2][0]
        figures[name + "_images_per_processor_second"] = len(files) / busy
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
