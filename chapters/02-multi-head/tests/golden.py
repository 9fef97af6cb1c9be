"""Writes golden.json: multi-head attention and its gradients as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `MultiheadAttention` and its automatic differentiation. It keeps its weights as
(C_out, C_in), with W_Q, W_K and W_V below each other; here they are (C_in, C_out), side by side.
"""

import json
import torch

torch.manual_seed(2)
torch.set_default_dtype(torch.float64)


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def multi_head(batch, t, c, heads, causal):
    layer = torch.nn.MultiheadAttention(c, heads, batch_first=True)
    for parameter in layer.parameters():
        torch.nn.init.normal_(parameter, std=0.3)  # biases too, or a missing one would hide
    x = torch.randn(batch, t, c, requires_grad=True)
    hidden = torch.ones(t, t, dtype=torch.bool).triu(1) if causal else None
    y, a = layer(x, x, x, attn_mask=hidden, average_attn_weights=False)
    dy = torch.randn_like(y)
    y.backward(dy)
    parameters = {
        "qkv.w": layer.in_proj_weight,
        "qkv.b": layer.in_proj_bias,
        "out.w": layer.out_proj.weight,
        "out.b": layer.out_proj.bias,
    }
    case = {"heads": heads, "causal": causal, "x": plain(x), "y": plain(y), "a": plain(a), "dy": plain(dy)}
    case |= {name: plain(p.T if p.dim() == 2 else p) for name, p in parameters.items()}
    case |= {f"d{name}": plain(p.grad.T if p.dim() == 2 else p.grad) for name, p in parameters.items()}
    return case | {"dx": plain(x.grad)}


golden = {
    "torch": torch.__version__.split("+")[0],
    "multi_head": {
        "one head, full": multi_head(1, 4, 5, 1, causal=False),
        "one head, causal": multi_head(2, 3, 4, 1, causal=True),
        "two heads, full": multi_head(2, 4, 6, 2, causal=False),
        "three heads, causal": multi_head(2, 5, 6, 3, causal=True),
        "one channel a head, causal": multi_head(1, 4, 4, 4, causal=True),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
