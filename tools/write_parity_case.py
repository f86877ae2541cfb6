#!/usr/bin/env python3
"""Writes a parity case (docs/parity.md) from a Hugging Face model folder.

    python tools/write_parity_case.py llm    MODEL OUT [--rows 2 --length 24 --pad right --new 16]
    python tools/write_parity_case.py vision MODEL OUT [--rows 2 --select-layer -1]
    python tools/write_parity_case.py lora   MODEL OUT [--lora '{"r": 4, "target_modules": ["q_proj"]}']

MODEL is a folder with config.json and model.safetensors, or `random:TYPE` with key=value settings
behind OUT, e.g. `random:llama OUT hidden_size=64 num_hidden_layers=2 num_attention_heads=4`.
Needs torch, transformers and safetensors, for `lora` also peft; runs on the CPU in float32. Never run by the build.
"""
import argparse
import json
import os
import shutil

import torch
import transformers
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM

STEPS, RATE, BETAS, EPS, DECAY, CLIP = 3, 1e-3, (0.9, 0.999), 1e-8, 0.01, 1.0
SMALL = 2100  # larger parameters are stored by their first rows after the steps
ROWS = 8


def value(text):
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def open_model(args, auto):
    """The model in float32, and whether it has to be saved beside the case."""
    if not args.model.startswith("random:"):
        return auto.from_pretrained(args.model, torch_dtype=torch.float32), False
    settings = {key: value(text) for key, text in (s.split("=", 1) for s in args.settings)}
    config = AutoConfig.for_model(args.model.split(":", 1)[1], **settings)
    model = auto.from_config(config).float()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() < 2:  # norms and biases that are not trivially 1 or 0
                parameter.add_(torch.randn_like(parameter) * 0.1)
            else:
                parameter.copy_(torch.randn_like(parameter) / parameter.shape[-1] ** 0.5)
    return model, True


def save(out, case, tensors):
    tensors = {name: tensor.detach().contiguous().clone() for name, tensor in tensors.items()}
    case["tensors"] = {
        name: {"shape": list(t.shape), "dtype": str(t.dtype)[6:]} for name, t in sorted(tensors.items())
    }
    case["versions"] = {"torch": torch.__version__, "transformers": transformers.__version__}
    save_file(tensors, os.path.join(out, "tensors.safetensors"))
    with open(os.path.join(out, "case.json"), "w") as file:
        json.dump(case, file, indent=1)


def save_model(model, out, new, source):
    """Puts the model beside the case; a real one is linked to by a relative path."""
    if new:
        model.save_pretrained(out, safe_serialization=True)
        os.path.exists(p := os.path.join(out, "generation_config.json")) and os.remove(p)
        return {}
    return {"model_dir": os.path.relpath(source, out)}


def inputs(args, vocabulary):
    """Ids, mask and labels; each row but the first is shorter than the one before."""
    ids = torch.randint(3, vocabulary, (args.rows, args.length))
    mask = torch.ones_like(ids)
    for row in range(1, args.rows):
        padding = slice(args.length - 3 * row, None) if args.pad == "right" else slice(0, 3 * row)
        mask[row, padding] = 0
    ids = ids * mask
    labels = torch.where((mask == 1) & (torch.rand(ids.shape) < 0.7), ids, -100)
    # What follows padding would be predicted from it, and a padded row's hidden state is anything.
    labels[:, 1:][mask[:, :-1] == 0] = -100
    return ids, mask, labels


def loss_of(model, ids, mask, positions, labels):
    logits = model(input_ids=ids, attention_mask=mask, position_ids=positions).logits
    rows = labels[:, 1:] != -100
    return torch.nn.functional.cross_entropy(logits[:, :-1][rows], labels[:, 1:][rows])


def norms(named):
    return {name: p.grad.norm().item() for name, p in named}


