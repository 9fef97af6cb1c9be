"""Makes the fixtures beside it: tiny random Llamas as Hugging Face transformers saves them, and what it computes.

Needs torch and transformers; the tests need neither. Usage: python llama_tiny.py
"""

import json
from pathlib import Path

import torch
from tokenizers import ByteLevelBPETokenizer
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

# What differs from variant to variant: the groups, the head's width, the tied head, the base, epsilon.
VARIANTS = {
    "grouped": {"num_attention_heads": 4, "num_key_value_heads": 2},
    "one-group-tied": {"num_key_value_heads": 1, "tie_word_embeddings": True, "rms_norm_eps": 0.1},
    "wide-heads": {"head_dim": 6, "rope_parameters": {"rope_type": "default", "rope_theta": 50.0}},
    "as-version-4": {"rope_parameters": {"rope_type": "default", "rope_theta": 200.0}},
    "bfloat16": {"num_key_value_heads": 1, "intermediate_size": 21},
}
TOKENS = [[3, 1, 4, 1, 5, 9, 2, 6], [10, 0, 7, 7, 8, 3, 5, 0]]
SENTENCE = "the cat drank the milk because it was thirsty"
NEW = 12


def main():
    torch.manual_seed(2023)
    folder = Path(__file__).parent / "llama-tiny"
    for name, changes in VARIANTS.items():
        make(folder / name, name, changes)
    make_byte_pairs(folder / "byte-pairs")


def new(**changes):
    sizes = {
        "vocab_size": 11, "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 2, "num_attention_heads": 2,
        "max_position_embeddings": 32, "bos_token_id": None, "eos_token_id": None, "attn_implementation": "eager",
    }
    model = LlamaForCausalLM(LlamaConfig(**(sizes | changes))).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.5)  # gains too: what is 1 can be forgotten unseen
    return model


def make(folder, name, changes):
    model = new(**changes)
    if name == "bfloat16":
        model = model.bfloat16()
    save(model, folder)
    if name == "as-version-4":
        as_version_4(folder / "config.json")
    (folder / "vocab.json").write_text(json.dumps({chr(97 + i): i for i in range(11)}))
    model = model.float()
    tokens = torch.tensor(TOKENS)
    golden = {
        "tokens": TOKENS,
        "logits": model(tokens).logits.detach().flatten().tolist(),
        "written": written(model, tokens),
    }
    (folder / "golden.json").write_text(json.dumps(golden, indent=0) + "\n")


def written(model, tokens):
    """What follows, always the likeliest token."""
    ones = torch.ones_like(tokens)  # all of them are seen: none is padding
    whole = model.generate(tokens, attention_mask=ones, max_new_tokens=NEW, do_sample=False, pad_token_id=0)
    return whole[:, tokens.shape[1]:].tolist()


def save(model, folder):
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    (folder / "model.safetensors").chmod(0o644)


def as_version_4(file):
    """Until its version 5 transformers wrote the base of the turns beside all else."""
    config = json.loads(file.read_text())
    config["rope_theta"] = config.pop("rope_parameters")["rope_theta"]
    config["rope_scaling"] = None
    file.write_text(json.dumps(config, indent=2) + "\n")


def make_byte_pairs(folder):
    """A model of byte pairs, with its tokenizer as transformers saves it."""
    pairs = ByteLevelBPETokenizer()
    pairs.train_from_iterator([SENTENCE] * 3, vocab_size=270, min_frequency=2, special_tokens=["<|endoftext|>"])
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pairs._tokenizer, eos_token="<|endoftext|>")
    model = new(vocab_size=270, eos_token_id=0, max_position_embeddings=64)
    save(model, folder)
    tokenizer.save_pretrained(folder)
    for name in ["tokenizer_config.json", "special_tokens_map.json", "chat_template.jinja"]:
        (folder / name).unlink(missing_ok=True)
    tokens = tokenizer(SENTENCE, return_tensors="pt")["input_ids"]
    texts = {"prompt": SENTENCE, "tokens": tokens[0].tolist(), "written": written(model, tokens)[0]}
    texts["text"] = tokenizer.decode(texts["written"])
    (folder / "golden.json").write_text(json.dumps(texts, indent=0) + "\n")


main()
