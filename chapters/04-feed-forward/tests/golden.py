"""Writes golden.json: the feed-forward network and its gradients as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `linear`, `relu` and `gelu`, and its automatic differentiation.
"""

import json
import torch
from torch.nn.functional import gelu, linear, relu

torch.manual_seed(4)
torch.set_default_dtype(torch.float64)

ACTIVATIONS = {"relu": relu, "gelu": lambda x: gelu(x, approximate="tanh")}


def draw(*shape, std=1.0):
    return (std * torch.randn(*shape)).requires_grad_()


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def with_gradients(inputs, y):
    """The inputs, the output, a random ∂L/∂y, and the gradient of every input."""
    dy = torch.randn_like(y)
    y.backward(dy)
    case = {name: plain(x) for name, x in inputs.items()}
    case |= {"y": plain(y), "dy": plain(dy)}
    return case | {f"d{name}": plain(x.grad) for name, x in inputs.items()}


def feed_forward(activation, batch, t, c, hidden):
    inputs = {
        "x": draw(batch, t, c),
        "up.w": draw(c, hidden, std=0.3),
        "up.b": draw(hidden, std=0.3),
        "down.w": draw(hidden, c, std=0.3),
        "down.b": draw(c, std=0.3),
    }
    up = linear(inputs["x"], inputs["up.w"].T, inputs["up.b"])
    y = linear(ACTIVATIONS[activation](up), inputs["down.w"].T, inputs["down.b"])
    return {"activation": activation} | with_gradients(inputs, y)


def alone(activation):
    """From far left to far right, and the corner itself, where PyTorch too gives ReLU the slope 0."""
    x = torch.tensor([[[-1e4, -40, -5, -2.5, -1, -0.5, -1e-3, 0, 1e-3, 0.5, 1, 2.5, 5, 40, 1e4]]]).requires_grad_()
    return {"activation": activation} | with_gradients({"x": x}, ACTIVATIONS[activation](x))


golden = {
    "torch": torch.__version__.split("+")[0],
    "activation": {name: alone(name) for name in ACTIVATIONS},
    "feed_forward": {
        "relu": feed_forward("relu", 2, 3, 4, 16),
        "gelu": feed_forward("gelu", 2, 3, 4, 16),
        "relu, a hidden width that is not 4C": feed_forward("relu", 1, 4, 3, 5),
        "gelu, a hidden width that is not 4C": feed_forward("gelu", 1, 4, 3, 5),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
