"""SmolLM2-135M's shape with random weights, in Hugging Face transformers: the peer of `imago bench`."""

import resource

import torch
from transformers import LlamaConfig, LlamaForCausalLM


def model(attention="sdpa", layers=30):
    torch.manual_seed(0)
    config = LlamaConfig(
        hidden_size=576, intermediate_size=1536, num_hidden_layers=layers, num_attention_heads=9,
        num_key_value_heads=3, vocab_size=49152, tie_word_embeddings=True, rms_norm_eps=1e-5,
        rope_theta=100000.0, max_position_embeddings=8192, attn_implementation=attention)
    return LlamaForCausalLM(config).to(torch.bfloat16)


def peak_gigabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
