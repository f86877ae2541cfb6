"""Writes the GGUF files that the tests read, with what is expected of them.

    pip install torch==2.7.1 transformers==4.51.3 gguf==0.19.0 safetensors
    python tools/write_gguf_cases.py sdk-runtime/src/test/resources/gguf

types.gguf: for each type of tensor two rows of random blocks, and beside it what the gguf package
makes of them, as F32 under NAME.expected. llama.gguf, qwen2.gguf: a layer of random weights with a
small byte-level tokenizer; beside it the weights of its attention as published checkpoints keep
them. answers/greedy.json: what transformers' LLaMA of the same weights answers, for `imago parity`.
"""
import json
import pathlib
import sys

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Type
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM

OUT = pathlib.Path(sys.argv[1])
RANDOM = np.random.default_rng(20240726)
TYPES = [Type.F32, Type.F16, Type.BF16, Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0, Type.Q4_K,
         Type.Q5_K, Type.Q6_K]
# Where the half floats stand in a block.
SCALES = {Type.Q4_0: [0], Type.Q4_1: [0, 2], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q8_0: [0],
          Type.Q4_K: [0, 2], Type.Q5_K: [0, 2], Type.Q6_K: [208]}
WIDTH = 256


def packed(kind):
    """Two rows of bytes: all bits random, but scales are small numbers."""
    values, size = gguf.GGML_QUANT_SIZES[kind]
    if kind not in SCALES:
        floats = RANDOM.standard_normal((2, WIDTH)).astype(np.float32)
        floats[0, :4] = [0.0, -0.0, 1e-7, -65504.0]
        return gguf.quants.quantize(floats, kind).view(np.uint8).reshape(2, -1)
    blocks = RANDOM.integers(0, 256, (2 * WIDTH // values, size), dtype=np.uint8)
    for at in SCALES[kind]:
        scales = (RANDOM.standard_normal(len(blocks)) * 0.05).astype(np.float16)
        blocks[:, at:at + 2] = scales.view(np.uint8).reshape(-1, 2)
    return blocks.reshape(2, -1)


def types():
    writer = gguf.GGUFWriter(OUT / "types.gguf", "none")
    for kind in TYPES:
        rows = packed(kind)
        expected = gguf.quants.dequantize(rows, kind).reshape(2, WIDTH).astype(np.float32)
        writer.add_tensor(kind.name, rows, raw_shape=rows.shape, raw_dtype=kind)
        writer.add_tensor(kind.name + ".expected", expected)
    close(writer)


def bytes_to_letters():
    """GPT-2's letters for bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters, more = {}, 0
    for byte in range(256):
        if byte in plain:
            letters[byte] = chr(byte)
        else:
            letters[byte] = chr(256 + more)
            more += 1
    return [letters[byte] for byte in range(256)]


MERGES = ["t h", "h e", "Ġ t", "Ġt he", "i n", "e r", "1 2"]
SPECIAL = ["<|end|>", "<|user|>"]
TEMPLATE = ("{% for message in messages %}<|user|>{{ message['content'] }}<|end|>{% endfor %}")


def tokenizer(writer, pre):
    tokens = SPECIAL + bytes_to_letters() + [merge.replace(" ", "") for merge in MERGES]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(SPECIAL) + [1] * (len(tokens) - len(SPECIAL)))
    writer.add_token_merges(MERGES)
    writer.add_eos_token_id(0)
    writer.add_chat_template(TEMPLATE)
    return len(tokens)


def turned(weight, heads):
    """As llama.cpp's converter orders rows of queries and keys."""
    return weight.reshape(heads, 2, weight.shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(weight.shape)


def model(architecture, pre, bias):
    width, inner, heads, shared, depth = 32, 64, 2, 1, 1
    writer = gguf.GGUFWriter(OUT / f"{architecture}.gguf", architecture)
    vocabulary = tokenizer(writer, pre)
    writer.add_block_count(depth)
    writer.add_context_length(64)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(shared)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(20000.0)
    expected = {}

    def put(name, published, shape, kind=Type.F32, order=None):
        weight = (RANDOM.standard_normal(shape) * 0.2).astype(np.float32)
        rows = gguf.quants.quantize(weight, kind)
        expected[published] = gguf.quants.dequantize(rows, kind).astype(np.float32).reshape(shape)
        if order and len(shape) > 1:
            rows = turned(rows, order)
        elif order:
            rows = turned(rows.reshape(-1, 1), order).reshape(-1)
        writer.add_tensor(name, np.ascontiguousarray(rows), raw_shape=rows.shape, raw_dtype=kind)

    put("token_embd.weight", "model.embed_tokens.weight", (vocabulary, width), Type.Q8_0)
    put("output_norm.weight", "model.norm.weight", (width,))
    for layer in range(depth):
        at, to = f"blk.{layer}.", f"model.layers.{layer}."
        llama = architecture == "llama"
        put(at + "attn_norm.weight", to + "input_layernorm.weight", (width,))
        put(at + "ffn_norm.weight", to + "post_attention_layernorm.weight", (width,))
        for name, published, rows, order in (("attn_q", "q_proj", width, heads), ("attn_k", "k_proj", width // 2, shared),
                                             ("attn_v", "v_proj", width // 2, None)):
            order = order if llama else None
            put(f"{at}{name}.weight", f"{to}self_attn.{published}.weight", (rows, width), Type.Q4_1, order)
            if bias:
                put(f"{at}{name}.bias", f"{to}self_attn.{published}.bias", (rows,), Type.F32, order)
        put(at + "attn_output.weight", to + "self_attn.o_proj.weight", (width, width), Type.F16)
        put(at + "ffn_gate.weight", to + "mlp.gate_proj.weight", (inner, width), Type.Q4_0)
        put(at + "ffn_up.weight", to + "mlp.up_proj.weight", (inner, width), Type.Q5_0)
        put(at + "ffn_down.weight", to + "mlp.down_proj.weight", (width, inner), Type.Q5_1)
    close(writer)
    if architecture == "llama":
        answers(expected, vocabulary, width, inner, heads, shared, depth)
    attention = {name: array for name, array in expected.items() if "self_attn" in name}
    save_file(attention, OUT / f"{architecture}.safetensors")
    (OUT / f"{architecture}.safetensors").chmod(0o644)


def splitter():
    """The tokenizer of the file, as transformers has it."""
    tokens = SPECIAL + bytes_to_letters() + [merge.replace(" ", "") for merge in MERGES]
    built = Tokenizer(models.BPE(vocab={token: i for i, token in enumerate(tokens)},
                                 merges=[tuple(merge.split(" ")) for merge in MERGES]))
    built.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)])
    built.decoder = decoders.ByteLevel()
    built.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])
    return built


def answers(weights, vocabulary, width, inner, heads, shared, depth):
    """What transformers' LLaMA of the same weights answers."""
    config = LlamaConfig(
        hidden_size=width, intermediate_size=inner, num_hidden_layers=depth, num_attention_heads=heads,
        num_key_value_heads=shared, vocab_size=vocabulary, rms_norm_eps=1e-5, rope_theta=20000.0,
        max_position_embeddings=64, tie_word_embeddings=True)
    llama = LlamaForCausalLM(config).eval()
    found = llama.load_state_dict({name: torch.tensor(array) for name, array in weights.items()}, strict=False)
    assert found.missing_keys == ["lm_head.weight"] and not found.unexpected_keys, found
    llama.tie_weights()
    built = splitter()
    texts = [{"text": text, "ids": built.encode(text).ids, "decoded": built.decode(built.encode(text).ids, False)}
             for text in ("the inner 12", "<|user|>there<|end|> x", "naïve 東京")]
    rows = []
    for prompt in ("the inner", "12 hers"):
        chat = f"<|user|>{prompt}<|end|>"
        ids = built.encode(chat).ids
        with torch.inference_mode():
            logits = llama(torch.tensor([ids])).logits[0, -1]
            out = llama.generate(torch.tensor([ids]), max_new_tokens=12, do_sample=False, eos_token_id=None,
                                 pad_token_id=0)[0, len(ids):].tolist()
        top = logits.topk(5)
        rows.append({"prompt": prompt, "chat": chat, "input_ids": ids, "output_ids": out,
                     "first_top5": {"ids": top.indices.tolist(), "logits": top.values.tolist()}})
    folder = OUT / "answers"
    folder.mkdir(exist_ok=True)
    record = {"model": "llama.gguf", "tokenizer_texts": texts, "rows": rows}
    (folder / "greedy.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")


def close(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


OUT.mkdir(parents=True, exist_ok=True)
types()
model("llama", "smollm", False)
model("qwen2", "qwen2", True)
