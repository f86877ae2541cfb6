"""Training steps on random ids with AdamW and clipping: what hf_train.py and hf_lora.py share."""

import time

import torch

from smollm2_shape import peak_gigabytes


def add_options(parser):
    parser.add_argument("--attention", default="sdpa")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--length", type=int, default=512)
    parser.add_argument("--labelled", type=float, default=1.0, help="share of positions with a label")
    parser.add_argument("--steps", type=int, default=4, help="measured, after one to warm up")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--recompute", action="store_true", help="gradient checkpointing")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")


def measure(llama, options):
    """Figures of the best step, and the losses of all."""
    llama = llama.to(options.device)
    if options.recompute:
        llama.gradient_checkpointing_enable({"use_reentrant": False})
    trained = [p for p in llama.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-4)
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(0, 49152, (options.batch, options.length), generator=generator)
    ids = ids.to(options.device)
    labels = ids.clone()
    labels[:, : int(options.length * (1 - options.labelled))] = -100
    times, computed, losses = [], [], []
    for _ in range(options.steps + 1):
        start, before = time.perf_counter(), time.process_time()
        loss = llama(input_ids=ids, labels=labels, use_cache=False).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(round(loss.item(), 4))
        if ids.is_cuda:
            torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
        computed.append(time.process_time() - before)
    best = min(times[1:])
    return {
        "tokens_per_second": round(ids.numel() / best, 1),
        "seconds_per_step": round(best, 3),
        "seconds_per_step_median": round(sorted(times[1:])[len(times[1:]) // 2], 3),
        "thread_seconds_per_step": round(min(computed[1:]) / options.threads, 3),
        "peak_gigabytes": round(peak_gigabytes(), 2),
        "losses": losses,
    }
