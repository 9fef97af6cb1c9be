"""Writes golden.json: turns, RMSNorm, SwiGLU, grouped queries, turned or with ALiBi, a decoder of them, and all their
gradients as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `rms_norm`, `silu`, `scaled_dot_product_attention` with `enable_gqa`, and automatic
differentiation. The turns come from complex numbers; ALiBi's price is added to the scores, as the paper has it.
"""

import json
import torch
from torch.nn.functional import cross_entropy, rms_norm, scaled_dot_product_attention, silu

torch.manual_seed(9)
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


def turn(x, past=0, base=10000.0):
    """(..., T, D): each pair of channels as a complex number, times one on the unit circle."""
    t, d = x.shape[-2:]
    angles = torch.outer(torch.arange(past, past + t), base ** (-torch.arange(0, d, 2) / d))
    pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], d // 2, 2))
    return torch.view_as_real(pairs * torch.polar(torch.ones_like(angles), angles)).flatten(-2)


def turned(t, d, past, base):
    x = draw(t, d)
    return {"past": past, "base": base} | with_gradients({"x": x}, turn(x, past, base))


def norm(x, epsilon):
    c = x.shape[-1]
    inputs = {"x": x, "gain": draw(c, mean=1.0, std=0.3)}
    return {"epsilon": epsilon} | with_gradients(inputs, rms_norm(x, (c,), inputs["gain"], epsilon))


def gated(x, gate, up, down):
    return (silu(x @ gate) * (x @ up)) @ down


def swiglu(batch, t, c, m):
    inputs = {"x": draw(batch, t, c), "gate": draw(c, m), "up": draw(c, m), "down": draw(m, c)}
    return with_gradients(inputs, gated(**inputs))


def price(heads, t):
    """(H, T, T): what ALiBi takes off each score, and −∞ above the diagonal."""
    slopes = 2.0 ** (-8.0 * torch.arange(1, heads + 1) / heads)
    distance = (torch.arange(t)[:, None] - torch.arange(t)).double()
    return (-slopes[:, None, None] * distance).masked_fill(distance < 0, -torch.inf)


def attend(x, query, key, value, out, heads, groups, turns, priced=False):
    batch, t, _ = x.shape
    d = query.shape[1] // heads
    q, k, v = ((x @ w).view(batch, t, n, d).transpose(1, 2) for w, n in [(query, heads), (key, groups), (value, groups)])
    if turns:
        q, k = turn(q), turn(k)
    mask = {"attn_mask": price(heads, t)} if priced else {"is_causal": True}
    y = scaled_dot_product_attention(q, k, v, enable_gqa=True, **mask)
    return y.transpose(1, 2).reshape(batch, t, heads * d) @ out


def grouped(batch, t, c, heads, groups, d, turns, priced=False):
    sizes = {"query": (c, heads * d), "key": (c, groups * d), "value": (c, groups * d), "out": (heads * d, c)}
    weights = {name: draw(*size, std=0.5) for name, size in sizes.items()}
    x = draw(batch, t, c)
    settings = {"heads": heads, "groups": groups}
    y = attend(x, **weights, **settings, turns=turns, priced=priced)
    return settings | {"turned": turns, "priced": priced} | with_gradients({"x": x} | weights, y)


def decoder(heads, groups, vocab=7, context=6, layers=2, c=8, t=5):
    d, m = c // heads, 8 * c // 3
    p = {"embedding.table": draw(vocab, c, std=0.3)}
    for block in range(layers):
        p[f"blocks.{block}.attention_norm.gain"] = draw(c, mean=1.0, std=0.3)
        for name, size in [("query", (c, c)), ("key", (c, groups * d)), ("value", (c, groups * d)), ("out", (c, c))]:
            p[f"blocks.{block}.attention.{name}"] = draw(*size, std=0.3)
        p[f"blocks.{block}.network_norm.gain"] = draw(c, mean=1.0, std=0.3)
        for name, size in [("gate", (c, m)), ("up", (c, m)), ("down", (m, c))]:
            p[f"blocks.{block}.network.{name}"] = draw(*size, std=0.3)
    p["norm.gain"] = draw(c, mean=1.0, std=0.3)
    p["head"] = draw(c, vocab, std=0.3)

    tokens, targets = torch.randint(vocab, (2, t)), torch.randint(vocab, (2, t))
    x = p["embedding.table"][tokens]
    for block in range(layers):
        part = lambda name: {key.split(".")[-1]: w for key, w in p.items() if key.startswith(f"blocks.{block}.{name}.")}
        n = rms_norm(x, (c,), part("attention_norm")["gain"], 1e-5)
        x = x + attend(n, **part("attention"), heads=heads, groups=groups, turns=True)
        x = x + gated(rms_norm(x, (c,), part("network_norm")["gain"], 1e-5), **part("network"))
    logits = rms_norm(x, (c,), p["norm.gain"], 1e-5) @ p["head"]
    logits.retain_grad()
    cross_entropy(logits.flatten(0, 1), targets.flatten()).backward()
    return {
        "vocab": vocab, "context": context, "layers": layers, "heads": heads, "groups": groups, "channels": c,
        "tokens": plain(tokens), "logits": plain(logits), "dlogits": plain(logits.grad),
        "parameters": {name: plain(x) for name, x in p.items()},
        "gradients": {name: plain(x.grad) for name, x in p.items()},
    }


golden = {
    "torch": torch.__version__.split("+")[0],
    "turned": {
        "one pair": turned(4, 2, 0, 10000.0),
        "with a past": turned(3, 8, 11, 10000.0),
        "a small base": turned(5, 6, 2, 20.0),
    },
    "rms_norm": {
        "plain": norm(draw(2, 3, 5), 1e-5),
        "far from the origin": norm(draw(1, 4, 6, mean=100.0, std=10.0), 1e-5),
        "an epsilon that counts": norm(draw(2, 2, 7, std=0.1), 0.1),
        "one channel": norm(draw(2, 2, 1), 0.5),
    },
    "swiglu": {"plain": swiglu(2, 3, 4, 5), "one unit": swiglu(1, 2, 3, 1)},
    "grouped": {
        f"H = {heads}, G = {groups}, {'turned' if turns else 'as they are'}": grouped(2, 4, 5, heads, groups, 4, turns)
        for heads, groups in [(4, 2), (3, 1), (2, 2)]
        for turns in [False, True]
    },
    "decoder": {"two groups": decoder(heads=4, groups=2), "one group": decoder(heads=2, groups=1, layers=1)},
}
golden["grouped"] |= {
    f"H = {heads}, G = {groups}, distances have a price": grouped(2, 7, 5, heads, groups, 4, turns=False, priced=True)
    for heads, groups in [(4, 2), (3, 1), (2, 2)]
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
