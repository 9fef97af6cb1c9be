"""Golden values for chapter 0, computed with PyTorch in double precision.

    python golden.py > golden.json

The tests read golden.json; PyTorch is only needed to make it again.
"""

import json

import torch

torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def record(**tensors):
    return {
        name: {"shape": list(tensor.shape), "data": tensor.detach().flatten().tolist()}
        for name, tensor in tensors.items()
    }


def linear(batch=2, tokens=3, c_in=5, c_out=4):
    """y = x·W + b, and the gradients of sum(r * y)."""
    x = torch.randn(batch, tokens, c_in, requires_grad=True)
    layer = torch.nn.Linear(c_in, c_out)
    torch.nn.init.normal_(layer.weight, std=0.3)
    torch.nn.init.normal_(layer.bias, std=0.3)
    y = layer(x)
    r = torch.randn_like(y)
    (r * y).sum().backward()
    # PyTorch keeps the weight as (C_out, C_in).
    return record(
        x=x, w=layer.weight.T, b=layer.bias, y=y, r=r, dx=x.grad, dw=layer.weight.grad.T, db=layer.bias.grad
    )


def softmax(n=4, k=7):
    """p = softmax(s) of every row, and the gradient of sum(r * p)."""
    s = (3 * torch.randn(n, k)).requires_grad_()
    p = torch.softmax(s, dim=-1)
    r = torch.randn_like(p)
    (r * p).sum().backward()
    return record(s=s, p=p, r=r, ds=s.grad)


print(json.dumps({"torch": torch.__version__, "linear": linear(), "softmax": softmax()}, indent=1))
