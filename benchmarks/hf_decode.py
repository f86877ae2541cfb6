"""Decoding one token at a time with a KV cache. python hf_decode.py [--attention sdpa|eager]"""

import argparse
import json
import time

import torch
from transformers import DynamicCache

from smollm2_shape import model, peak_gigabytes

parser = argparse.ArgumentParser()
parser.add_argument("--attention", default="sdpa")
parser.add_argument("--prompt", type=int, default=128)
parser.add_argument("--tokens", type=int, default=64)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()
torch.set_num_threads(options.threads)

llama = model(options.attention).eval()
prompt = torch.arange(options.prompt).unsqueeze(0) % 49152
prefill, decode = [], []
with torch.inference_mode():
    for _ in range(options.rounds):
        cache = DynamicCache()
        start = time.perf_counter()
        ids = llama(prompt, past_key_values=cache, use_cache=True,
                    logits_to_keep=1).logits[:, -1:].argmax(-1)
        middle = time.perf_counter()
        for _ in range(options.tokens):
            ids = llama(ids, past_key_values=cache, use_cache=True).logits[:, -1:].argmax(-1)
        end = time.perf_counter()
        prefill.append(options.prompt / (middle - start))
        decode.append(options.tokens / (end - middle))
print(json.dumps({
    "decode_tokens_per_second": round(max(decode), 2),
    "decode_median": round(sorted(decode)[len(decode) // 2], 2),
    "prefill_tokens_per_second": round(max(prefill), 1),
    "peak_gigabytes": round(peak_gigabytes(), 2)}))