def greedy(model, vocabulary, count):
    prompt = torch.randint(3, vocabulary, (7,)).tolist()
    ids, margins = list(prompt), []
    with torch.no_grad():
        for _ in range(count):
            best = model(torch.tensor([ids])).logits[0, -1].topk(2)
            margins.append((best.values[0] - best.values[1]).item())
            ids.append(best.indices[0].item())
    return {"prompt": prompt, "new_ids": ids[len(prompt):], "top2_margins": margins}


def train(model, batch, out):
    """Takes AdamW steps as Imago groups them: names ending in bias or containing norm don't decay."""
    named = list(model.named_parameters())
    spared = [n for n, _ in named if n.endswith("bias") or "norm" in n]
    before = {n: p.detach().clone() for n, p in named}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if n not in spared], "weight_decay": DECAY},
            {"params": [p for n, p in named if n in spared], "weight_decay": 0.0},
        ],
        lr=RATE, betas=BETAS, eps=EPS,
    )
    losses, totals = [], []
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss = loss_of(model, *batch)
        loss.backward()
        losses.append(loss.item())
        totals.append(torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP).item())
        optimizer.step()
    after = {n: p.detach() for n, p in named}
    save_file(
        {n: (p if p.numel() <= SMALL else p.flatten(1)[:ROWS]).contiguous().clone() for n, p in after.items()},
        os.path.join(out, f"after{STEPS}_adamw.safetensors"),
    )
    return {
        "kind": "AdamW (decoupled decay, bias correction)",
        "lr": RATE, "betas": BETAS, "eps": EPS, "weight_decay": DECAY,
        "clip_global_norm": CLIP, "steps": STEPS, "no_decay": spared,
        "step_losses_before_update": losses,
        "total_grad_norm_before_clip": totals,
        f"loss_after_{STEPS}": loss_of(model, *batch).item(),
        f"params_after{STEPS}": {
            n: {
                "norm": p.norm().item(),
                "delta_norm": (p - before[n]).norm().item(),
                "sum": p.double().sum().item(),
            }
            for n, p in after.items()
        },
    }


def write_llm(args):
    model, new = open_model(args, AutoModelForCausalLM)
    model.eval()
    ids, mask, labels = inputs(args, model.config.vocab_size)
    positions = (mask.cumsum(-1) - 1).clamp(min=0) if args.pad == "left" else None
    batch = (ids, mask, positions, labels)
    case = {"family": "llm", "kind": model.config.model_type, "seed": args.seed, **save_model(model, args.out, new, args.model)}
    output = model(input_ids=ids, attention_mask=mask, position_ids=positions, output_hidden_states=True)
    tensors = {
        "input_ids": ids, "attention_mask": mask, "labels": labels,
        "expected_embeddings": output.hidden_states[0],
        "expected_hidden_after_layer1": output.hidden_states[1],
        "expected_final_hidden": output.hidden_states[-1],
        "expected_logits": output.logits,
    }
    if positions is not None:
        tensors["position_ids"] = positions
    case["greedy"] = greedy(model, model.config.vocab_size, args.new)
    loss = loss_of(model, *batch)
    loss.backward()
    named = [(n, p) for n, p in model.named_parameters() if p.grad is not None]
    tensors.update({f"expected_grad/{n}": p.grad for n, p in named if p.numel() <= SMALL})
    case["expected"] = {
        "loss": loss.item(), "grad_norms": norms(named),
        "grad_norm_total": torch.stack([p.grad.norm() for _, p in named]).norm().item(),
    }
    model.zero_grad()
    if args.steps:
        case["optimizer"] = train(model, batch, args.out)
    save(args.out, case, tensors)


