"""Diffusers at the work of `imago bench unet` and `imago bench vae`: random weights of Stable
Diffusion 1.5's shape. One JSON object a run.

    pip install torch==2.7.1 diffusers==0.32.2 transformers==4.51.3
    python benchmarks/hf_unet.py unet --precision bf16 --threads 2
"""

import argparse
import json
import resource
import statistics
import time

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

import process_age

ROUNDS = 3


def unet():
    return UNet2DConditionModel(
        sample_size=64,
        cross_attention_dim=768,
        attention_head_dim=8,
        block_out_channels=(320, 640, 1280, 1280),
    )


def vae():
    return AutoencoderKL(
        block_out_channels=(128, 256, 512, 512),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        layers_per_block=2,
        sample_size=512,
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["unet", "vae"])
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="bf16")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    dtype = torch.float32 if arguments.precision == "fp32" else torch.bfloat16
    model = (unet() if arguments.what == "unet" else vae()).to(dtype).eval()
    if arguments.what == "unet":
        sample = torch.randn(2, 4, 64, 64, dtype=dtype)
        context = torch.randn(2, 77, 768, dtype=dtype)
        step, name = lambda: model(sample, 500, context).sample, "step"
    else:
        latents = torch.randn(1, 4, 64, 64, dtype=dtype)
        step, name = lambda: model.decode(latents).sample, "picture"
    figures = {}
    with torch.no_grad():
        step()
        figures["seconds_to_first_" + name] = process_age.seconds()
        seconds = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            step()
            seconds.append(time.perf_counter() - start)
    figures["seconds_per_" + name] = min(seconds)
    figures["seconds_per_" + name + "_median"] = statistics.median(seconds)
    figures["peak_gigabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1048576
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
