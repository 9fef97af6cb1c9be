"""Writes golden.json: the loss, its gradient, clipping, and AdamW as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `cross_entropy`, `clip_grad_norm_` and `AdamW`, and its automatic differentiation.
"""

import json
import torch
from torch.nn.functional import cross_entropy, linear

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def loss(batch, t, vocab, weight):
    """−Σ w·log p, and its gradient; `weight` draws the weights."""
    logits = (3 * torch.randn(batch, t, vocab)).requires_grad_()
    targets = torch.randint(vocab, (batch, t))
    weights = weight(batch, t)
    surprise = cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
    total = (weights.flatten() * surprise).sum()
    total.backward()
    return {
        "logits": plain(logits),
        "targets": plain(targets),
        "weights": plain(weights),
        "loss": plain(total),
        "dlogits": plain(logits.grad),
    }


def clipped(std, longest):
    tensors = [torch.nn.Parameter(torch.zeros(4, 3)), torch.nn.Parameter(torch.zeros(3))]
    for tensor in tensors:
        tensor.grad = std * torch.randn_like(tensor)
    case = {"longest": longest, "before.w": plain(tensors[0].grad), "before.b": plain(tensors[1].grad)}
    norm = torch.nn.utils.clip_grad_norm_(tensors, longest)
    return case | {"norm": plain(norm), "after.w": plain(tensors[0].grad), "after.b": plain(tensors[1].grad)}


def training(decay, longest):
    """Three steps of a linear layer under the loss, clipped, by AdamW: matrices decay, biases do not."""
    w = torch.nn.Parameter(0.3 * torch.randn(4, 5))
    b = torch.nn.Parameter(0.3 * torch.randn(5))
    groups = [{"params": [w], "weight_decay": decay}, {"params": [b], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=1.0, betas=(0.9, 0.99), eps=1e-8)
    x = torch.randn(2, 3, 4)
    targets = torch.randint(5, (2, 3))
    weights = torch.rand(2, 3)
    case = {"decay": decay, "longest": longest, "x": plain(x), "targets": plain(targets), "weights": plain(weights)}
    case |= {"w": plain(w), "b": plain(b), "steps": []}
    for lr in [0.3, 0.2, 0.05]:
        for group in optimizer.param_groups:
            group["lr"] = lr
        optimizer.zero_grad()
        logits = linear(x, w.T, b)
        surprise = cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none")
        total = (weights.flatten() * surprise).sum()
        total.backward()
        norm = torch.nn.utils.get_total_norm([w.grad, b.grad])
        for p in [w, b]:  # as `clip_grad_norm_` does, but without the 1e-6 that it adds to the norm
            p.grad *= min(1.0, longest / norm.item())
        optimizer.step()
        moments = {f"{m}.{name}": plain(optimizer.state[p][key]) for name, p in [("w", w), ("b", b)]
                   for m, key in [("mean", "exp_avg"), ("square", "exp_avg_sq")]}
        step = {"lr": lr, "loss": plain(total), "norm": plain(norm), "w": plain(w), "b": plain(b)}
        case["steps"].append(step | moments)
    return case


golden = {
    "torch": torch.__version__.split("+")[0],
    "loss": {
        "all weights 1": loss(2, 3, 7, lambda *shape: torch.ones(*shape)),
        "some weights 0": loss(2, 4, 5, lambda *shape: torch.bernoulli(0.5 * torch.ones(*shape))),
        "advantages of both signs": loss(3, 2, 4, lambda *shape: torch.randn(*shape)),
    },
    "clip": {"too long": clipped(2.0, 1.0), "short enough": clipped(0.01, 1.0)},
    "training": {
        "as the chapter trains": training(0.1, 1.0),
        "no decay, nothing clipped": training(0.0, 1e6),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
