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
parser.add_argument("--device", default="cpu", help="cpu or cuda")
options = parser.parse_args()
torch.set_num_threads(options.threads)

llama = model(options.attention).to(options.device).eval()
prompt = (torch.arange(options.prompt).unsqueeze(0) % 49152).to(options.device)
prefill, decode, prefill_own, decode_own = [], [], [], []
with torch.inference_mode():
    for _ in range(options.rounds):
        cache = DynamicCache()
        start, start_own = time.perf_counter(), time.process_time()
        ids = llama(prompt, past_key_values=cache, use_cache=True,
                    logits_to_keep=1).logits[:, -1:].argmax(-1)
        int(ids)
        middle, middle_own = time.perf_counter(), time.process_time()
        for _ in range(options.tokens):
            ids = llama(ids, past_key_values=cache, use_cache=True).logits[:, -1:].argmax(-1)
        int(ids)
        end, end_own = time.perf_counter(), time.process_time()
        prefill.append(options.prompt / (middle - start))
        decode.append(options.tokens / (end - middle))
        prefill_own.append(options.prompt / (middle_own - start_own))
        decode_own.append(options.tokens / (end_own - middle_own))
print(json.dumps({
    "decode_tokens_per_second": round(max(decode), 2),
    "decode_median": round(sorted(decode)[len(decode) // 2], 2),
    "prefill_tokens_per_second": round(max(prefill), 1),
    "decode_tokens_per_processor_second": round(max(decode_own), 2),
    "prefill_tokens_per_processor_second": round(max(prefill_own), 1),
    "peak_gigabytes": round(peak_gigabytes(), 2)}))
