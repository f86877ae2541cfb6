"""Writes small parity cases of the diffusion decoder and of picture metrics from diffusers and
scikit-image: schedulers, a UNet in the style of Stable Diffusion 2, a picture changed by
StableDiffusionImg2ImgPipeline, PSNR and SSIM.

    python tools/write_decoder_cases.py integration-tests/src/test/resources/parity/decoder

Needs torch, diffusers, safetensors, numpy and scikit-image. The folder must hold `models/tiny-eps`,
`vae-legacy-keys` and `proj-mlp-2-tokens16`, whose weights the changed picture takes.
"""

import json
import sys
from pathlib import Path

import diffusers
import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    DDIMScheduler,
    PNDMScheduler,
    StableDiffusionImg2ImgPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import load_file, save_file

SD = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)


def normal(seed, *shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def write(folder, family, seed, config, expected, tensors, **more):
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {name: value.detach().float().contiguous() for name, value in tensors.items()}
    save_file(tensors, folder / "tensors.safetensors")
    case = dict(
        name=folder.name,
        family=family,
        seed=seed,
        made_with=dict(torch=torch.__version__, diffusers=diffusers.__version__),
        models=more.pop("models", {}),
        config=config,
        expected=expected,
        tensors={name: dict(shape=list(value.shape)) for name, value in tensors.items()},
        **more,
    )
    (folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")


def scheduler(root, name, kind, seed, runs, **settings):
    """Every run is steps, spacing and what the model answers; the answers are noise."""
    expected, tensors = {}, {}
    resolved = kind(**SD, **settings)
    for run, (steps, changes) in runs.items():
        own = kind(**{**SD, **settings, **changes})
        own.set_timesteps(steps)
        shape = (1, 2, 3, 3)
        initial = normal(seed, *shape)
        outputs = normal(seed + 1, len(own.timesteps), *shape)
        noises = normal(seed + 2, len(own.timesteps), *shape)
        sample = initial * own.init_noise_sigma
        samples, inputs, seen = [sample], [], []
        for call, t in enumerate(own.timesteps):
            inputs.append(own.scale_model_input(sample, t))
            drawn(noises[call])
            step = own.step(outputs[call], t, sample)
            sample = step.prev_sample
            samples.append(sample)
            seen.append(getattr(step, "pred_original_sample", None))
        tensors[run + ".initial_noise"] = initial
        tensors[run + ".model_outputs"] = outputs
        tensors[run + ".samples"] = torch.stack(samples)
        if kind is not PNDMScheduler:
            tensors[run + ".sigmas"] = own.sigmas
            tensors[run + ".scaled_inputs"] = torch.stack(inputs)
            tensors[run + ".pred_original"] = torch.stack(seen)
        if kind is EulerAncestralDiscreteScheduler:
            tensors[run + ".step_noise"] = noises
        expected[run + ".init_noise_sigma"] = float(own.init_noise_sigma)
        expected[run + ".timesteps"] = own.timesteps.tolist()
        expected[run + ".timesteps_dtype"] = str(own.timesteps.dtype)
        expected[run + ".model_calls"] = len(own.timesteps)
    config = dict(
        sampler=name,
        class_name=kind.__name__,
        resolved_scheduler_config={k: v for k, v in resolved.config.items() if k[0] != "_"},
    )
    write(root / name, "scheduler", seed, config, expected, tensors)


def drawn(noise):
    """Makes the next noise of the ancestral scheduler this one."""
    import diffusers.schedulers.scheduling_euler_ancestral_discrete as module

    module.randn_tensor = lambda *shape, **how: noise


def unet_sd2(root, seed):
    """Linear projections, heads by level, a context of its own width, v-prediction."""
    torch.manual_seed(seed)
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(4, 8),
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        layers_per_block=1,
        norm_num_groups=2,
        attention_head_dim=(2, 4),
        cross_attention_dim=12,
        use_linear_projection=True,
    )
    for parameter in unet.parameters():
        # Normals and biases start at ones and zeros, which would hide what takes them.
        parameter.data += 0.1 * torch.randn_like(parameter)
    folder = root / "unet-sd2"
    unet.save_pretrained(folder / "unet")
    sample, context = normal(seed + 1, 2, 4, 8, 8), normal(seed + 2, 2, 5, 12)
    target = normal(seed + 3, 2, 4, 8, 8)
    times = torch.tensor([17.0, 803.0])
    tensors = dict(sample=sample, encoder_hidden_states=context, target=target)
    tensors["mixed_timesteps"] = times
    with torch.no_grad():
        for t in (1, 951):
            tensors[f"output.t{t}"] = unet(sample, t, context).sample
    sample.requires_grad_(), context.requires_grad_()
    output = unet(sample, times, context).sample
    tensors["mixed_output"] = output
    loss = (output - target).square().mean()
    loss.backward()
    tensors["grad_input.sample"] = sample.grad
    tensors["grad_input.encoder_hidden_states"] = context.grad
    gradients = {name: p.grad for name, p in unet.named_parameters()}
    for name in gradients:
        if "proj_in" in name or "proj_out" in name:
            tensors["grad." + name] = gradients[name]
    norms = {name: float(g.norm()) for name, g in gradients.items()}
    expected = dict(loss=float(loss), grad_norm_per_parameter=norms)
    expected["grad_norm_total"] = float(sum(n * n for n in norms.values()) ** 0.5)
    config = dict(timesteps=[1, 951])
    write(folder, "unet", seed, config, expected, tensors, models=dict(unet="unet"))


def img2img(root, seed):
    """A picture's latents (the mean of the posterior), noised and denoised again."""
    folder = root / "pipeline-img2img"
    projector = load_file(root / "proj-mlp-2-tokens16/projector.safetensors")
    keys = json.loads((root / "proj-mlp-2-tokens16/model_config.json").read_text())
    unet = UNet2DConditionModel.from_pretrained(root / "models/tiny-eps/unet")
    vae = AutoencoderKL.from_pretrained(root / "vae-legacy-keys/vae")
    scheduler = DDIMScheduler(**SD, clip_sample=False, set_alpha_to_one=False)
    embeddings = normal(seed, 1, 16, 72)
    context = torch.zeros(1, 77, keys["output_dim"])
    context[:, :16] = projected(embeddings, projector)
    picture = normal(seed + 1, 1, 3, 16, 24).clamp(-2, 2) / 2
    noise = normal(seed + 2, 1, 4, 8, 12)
    with torch.no_grad():
        start = vae.encode(picture).latent_dist.mean * vae.config.scaling_factor
    pipeline = StableDiffusionImg2ImgPipeline(
        vae, None, None, unet, scheduler, None, None, requires_safety_checker=False
    )
    pipeline.set_progress_bar_config(disable=True)
    import diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion_img2img as module

    module.randn_tensor = lambda *shape, **how: noise
    # It asks for the tokenizer's type alone where embeddings are given.
    after, scale, steps, strength = [], 3.0, 8, 0.6
    with torch.no_grad():
        last = pipeline(
            image=start,
            prompt_embeds=context,
            negative_prompt_embeds=torch.zeros_like(context),
            strength=strength,
            num_inference_steps=steps,
            guidance_scale=scale,
            output_type="latent",
            callback_on_step_end=lambda p, i, t, k: after.append(k["latents"].clone()) or k,
        ).images
        decoded = vae.decode(last / vae.config.scaling_factor).sample
    levels = ((decoded / 2 + 0.5).clamp(0, 1) * 255).round().permute(0, 2, 3, 1)
    prefix = f"g{scale}."
    tensors = {
        "embeddings": embeddings,
        "context": context,
        "start_picture": picture,
        "start_latents": start,
        "initial_latents": noise,
        prefix + "latents_after": torch.stack([after[0], after[2]]),
        prefix + "final_latents": last,
        prefix + "image_u8": levels,
    }
    config = dict(
        guidance_scales=[scale], steps=steps, strength=strength, latents_after_calls=[1, 3]
    )
    models = dict(
        unet="../models/tiny-eps/unet",
        vae="../vae-legacy-keys/vae",
        projector="../proj-mlp-2-tokens16/projector.safetensors",
    )
    expected = {prefix + "model_calls": len(after)}
    write(folder, "pipeline", seed, config, expected, tensors, models=models)
    (folder / "model_config.json").write_text(json.dumps(keys))
    scheduler.save_config(folder)


def projected(embeddings, weights):
    """Linear, norm, ReLU; the last layer without ReLU."""
    functional = torch.nn.functional
    layers = sorted({name.split(".")[1] for name in weights})
    x = embeddings
    for i in layers:
        x = functional.linear(x, weights[f"layers.{i}.weight"], weights[f"layers.{i}.bias"])
        scale, shift = weights[f"norms.{i}.weight"], weights[f"norms.{i}.bias"]
        x = functional.layer_norm(x, scale.shape, scale, shift)
        x = functional.relu(x) if i != layers[-1] else x
    return x


def pictures(root, seed):
    from skimage.metrics import mean_squared_error, peak_signal_noise_ratio
    from skimage.metrics import structural_similarity as ssim

    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:20, 0:23]
    base = 128 + 90 * np.sin(rows / 3)[..., None] * np.cos(columns[..., None] / [2, 4, 7])
    a = base.round().clip(0, 255).astype(np.uint8)
    b = (base + random.normal(0, 12, base.shape)).round().clip(0, 255).astype(np.uint8)
    wide_a, wide_b = a.astype(np.float64), b.astype(np.float64)
    usual = dict(data_range=255, channel_axis=2)
    gaussian = dict(gaussian_weights=True, sigma=1.5)
    whole, similarity = ssim(wide_a, wide_b, full=True, **usual)
    expected = dict(
        mse=mean_squared_error(a, b),
        psnr=peak_signal_noise_ratio(a, b, data_range=255),
        psnr_unit_range=peak_signal_noise_ratio(wide_a / 255, wide_b / 255, data_range=1),
        ssim_uniform7=whole,
        ssim_gaussian_wang=ssim(
            wide_a, wide_b, use_sample_covariance=False, **gaussian, **usual
        ),
        ssim_gaussian_sample_covariance=ssim(wide_a, wide_b, **gaussian, **usual),
        ssim_per_channel_uniform7=[
            ssim(wide_a[..., c], wide_b[..., c], data_range=255) for c in range(3)
        ],
    )
    tensors = dict(a=torch.tensor(wide_a), b=torch.tensor(wide_b))
    write(root / "metrics-pictures", "metrics", seed, {}, expected, tensors)


def main():
    root = Path(sys.argv[1])
    torch.set_num_threads(1)
    runs = {"n5": (5, {}), "trailing7": (7, dict(timestep_spacing="trailing"))}
    runs["v_prediction.n6"] = (6, dict(prediction_type="v_prediction"))
    scheduler(root, "sched-pndm", PNDMScheduler, 3201, runs, skip_prk_steps=True)
    scheduler(root, "sched-euler", EulerDiscreteScheduler, 3202, runs)
    scheduler(root, "sched-euler-ancestral", EulerAncestralDiscreteScheduler, 3203, runs)
    unet_sd2(root, 2101)
    img2img(root, 5101)
    pictures(root, 7101)


main()
