"""The same training step and the same generation in PyTorch, to compare with `cargo bench`.

    pip install torch
    python benches/pytorch.py            # both sizes, two threads
    python benches/pytorch.py baby 1     # one size, one thread

Prints the median milliseconds of a training step (forward, backward, clip, AdamW) and of one generated token with
kept keys and values. Written as one would write it for speed: fused attention, fused AdamW, no dropout.
"""

import statistics
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

SIZES = {  # layers, heads, channels, context, batch
    "baby": (4, 4, 128, 64, 12),
    "small": (6, 6, 384, 256, 8),
}
VOCAB = 65


class Block(nn.Module):
    def __init__(self, channels, heads, activation):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.qkv, self.out = nn.Linear(channels, 3 * channels), nn.Linear(channels, channels)
        self.up, self.down = nn.Linear(channels, 4 * channels), nn.Linear(4 * channels, channels)
        self.activation = activation

    def forward(self, x, kept=None):
        batch, tokens, channels = x.shape
        split = lambda part: part.view(batch, tokens, self.heads, -1).transpose(1, 2)
        q, k, v = (split(part) for part in self.qkv(self.norm1(x)).chunk(3, dim=-1))
        if kept is not None:
            if kept:
                k, v = torch.cat((kept[0], k), dim=2), torch.cat((kept[1], v), dim=2)
            kept[:] = [k, v]
        y = F.scaled_dot_product_attention(q, k, v, is_causal=kept is None or tokens > 1)
        x = x + self.out(y.transpose(1, 2).reshape(batch, tokens, channels))
        return x + self.down(self.activation(self.up(self.norm2(x))))


class Gpt(nn.Module):
    def __init__(self, layers, heads, channels, context, activation):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, channels)
        self.register_buffer("positions", sinusoids(context, channels))
        self.blocks = nn.ModuleList(Block(channels, heads, activation) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(channels), nn.Linear(channels, VOCAB, bias=False)

    def forward(self, tokens, kept=None, past=0):
        x = self.embedding(tokens) + self.positions[past : past + tokens.shape[1]]
        for i, block in enumerate(self.blocks):
            x = block(x, kept[i] if kept is not None else None)
        return self.head(self.norm(x))


def sinusoids(context, channels):
    angle = torch.arange(context)[:, None] / 10000 ** (torch.arange(0, channels, 2) / channels)
    return torch.stack((angle.sin(), angle.cos()), dim=-1).flatten(1)


def train_step(size, activation, steps):
    layers, heads, channels, context, batch = SIZES[size]
    model = Gpt(layers, heads, channels, context, activation)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, betas=(0.9, 0.99), weight_decay=0.1, fused=True)
    inputs, targets = torch.randint(VOCAB, (2, batch, context))

    def step():
        loss = F.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    return median_ms(step, steps)


@torch.inference_mode()
def token(size, tokens):
    layers, heads, channels, context, _ = SIZES[size]
    model = Gpt(layers, heads, channels, context, F.relu)

    def text():
        kept = [[] for _ in range(layers)]
        last = torch.zeros((1, 1), dtype=torch.long)
        for past in range(context):
            logits = model(last, kept, past)[:, -1]
            last = torch.multinomial(F.softmax(logits, dim=-1), 1)

    return median_ms(text, tokens) / context


def median_ms(f, times):
    for _ in range(3):
        f()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        f()
        taken.append(1e3 * (time.perf_counter() - start))
    return statistics.median(taken)


def main():
    sizes = [sys.argv[1]] if len(sys.argv) > 1 else list(SIZES)
    torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 2)
    torch.manual_seed(1)
    for size in sizes:
        steps = 100 if size == "baby" else 10
        print(f"train_step/{size}/relu {train_step(size, F.relu, steps):.2f} ms")
        gelu = lambda x: F.gelu(x, approximate="tanh")
        print(f"train_step/{size}/gelu {train_step(size, gelu, steps):.2f} ms")
        print(f"generate/{size} {token(size, 10 if size == 'baby' else 3):.3f} ms a token")


if __name__ == "__main__":
    main()
