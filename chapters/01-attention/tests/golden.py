"""Writes golden.json: attention and its gradients as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `scaled_dot_product_attention` and its automatic differentiation.
"""

import json
import torch
from torch.nn.functional import linear, scaled_dot_product_attention

torch.manual_seed(1)
torch.set_default_dtype(torch.float64)


def draw(*shape, std=1.0):
    return (std * torch.randn(*shape)).requires_grad_()


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def visible(t, s, causal):
    """True where query t may see key s; the queries are the last tokens of the sequence."""
    return torch.ones(t, s, dtype=torch.bool).tril(s - t if causal else s)


def with_gradients(inputs, y):
    """The inputs, the output, a random ∂L/∂y, and the gradient of every input."""
    dy = torch.randn_like(y)
    y.backward(dy)
    case = {name: plain(x) for name, x in inputs.items()}
    case |= {"y": plain(y), "dy": plain(dy)}
    return case | {f"d{name}": plain(x.grad) for name, x in inputs.items()}


def attend(t, s, d, d_v, causal):
    q, k, v = draw(t, d), draw(s, d), draw(s, d_v)
    y = scaled_dot_product_attention(q, k, v, attn_mask=visible(t, s, causal))
    return {"causal": causal} | with_gradients({"q": q, "k": k, "v": v}, y)


def self_attention(batch, t, c, d, causal):
    inputs = {"x": draw(batch, t, c)}
    for part in ["query", "key", "value"]:
        inputs |= {f"{part}.w": draw(c, d, std=0.3), f"{part}.b": draw(d, std=0.3)}
    q, k, v = (linear(inputs["x"], inputs[f"{part}.w"].T, inputs[f"{part}.b"]) for part in ["query", "key", "value"])
    y = scaled_dot_product_attention(q, k, v, attn_mask=visible(t, t, causal))
    return {"causal": causal} | with_gradients(inputs, y)


golden = {
    "torch": torch.__version__.split("+")[0],
    "attend": {
        "full": attend(4, 4, 3, 3, causal=False),
        "causal": attend(5, 5, 3, 2, causal=True),
        "causal after a past": attend(3, 7, 4, 2, causal=True),
        "full, more queries than keys": attend(5, 2, 3, 4, causal=False),
    },
    "self_attention": {
        "full": self_attention(2, 4, 5, 3, causal=False),
        "causal": self_attention(2, 4, 5, 3, causal=True),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
