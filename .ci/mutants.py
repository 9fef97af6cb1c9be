#!/usr/bin/env python3
"""Breaks the code on purpose, one line at a time, and counts what the tests notice: `cargo install cargo-mutants` first.

    .ci/mutants.py                   every crate below, hours; it can be stopped, and goes on where it was
    .ci/mutants.py attention         one of them

What each mutant came to is kept in target/mutants, and the table that the page "How we know" has is printed from that.
What is mutated and what is left out, with the reasons, is in `.cargo/mutants.toml`.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

CRATES = [folder.name[3:] for folder in sorted(Path("chapters").glob("[0-9]*"))] + ["exercises"]
UNOPTIMISED = {"CARGO_PROFILE_DEV_OPT_LEVEL": "0"}  # compiled often and run once
OUTCOMES = ["caught", "timeout", "unviable", "missed"]  # the last one stands if a mutant was tried twice


def mutants(crate):
    """The names of a crate's mutants as the code is now."""
    listed = subprocess.run(["cargo", "mutants", "--list", "--json", "-p", crate], check=True, capture_output=True)
    return [mutant["name"] for mutant in json.loads(listed.stdout)]


def outcomes(folder):
    """What each mutant came to, in this run and those before it; `cargo mutants` itself keeps only the last two."""
    kept = folder / "outcomes.json"
    known = json.loads(kept.read_text()) if kept.exists() else {}
    for run in ["mutants.out.old", "mutants.out"]:
        for outcome in OUTCOMES:
            names = folder / run / f"{outcome}.txt"
            known.update({name: outcome for name in (names.read_text().splitlines() if names.exists() else [])})
    folder.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(known, indent=0))
    return known


def grouped(number):
    return f"{number:,}".replace(",", "\u202f")


def row(name, counts):
    total = sum(counts)
    caught, timeout, unviable, missed, untried = counts
    return f"| {name} | {grouped(total)} | {grouped(unviable)} | {grouped(caught + timeout)} | {missed} | {grouped(untried)} |"


for crate in sys.argv[1:] or CRATES:
    folder = Path("target/mutants") / crate
    outcomes(folder)
    command = ["cargo", "mutants", "--iterate", "-p", crate, "-o", str(folder)]
    if subprocess.run(command, env=os.environ | UNOPTIMISED).returncode not in (0, 2, 3):  # all caught, some missed, some without end
        sys.exit(f"cargo mutants failed on {crate}: what it says stands above")

table = ["| crate | mutants | don't compile | found by a test | not found | not tried |", "|---|--:|--:|--:|--:|--:|"]
sums = [0] * 5
for crate in CRATES:
    known = outcomes(Path("target/mutants") / crate)
    found = [known.get(name, "untried") for name in mutants(crate)]
    counts = [found.count(outcome) for outcome in [*OUTCOMES, "untried"]]
    sums = [a + b for a, b in zip(sums, counts)]
    table.append(row(f"`{crate}`", counts))
    print("\n".join(name for name in mutants(crate) if known.get(name) == "missed"))
table.append(row("all", sums))
print("\n".join(table))
