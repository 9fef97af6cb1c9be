"""Writes golden.json: layer normalisation, the residual blocks and all their gradients as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `layer_norm` and its automatic differentiation.
"""

import json
import torch
from torch.nn.functional import gelu, layer_norm, linear, relu

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)


def draw(*shape, std=1.0, mean=0.0):
    return (mean + std * torch.randn(*shape)).requires_grad_()


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def with_gradients(inputs, y):
    """The inputs, the output, a random ∂L/∂y, and the gradient of every input."""
    dy = torch.randn_like(y)
    y.backward(dy)
    case = {name: plain(x) for name, x in inputs.items()}
    case |= {"y": plain(y), "dy": plain(dy)}
    return case | {f"d{name}": plain(x.grad) for name, x in inputs.items()}


def norm(x, epsilon):
    c = x.shape[-1]
    inputs = {"x": x, "gain": draw(c, mean=1.0, std=0.3), "bias": draw(c, std=0.3)}
    y = layer_norm(x, (c,), inputs["gain"], inputs["bias"], epsilon)
    return {"epsilon": epsilon} | with_gradients(inputs, y)


def block(place, activation, batch=2, t=3, c=4, hidden=16):
    """A residual connection around linear, activation, linear; the norm before it or after the sum."""
    i = {"x": draw(batch, t, c), "norm.gain": draw(c, mean=1.0, std=0.3), "norm.bias": draw(c, std=0.3)}
    i |= {"up.w": draw(c, hidden, std=0.3), "up.b": draw(hidden, std=0.3)}
    i |= {"down.w": draw(hidden, c, std=0.3), "down.b": draw(c, std=0.3)}

    def ln(x):
        return layer_norm(x, (c,), i["norm.gain"], i["norm.bias"], 1e-5)

    def f(x):
        h = linear(x, i["up.w"].T, i["up.b"])
        h = relu(h) if activation == "relu" else gelu(h, approximate="tanh")
        return linear(h, i["down.w"].T, i["down.b"])

    x = i["x"]
    y = x + f(ln(x)) if place == "pre" else ln(x + f(x))
    return {"place": place, "activation": activation} | with_gradients(i, y)


golden = {
    "torch": torch.__version__.split("+")[0],
    "layer_norm": {
        "plain": norm(draw(2, 3, 5), 1e-5),
        "far from the origin": norm(draw(1, 4, 6, mean=100.0, std=10.0), 1e-5),
        "an epsilon that counts": norm(draw(2, 2, 7, std=0.1), 0.1),
        "small numbers": norm(draw(1, 3, 4, std=1e-3), 1e-5),
        "a constant token": norm(torch.tensor([[[2.0, 2.0, 2.0, 2.0], [1.0, -1.0, 0.5, 0.0]]], requires_grad=True), 1e-5),
        "one channel": norm(draw(2, 2, 1), 1e-5),
    },
    "residual": {f"{place}, {kind}": block(place, kind) for place in ["pre", "post"] for kind in ["relu", "gelu"]},
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
