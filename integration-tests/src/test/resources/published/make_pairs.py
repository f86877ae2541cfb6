"""Writes clip-pair and siglip-pair: tiny random models of pictures and texts, with tokenizers, and
what transformers makes of some texts and pictures.

    python make_pairs.py FOLDER
"""
import json, os, re, string, sys
import numpy as np, torch
from PIL import Image
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (
    CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPTokenizerFast, PreTrainedTokenizerFast,
    SiglipConfig, SiglipImageProcessor, SiglipModel,
)

torch.set_num_threads(1)
TEXTS = [
    "A red bag", "a RED bag!", "two blue shoes, left of a bag", "", "the  shirt's\ncollar",
    "a red bag " * 12,
]
SIDES = [(30, 20), (14, 14), (9, 40)]
TEXT = dict(
    vocab_size=80, hidden_size=8, intermediate_size=16, num_hidden_layers=2,
    num_attention_heads=2, max_position_embeddings=12,
)
VISION = dict(
    hidden_size=8, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2,
    image_size=14, patch_size=7,
)


def picture(width, height):
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return Image.fromarray(((x * 7 + y * 13 + c * 40) % 256).astype(np.uint8))


def randomised(model, seed):
    torch.manual_seed(seed)
    for p in model.parameters():
        if p.ndim > 1:
            p.data = torch.randn_like(p) / p.shape[-1] ** 0.5
        elif p.numel() > 1:
            p.data += 0.2 * torch.randn_like(p)
    return model.eval()


def words(text):
    """As SiglipTokenizer.canonicalize_text with lower case before."""
    text = text.lower().translate(str.maketrans("", "", string.punctuation))
    return re.sub(r"\s+", " ", text).strip()


def save(folder, model, tokenizer, processor, ids):
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    processor.save_pretrained(folder)
    os.remove(f"{folder}/special_tokens_map.json")
    images = [picture(*side) for side in SIDES]
    with torch.no_grad():
        texts = model.get_text_features(input_ids=torch.tensor(ids))
        pixels = torch.cat([processor(i, return_tensors="pt").pixel_values for i in images])
        pictures = model.get_image_features(pixel_values=pixels)
    expected = dict(texts=TEXTS, ids=ids, text_embeddings=texts.tolist())
    expected.update(sides=SIDES, picture_embeddings=pictures.tolist())
    with open(f"{folder}/expected.json", "w") as file:
        json.dump(expected, file)


def clip(folder):
    os.makedirs(folder)
    letters = list(string.ascii_lowercase + ",.!'")
    vocabulary = letters + [one + "</w>" for one in letters]
    merges = [("r", "e"), ("re", "d</w>"), ("b", "a"), ("ba", "g</w>"), ("s", "h")]
    vocabulary += [a + b for a, b in merges] + ["<|startoftext|>", "<|endoftext|>"]
    with open(f"{folder}/vocab.json", "w") as file:
        json.dump({token: i for i, token in enumerate(vocabulary)}, file)
    with open(f"{folder}/merges.txt", "w") as file:
        file.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    tokenizer = CLIPTokenizerFast(
        f"{folder}/vocab.json", f"{folder}/merges.txt", model_max_length=12
    )
    os.remove(f"{folder}/vocab.json"), os.remove(f"{folder}/merges.txt")
    end = tokenizer.eos_token_id
    text = dict(**TEXT, bos_token_id=end - 1, eos_token_id=end)
    text["vocab_size"] = len(vocabulary)
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=VISION, projection_dim=6))
    processor = CLIPImageProcessor(
        size={"shortest_edge": 14}, crop_size={"height": 14, "width": 14}
    )
    ids = tokenizer(TEXTS, padding="max_length", truncation=True, max_length=12).input_ids
    save(folder, randomised(model, 31), tokenizer, processor, ids)
    for name in ("vocab.json", "merges.txt"):
        os.remove(f"{folder}/{name}")


def siglip(folder):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=70, special_tokens=["<unk>", "</s>"], unk_token="<unk>"
    )
    tokenizer.train_from_iterator([words(t) for t in TEXTS[:5]] * 3, trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="</s>", pad_token="</s>", unk_token="<unk>"
    )
    model = SiglipModel(SiglipConfig(text_config=TEXT, vision_config=VISION))
    processor = SiglipImageProcessor(size={"height": 14, "width": 14})
    ids = []
    for text in TEXTS:
        own = fast(words(text), add_special_tokens=False).input_ids[:11] + [fast.eos_token_id]
        ids.append(own + [fast.pad_token_id] * (12 - len(own)))
    save(folder, randomised(model, 32), fast, processor, ids)
    path = f"{folder}/tokenizer_config.json"
    settings = json.load(open(path))
    settings["tokenizer_class"] = "SiglipTokenizer"
    json.dump(settings, open(path, "w"), indent=2)


clip(f"{sys.argv[1]}/clip-pair")
siglip(f"{sys.argv[1]}/siglip-pair")
