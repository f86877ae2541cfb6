"""Decoding and reading by llama.cpp. python llama_cpp_decode.py FILE.gguf [--prompt N] [--threads N]

    CMAKE_ARGS=-DGGML_NATIVE=ON pip install --no-binary llama-cpp-python llama-cpp-python    # built for this processor
"""

import argparse
import json
import resource
import time

from llama_cpp import Llama

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--prompt", type=int, default=128)
parser.add_argument("--tokens", type=int, default=64)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
options = parser.parse_args()

llama = Llama(options.model, n_ctx=options.prompt + options.tokens + 8, n_threads=options.threads,
              n_threads_batch=options.threads, n_batch=512, verbose=False)
prefill, decode, prefill_own, decode_own = [], [], [], []
for _ in range(options.rounds):
    llama.reset()
    start, start_own = time.perf_counter(), time.process_time()
    llama.eval([i % 49152 for i in range(options.prompt)])
    token = llama.sample(temp=0)
    middle, middle_own = time.perf_counter(), time.process_time()
    for _ in range(options.tokens):
        llama.eval([token])
        token = llama.sample(temp=0)
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
    "peak_gigabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1048576, 2)}))