def write_vision(args):
    model, new = open_model(args, AutoModel)
    model = getattr(model, "vision_model", model) if new is False else model
    model.eval()
    config = getattr(model.config, "vision_config", model.config)
    height, width = args.pixels or [config.image_size] * 2
    pixels = torch.randn(args.rows, config.num_channels, height, width)
    kind = config.model_type.replace("_vision_model", "")
    # SigLIP and CLIP interpolate their positions only when told to; DINOv2 always does.
    other = {"interpolate_pos_encoding": True} if args.pixels and kind in ("siglip", "clip") else {}
    with torch.no_grad():
        output = model(pixel_values=pixels, output_hidden_states=True, **other)
    states = output.hidden_states
    features = states[args.select_layer]
    last, expected = "expected_last_hidden_state", {}
    if kind == "siglip":
        last += "_with_post_norm"
        expected["differs_from_post_norm_by"] = (output.last_hidden_state - features).abs().max().item()
    else:  # a class token, and DINOv2's registers, stand before the patches
        features = model.layernorm(features) if kind.startswith("dinov2") else features
        features = features[:, 1 + getattr(config, "num_register_tokens", 0):]
    tensors = {"pixel_values": pixels, "expected_features": features, last: output.last_hidden_state}
    tensors.update({f"expected_hidden_states.{i}": s for i, s in enumerate(states)})
    if getattr(output, "pooler_output", None) is not None:
        tensors["expected_pooled"] = output.pooler_output
    case = {
        "family": "vision", "kind": kind, "seed": args.seed, "select_layer": args.select_layer,
        "prefix_here": "" if kind.startswith("dinov2") else "vision_model.",
        **save_model(model, args.out, new, args.model), "expected": expected,
    }
    save(args.out, case, tensors)


def write_lora(args):
    import peft

    model, new = open_model(args, AutoModelForCausalLM)
    model.eval()
    base = os.path.join(args.out, "base")
    link = save_model(model, base, new, args.model)
    ids, mask, labels = inputs(args, model.config.vocab_size)
    batch = (ids, mask, None, labels)
    tensors = {"input_ids": ids, "attention_mask": mask, "labels": labels}
    with torch.no_grad():
        tensors["base_logits"] = model(input_ids=ids, attention_mask=mask).logits
    settings = peft.LoraConfig(task_type="CAUSAL_LM", **json.loads(args.lora))
    adapted = peft.get_peft_model(model, settings)
    adapted.eval()
    with torch.no_grad():  # nothing that starts at zero, or all would be the base
        for name, parameter in adapted.named_parameters():
            if "lora_" in name:
                parameter.add_(torch.randn_like(parameter) * 0.1)
    adapted.save_pretrained(os.path.join(args.out, "adapter"))
    with torch.no_grad():
        tensors["expected_logits"] = adapted(input_ids=ids, attention_mask=mask).logits
    loss = loss_of(adapted, *batch)
    loss.backward()
    named = [(n, p) for n, p in adapted.named_parameters() if p.grad is not None]
    tensors.update({f"expected_grad/{n}": p.grad for n, p in named if p.numel() <= SMALL})
    case = {
        "family": "lora", "seed": args.seed, "adapter_dir": "adapter",
        "base_dir": os.path.join("base", link.get("model_dir", "")).rstrip("/"),
        "expected": {"loss": loss.item(), "grad_norms": norms(named)},
    }
    merged = adapted.merge_and_unload()
    with torch.no_grad():
        tensors["expected_merged_logits"] = merged(input_ids=ids, attention_mask=mask).logits
    save(args.out, case, tensors)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", choices=["llm", "vision", "lora"])
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("settings", nargs="*")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=2)
    parser.add_argument("--length", type=int, default=24)
    parser.add_argument("--pad", choices=["left", "right"], default="right")
    parser.add_argument("--new", type=int, default=16, help="ids of the greedy continuation")
    parser.add_argument("--no-steps", dest="steps", action="store_false", help="leave AdamW out")
    parser.add_argument("--select-layer", type=int, default=-1)
    parser.add_argument("--lora", default='{"r": 4, "target_modules": ["q_proj", "v_proj"]}', help="keys of LoraConfig")
    parser.add_argument("--pixels", type=int, nargs=2, help="height and width, where not image_size")
    args = parser.parse_intermixed_args()
    torch.manual_seed(args.seed)
    shutil.rmtree(args.out, ignore_errors=True)
    os.makedirs(args.out)
    {"llm": write_llm, "vision": write_vision, "lora": write_lora}[args.family](args)
    print("wrote", args.out)


if __name__ == "__main__":
    main()
