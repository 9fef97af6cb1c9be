"""Trains a model of `glassgpt pretrain --text FILE` further with Hugging Face transformers, on all the devices there are.

    pip install torch transformers accelerate
    accelerate launch beyond.py MODEL OUT --steps 1000

MODEL is the folder of a finished run; start this where that run was started, so that the text is found. OUT is the
folder for the result, which `glassgpt generate --model OUT` reads. How many devices and machines there are, and in which
precision they compute, is not said here: `accelerate config` asks for it once, and `accelerate launch` sees to it.
"""

import argparse
import csv
import json
import shutil
import sys
from pathlib import Path

import torch
from accelerate import Accelerator
from accelerate.utils import DataLoaderConfiguration, set_seed
from safetensors import safe_open
from torch.nn.functional import cross_entropy
from torch.optim import AdamW
from torch.optim.lr_scheduler import LinearLR
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM


# ANCHOR: text
def read(folder):
    """The settings of the run; its text as tokens, without the last tenth; the last tenth."""
    with safe_open(folder / "training.safetensors", "pt") as checkpoint:
        run = json.loads(checkpoint.metadata()["settings"])
    if run.get("text") is None:
        sys.exit(f"{folder} has not learnt from a text file: give a run of pretrain --text FILE")
    vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    with open(run["text"], encoding="utf-8", newline="") as file:
        text = file.read()
    tokens = torch.tensor([vocabulary[character] for character in text])
    held_out = len(tokens) // 10
    return run, tokens[:-held_out], tokens[-held_out:]


def windows(tokens, context):
    """All windows, one token longer than the model sees: the targets are the inputs, one later."""
    return tokens.unfold(0, context + 1, 1)
# ANCHOR_END: text


# ANCHOR: loss
def loss_of(model, window):
    logits = model(window[:, :-1]).logits  # (B, T, V)
    return cross_entropy(logits.flatten(0, 1), window[:, 1:].flatten())


@torch.no_grad()
def validate(model, held_out, run):
    """The mean loss on the very windows that `glassgpt pretrain` measures on."""
    room = len(held_out) - run["context"]
    affordable = max(1, run["steps"] * run["batch"] // 10)
    count = min(max(1, affordable // 8), 256, room)
    starts = [i * room // count for i in range(count)]
    fixed = windows(held_out, run["context"])[starts].to(model.device)
    losses = [loss_of(model, some).item() * len(some) for some in fixed.split(run["batch"])]
    return sum(losses) / count
# ANCHOR_END: loss


# ANCHOR: train
def train(accelerator, model, learn, run, steps):
    loader = DataLoader(windows(learn, run["context"]), run["batch"], shuffle=True)
    optimizer = AdamW(model.parameters(), lr=3e-4, betas=(0.9, 0.99), weight_decay=0.01)
    warm_up = LinearLR(optimizer, start_factor=0.02, total_iters=50)  # its means start from 0
    # Each device gets a copy of the model and its share of the batches.
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    batches = range(steps * accelerator.gradient_accumulation_steps)
    for batch, window in zip(batches, loader):
        with accelerator.accumulate(model):
            loss = loss_of(model, window)
            accelerator.backward(loss)  # and the mean over all devices
            if accelerator.sync_gradients:
                accelerator.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
        if accelerator.sync_gradients:  # a step was made
            warm_up.step()
        accelerator.print(f"batch {batch + 1}: loss {loss.item():.4f}")
    return accelerator.unwrap_model(model), accelerator.get_state_dict(model)
# ANCHOR_END: train


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--accumulate", type=int, default=1, metavar="N", help="batches that are added up for a step")
    arguments = parser.parse_args()
    set_seed(1)
    # ANCHOR: main
    same_windows = DataLoaderConfiguration(use_seedable_sampler=True)  # in the same order, on however many devices
    accelerator = Accelerator(gradient_accumulation_steps=arguments.accumulate, dataloader_config=same_windows)
    run, learn, held_out = read(arguments.model)
    model = AutoModelForCausalLM.from_pretrained(arguments.model).to(accelerator.device)
    with open(arguments.model / "metrics.csv", newline="") as metrics:
        ours = list(csv.DictReader(metrics))[-1]["val_loss"]
    accelerator.print(f"processes: {accelerator.num_processes}, precision: {accelerator.mixed_precision}")
    accelerator.print(f"held-out loss: {ours or 'not measured'} in GlassGPT, {validate(model, held_out, run):.7f} here")
    model, weights = train(accelerator, model, learn, run, arguments.steps)
    accelerator.print(f"held-out loss after {arguments.steps} steps: {validate(model, held_out, run):.7f}")
    model.save_pretrained(arguments.out, is_main_process=accelerator.is_main_process, state_dict=weights)
    if accelerator.is_main_process:
        shutil.copy(arguments.model / "vocab.json", arguments.out)
    # ANCHOR_END: main


if __name__ == "__main__":
    main()
