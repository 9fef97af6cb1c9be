"""Writes golden.json: positions and their gradients as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The sinusoids come from complex numbers, exp(i·angle), so that no line here is a line of the crate;
the learned positions are PyTorch's own `Embedding`, with its automatic differentiation.
"""

import json
import torch

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def sinusoids(context, c, base):
    pairs = (c + 1) // 2
    exponents = torch.arange(pairs) * 2 / c
    angles = torch.outer(torch.arange(context).double(), torch.exp(-exponents * torch.log(torch.tensor(base))))
    circle = torch.polar(torch.ones_like(angles), angles)
    table = torch.stack([circle.imag, circle.real], dim=2).reshape(context, 2 * pairs)[:, :c]
    return {"context": context, "channels": c, "base": base, "table": plain(table)}


def learned(batch, t, past, context, c):
    embedding = torch.nn.Embedding(context, c)
    torch.nn.init.normal_(embedding.weight, std=0.3)
    x = torch.randn(batch, t, c, requires_grad=True)
    y = x + embedding(torch.arange(past, past + t))
    dy = torch.randn_like(y)
    y.backward(dy)
    tensors = {"table": embedding.weight, "x": x, "y": y, "dy": dy, "dx": x.grad, "dtable": embedding.weight.grad}
    return {"past": past} | {name: plain(tensor) for name, tensor in tensors.items()}


golden = {
    "torch": torch.__version__.split("+")[0],
    "sinusoids": {
        "even": sinusoids(40, 8, 10000.0),
        "odd": sinusoids(12, 7, 10000.0),
        "one channel": sinusoids(5, 1, 10000.0),
        "another base": sinusoids(12, 6, 100.0),
    },
    "learned": {
        "the whole table": learned(3, 5, 0, 5, 4),
        "longer than the sequence": learned(2, 4, 0, 7, 3),
        "after a past": learned(2, 2, 3, 6, 4),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
