"""Writes the GGUF file with a SentencePiece tokenizer that the tests read, and what it must make of texts.

    pip install sentencepiece==0.2.3 gguf==0.19.0 transformers==4.51.3 protobuf
    python tools/write_spm_cases.py sdk-runtime/src/test/resources/gguf

spm.gguf: a tokenizer alone, BPE with bytes to fall back on, trained on the prose that comes with Python, with
LLaMA 2's settings (identity normalizer, a space in front, spaces kept). spm.json: ids and texts as
sentencepiece has them, and as transformers' conversion to a tokenizer.json has them where special tokens
stand in the text.
"""
import json
import pathlib
import sys
import tempfile

import gguf
import sentencepiece
from pydoc_data.topics import topics
from sentencepiece import sentencepiece_model_pb2
from transformers import LlamaTokenizerFast

OUT = pathlib.Path(sys.argv[1])
TEXTS = ["", " ", "   ", "the", " the", "Hello world", "  two  spaces ", "a\nb\n\n c", "\ttab", "naïve 東京 🦙",
         "▁ itself", "<0x0A> is no byte", "The statement evaluates the expression.", "e\u0301 \u00a0 x", "12345 == 0x3039",
         "aaaaaaaaaa", "returns\r\nreturn;"]
SPECIAL = ["<s>the object</s>", "</s> the</s>object", "<s><s>", "a<unk>b", "[INST] the class [/INST]"]

folder = pathlib.Path(tempfile.mkdtemp())
(folder / "prose.txt").write_text("\n".join(sorted(topics.values())))
sentencepiece.SentencePieceTrainer.train(
    input=str(folder / "prose.txt"), model_prefix=str(folder / "tokenizer"), model_type="bpe", vocab_size=480,
    byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
    allow_whitespace_only_pieces=True, split_digits=True, character_coverage=0.999, num_threads=1,
    minloglevel=2)
path = folder / "tokenizer.model"
proto = sentencepiece_model_pb2.ModelProto()
proto.ParseFromString(path.read_bytes())

writer = gguf.GGUFWriter(OUT / "spm.gguf", "llama")
writer.add_tokenizer_model("llama")
writer.add_tokenizer_pre("default")
writer.add_token_list([piece.piece for piece in proto.pieces])
writer.add_token_scores([piece.score for piece in proto.pieces])
writer.add_token_types([piece.type for piece in proto.pieces])
writer.add_bos_token_id(1)
writer.add_eos_token_id(2)
writer.add_unk_token_id(0)
writer.add_add_bos_token(True)
writer.add_add_eos_token(False)
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()

own = sentencepiece.SentencePieceProcessor(model_file=str(path))
fast = LlamaTokenizerFast(vocab_file=str(path), legacy=True, add_prefix_space=True, add_bos_token=False)
rows = []
for text in TEXTS:
    ids = own.encode(text)
    converted = fast.encode(text, add_special_tokens=False)
    if converted != ids:
        print("transformers has other ids:", repr(text), ids, converted)
    rows.append({"text": text, "ids": ids, "decoded": own.decode(ids)})
for text in SPECIAL:
    ids = fast.encode(text, add_special_tokens=False)
    rows.append({"text": text, "ids": ids, "decoded": fast.decode(ids, clean_up_tokenization_spaces=False)})
(OUT / "spm.json").write_text(json.dumps({"rows": rows}, ensure_ascii=False, indent=1) + "\n")
