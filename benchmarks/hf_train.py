"""Training steps of all weights. python hf_train.py [--labelled 0.25]"""

import argparse
import json

import torch

import training_steps
from smollm2_shape import model

parser = argparse.ArgumentParser()
training_steps.add_options(parser)
options = parser.parse_args()
torch.set_num_threads(options.threads)

print(json.dumps(training_steps.measure(model(options.attention).train(), options)))
