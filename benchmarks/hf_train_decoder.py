"""Diffusers at the work of `imago bench train_decoder`: a training step of a small UNet on eight noisy
latents of 32x32. One JSON object a run.

    pip install torch==2.7.1 diffusers==0.32.2 transformers==4.51.3
    python benchmarks/hf_train_decoder.py --precision bf16 --threads 2
"""

import argparse
import json
import resource
import statistics
import time

import torch
from diffusers import UNet2DConditionModel

BATCH = 8
ROUNDS = 3


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="bf16")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    dtype = torch.float32 if arguments.precision == "fp32" else torch.bfloat16
    unet = UNet2DConditionModel(
        sample_size=32,
        cross_attention_dim=256,
        attention_head_dim=8,
        block_out_channels=(64, 128, 256),
        down_block_types=("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
    )
    unet = unet.to(dtype).train()
    optimizer = torch.optim.AdamW(unet.parameters(), lr=1e-4)
    noisy = torch.randn(BATCH, 4, 32, 32, dtype=dtype)
    context = torch.randn(BATCH, 77, 256, dtype=dtype)
    noise = torch.randn(BATCH, 4, 32, 32)
    times = torch.full((BATCH,), 500)

    def step():
        told = unet(noisy, times, context).sample
        torch.nn.functional.mse_loss(told.float(), noise).backward()
        torch.nn.utils.clip_grad_norm_(unet.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()

    step()
    seconds, computed = [], []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), time.process_time()
        step()
        seconds.append(time.perf_counter() - start)
        computed.append(time.process_time() - before)
    print(
        json.dumps(
            {
                "parameters": sum(p.numel() for p in unet.parameters()),
                "seconds_per_step": min(seconds),
                "seconds_per_step_median": statistics.median(seconds),
                "thread_seconds_per_step": min(computed) / arguments.threads,
                "peak_gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1048576,
            }
        )
    )


if __name__ == "__main__":
    main()
