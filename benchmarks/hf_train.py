"""Training steps with AdamW and clipping. python hf_train.py [--labelled 0.25]"""

import argparse
import json
import time

import torch

from smollm2_shape import model, peak_gigabytes

parser = argparse.ArgumentParser()
parser.add_argument("--attention", default="sdpa")
parser.add_argument("--batch", type=int, default=4)
parser.add_argument("--length", type=int, default=512)
parser.add_argument("--labelled", type=float, default=1.0, help="share of positions with a label")
parser.add_argument("--steps", type=int, default=4, help="measured, after one to warm up")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--device", default="cpu", help="cpu or cuda")
options = parser.parse_args()
torch.set_num_threads(options.threads)

llama = model(options.attention).to(options.device).train()
optimizer = torch.optim.AdamW(llama.parameters(), lr=1e-4)
generator = torch.Generator().manual_seed(1)
ids = torch.randint(0, 49152, (options.batch, options.length), generator=generator)
ids = ids.to(options.device)
labels = ids.clone()
labels[:, : int(options.length * (1 - options.labelled))] = -100
times, losses = [], []
for _ in range(options.steps + 1):
    start = time.perf_counter()
    loss = llama(ids, labels=labels, use_cache=False).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(llama.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    losses.append(round(loss.item(), 4))
    if ids.is_cuda:
        torch.cuda.synchronize()
    times.append(time.perf_counter() - start)
best = min(times[1:])
print(json.dumps({
    "tokens_per_second": round(ids.numel() / best, 1),
    "seconds_per_step": round(best, 3),
    "median_seconds": round(sorted(times[1:])[len(times[1:]) // 2], 3),
    "peak_gigabytes": round(peak_gigabytes(), 2),
    "losses": losses}))
