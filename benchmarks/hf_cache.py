"""A token at 1,000 positions with a KV cache and without. python hf_cache.py [--attention sdpa|eager]"""

import argparse
import json
import time

import torch
from transformers import DynamicCache

from smollm2_shape import model

parser = argparse.ArgumentParser()
parser.add_argument("--attention", default="sdpa")
parser.add_argument("--prefix", type=int, default=1000)
parser.add_argument("--tokens", type=int, default=4)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()
torch.set_num_threads(options.threads)

llama = model(options.attention).eval()
prompt = torch.arange(options.prefix).unsqueeze(0) % 49152
cached, recomputed = [], []
with torch.inference_mode():
    for _ in range(options.rounds):
        cache = DynamicCache()
        ids = llama(prompt, past_key_values=cache, use_cache=True,
                    logits_to_keep=1).logits[:, -1:].argmax(-1)
        start = time.perf_counter()
        for _ in range(options.tokens):
            ids = llama(ids, past_key_values=cache, use_cache=True).logits[:, -1:].argmax(-1)
        middle = time.perf_counter()
        row = prompt
        for _ in range(options.tokens):
            ids = llama(row, use_cache=False, logits_to_keep=1).logits[:, -1:].argmax(-1)
            row = torch.cat([row, ids], 1)
        end = time.perf_counter()
        cached.append(options.tokens / (middle - start))
        recomputed.append(options.tokens / (end - middle))
print(json.dumps({
    "cached_tokens_per_second": round(max(cached), 2),
    "recomputing_tokens_per_second": round(max(recomputed), 2),
    "times_as_fast": round(max(cached) / max(recomputed), 1)}))
