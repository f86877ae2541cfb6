"""From the start of the process to the first token of a model. python hf_first_token.py DIR [--threads N]"""

import argparse
import json

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

import process_age
from smollm2_shape import peak_gigabytes

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--text", default="Name three colours that appear in a rainbow.")
options = parser.parse_args()
torch.set_num_threads(options.threads)

tokenizer = AutoTokenizer.from_pretrained(options.model)
model = AutoModelForCausalLM.from_pretrained(options.model, torch_dtype=torch.bfloat16).eval()
ids = tokenizer(options.text, return_tensors="pt").input_ids
with torch.inference_mode():
    token = int(model(ids, use_cache=True).logits[0, -1].argmax())
print(json.dumps({"seconds_to_first_token": round(process_age.seconds(), 2), "token": token,
                  "peak_gigabytes": round(peak_gigabytes(), 2)}))
