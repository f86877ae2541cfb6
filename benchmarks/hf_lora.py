"""Training steps of low-rank adapters on all linear layers of a frozen model, with PEFT: the peer of
`imago bench lora`. python hf_lora.py [--dropout 0] [--adapters fp32]"""

import argparse
import json

import torch
from peft import LoraConfig, get_peft_model

import training_steps
from smollm2_shape import model

LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

parser = argparse.ArgumentParser()
training_steps.add_options(parser)
parser.add_argument("--rank", type=int, default=16, help="alpha is twice as much")
parser.add_argument("--dropout", type=float, default=0.05)
parser.add_argument("--adapters", choices=["bf16", "fp32"], default="bf16",
                    help="their precision: as Imago's, or PEFT's own choice, which is slower")
options = parser.parse_args()
torch.set_num_threads(options.threads)

config = LoraConfig(r=options.rank, lora_alpha=2 * options.rank, lora_dropout=options.dropout,
                    target_modules=LAYERS, task_type="CAUSAL_LM")
llama = get_peft_model(model(options.attention), config,
                       autocast_adapter_dtype=options.adapters == "fp32")
print(json.dumps(training_steps.measure(llama.train(), options)))
