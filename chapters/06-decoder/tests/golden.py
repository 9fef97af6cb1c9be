"""Writes golden.json: two tiny GPTs, their loss and every gradient, as PyTorch computes them in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `TransformerEncoderLayer` under a causal mask (which is what a decoder's block is),
`embedding`, `layer_norm`, `cross_entropy`, and automatic differentiation. The sinusoids come from complex numbers.
"""

import json
import torch
from torch.nn import functional

torch.manual_seed(6)
torch.set_default_dtype(torch.float64)

VOCAB, CONTEXT, LAYERS, HEADS, C = 7, 5, 2, 2, 6
T = 4  # less than the context: a learned position stays unused


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def draw(shape, mean=0.0):
    """Weights large enough, and biases too, that a missing one can't hide."""
    return (mean + 0.3 * torch.randn(shape)).requires_grad_()


def sinusoids():
    turns = torch.outer(torch.arange(CONTEXT), 10000.0 ** (-torch.arange(0, C, 2) / C))
    hands = torch.polar(torch.ones_like(turns), turns)
    return torch.stack([hands.imag, hands.real], dim=2).flatten(1)


def block(pre, activation):
    layer = torch.nn.TransformerEncoderLayer(
        C, HEADS, 4 * C, dropout=0.0, activation=activation, batch_first=True, norm_first=pre
    )
    for name, parameter in layer.named_parameters():
        parameter.data = draw(parameter.shape, 1.0 if name in ("norm1.weight", "norm2.weight") else 0.0).data
    return layer


NAMES = {
    "self_attn.in_proj_weight": "attention.qkv.w",
    "self_attn.in_proj_bias": "attention.qkv.b",
    "self_attn.out_proj.weight": "attention.out.w",
    "self_attn.out_proj.bias": "attention.out.b",
    "linear1.weight": "feed_forward.up.w",
    "linear1.bias": "feed_forward.up.b",
    "linear2.weight": "feed_forward.down.w",
    "linear2.bias": "feed_forward.down.b",
    "norm1.weight": "attention.norm.gain",
    "norm1.bias": "attention.norm.bias",
    "norm2.weight": "feed_forward.norm.gain",
    "norm2.bias": "feed_forward.norm.bias",
}


def gpt(pre, gelu, tied, learned):
    activation = (lambda h: functional.gelu(h, approximate="tanh")) if gelu else functional.relu
    blocks = [block(pre, activation) for _ in range(LAYERS)]
    parameters = {"embedding.table": draw((VOCAB, C))}
    positions = draw((CONTEXT, C)) if learned else sinusoids()
    if learned:
        parameters["positions"] = positions
    for i, layer in enumerate(blocks):
        parameters |= {f"blocks.{i}.{NAMES[name]}": p for name, p in layer.named_parameters()}
    if pre:
        parameters |= {"norm.gain": draw((C,), 1.0), "norm.bias": draw((C,))}
    if not tied:
        parameters["head"] = draw((C, VOCAB))

    tokens = torch.tensor([[3, 1, 3, 0], [6, 3, 3, 1]])  # 3 often; 2, 4 and 5 never
    targets = torch.tensor([[1, 3, 0, 2], [3, 3, 1, 5]])
    hidden = torch.ones(T, T, dtype=torch.bool).triu(1)
    x = functional.embedding(tokens, parameters["embedding.table"]) + positions[:T]
    for layer in blocks:
        x = layer(x, src_mask=hidden)
    if pre:
        x = functional.layer_norm(x, (C,), parameters["norm.gain"], parameters["norm.bias"])
    logits = x @ (parameters["embedding.table"].T if tied else parameters["head"])
    logits.retain_grad()
    loss = functional.cross_entropy(logits.flatten(0, 1), targets.flatten())
    loss.backward()

    def ours(name, p):  # PyTorch's linear layers keep (C_out, C_in)
        return plain(p.T if name.startswith("blocks") and p.dim() == 2 else p)

    choices = {"pre": pre, "gelu": gelu, "tied": tied, "learned": learned}
    sizes = {"vocab": VOCAB, "context": CONTEXT, "layers": LAYERS, "heads": HEADS, "channels": C}
    values = {"tokens": tokens, "targets": targets, "logits": logits, "dlogits": logits.grad}
    return choices | sizes | {name: plain(value) for name, value in values.items()} | {
        "loss": loss.item(),
        "parameters": {name: ours(name, p) for name, p in parameters.items()},
        "gradients": {name: ours(name, p.grad) for name, p in parameters.items()},
    }


golden = {
    "torch": torch.__version__.split("+")[0],
    "gpt": {
        "pre-LN, ReLU, untied, sinusoidal": gpt(pre=True, gelu=False, tied=False, learned=False),
        "post-LN, GELU, tied, learned": gpt(pre=False, gelu=True, tied=True, learned=True),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
