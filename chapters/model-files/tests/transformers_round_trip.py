"""What we save loads in Hugging Face transformers and computes there what it computes here; saved from there, it
writes the same text here. (Models that are transformers' own are in gpt2.rs and llama.rs.)

Needs torch and transformers, so it is no part of the tests. Usage, from the top of the workspace, after
`cargo test --workspace --test tests -- bit_for_bit`, which saves the models and builds the program:

    python chapters/model-files/tests/transformers_round_trip.py target/tmp target/debug/glassgpt

where target/tmp is the folder of the tests' temporary files.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModelForCausalLM


def main():
    gpts, llamas = (sorted((Path(sys.argv[1]) / kind).iterdir()) for kind in ["models", "llamas"])
    assert len(gpts) == 16, f"{len(gpts)} models, but directory.rs saves 16"
    assert len(llamas) == 3, f"{len(llamas)} models, but llama.rs saves 3"
    worst = 0.0
    for folder in gpts + llamas:
        if "-post-" in folder.name:
            refused(folder)
        else:
            worst = max(worst, difference(folder))
    assert worst < 1e-4, worst
    print(f"greatest difference of all: {worst:.1e}")


def difference(folder):
    model, info = AutoModelForCausalLM.from_pretrained(folder, output_loading_info=True)
    faults = {kind: found for kind, found in info.items() if found}
    assert not faults, faults
    ours = torch.tensor(json.loads((folder / "logits.json").read_text()))
    vocabulary, length = model.config.vocab_size, model.config.max_position_embeddings
    with torch.no_grad():
        theirs = model.eval()(torch.arange(length)[None] % vocabulary).logits.flatten()
    difference = (ours - theirs).abs().max().item()
    with tempfile.TemporaryDirectory() as again:
        model.save_pretrained(again)
        shutil.copy(folder / "vocab.json", again)
        assert written(folder) == written(again), folder
    print(f"{folder.name:28} logits up to {ours.abs().max():.2f}, greatest difference {difference:.1e}")
    return difference


def written(folder):
    command = [sys.argv[2], "generate", "--model", str(folder), "--prompt", "the cat", "--tokens", "100"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def refused(folder):
    try:
        AutoConfig.from_pretrained(folder)
    except ValueError as error:
        assert "glassgpt-post-ln" in str(error)
        print(f"{folder.name:28} refused, as it should be")
    else:
        sys.exit(f"{folder.name} was taken for a GPT-2")


main()
