"""Writes golden.json: the supervised loss, the policy gradient with its KL penalty, the losses of PPO, GRPO and DPO,
and the Bradley–Terry loss as PyTorch computes them, in f64.

Run `python golden.py` in this folder, with PyTorch installed. The tests need only the file it writes.
The oracle is PyTorch's own `cross_entropy` with `ignore_index`, `Categorical.log_prob`, `logsigmoid`, `clamp`,
`minimum`, `std`, and its automatic differentiation.
"""

import json
import torch
from torch.distributions import Categorical
from torch.nn.functional import cross_entropy, logsigmoid

torch.manual_seed(8)
torch.set_default_dtype(torch.float64)
VOCAB = 7


def plain(x):
    return {"shape": list(x.shape), "data": x.detach().flatten().tolist()}


def draw_pairs(lengths):
    tokens = lambda n: torch.randint(VOCAB, (n,)).tolist()
    return [{"prompt": tokens(p), "answer": tokens(a)} for p, a in lengths]


def longest(pairs):
    return max(len(pair["prompt"]) + len(pair["answer"]) for pair in pairs) - 1


def supervised(lengths):
    """The loss on the answers: every other target is ignored."""
    pairs = draw_pairs(lengths)
    t = longest(pairs)
    logits = (2 * torch.randn(len(pairs), t, VOCAB)).requires_grad_()
    targets = torch.full((len(pairs), t), -100)
    for row, pair in zip(targets, pairs):
        begin = len(pair["prompt"]) - 1
        row[begin : begin + len(pair["answer"])] = torch.tensor(pair["answer"])
    loss = cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-100)
    loss.backward()
    return {"pairs": pairs, "logits": plain(logits), "loss": plain(loss), "dlogits": plain(logits.grad)}


def log_p(logits, pairs):
    """log π of the answers."""

    def of_row(row, pair):
        begin = len(pair["prompt"]) - 1
        said = torch.tensor(pair["answer"])
        return Categorical(logits=row[begin : begin + len(said)]).log_prob(said).sum()

    return torch.stack([of_row(row, pair) for row, pair in zip(logits, pairs)])


def policy_gradient(lengths, each, beta):
    """Minus the mean of advantage · log π; the advantage is a constant, and the KL penalty is a part of it."""
    pairs = draw_pairs(lengths)
    t = longest(pairs)
    logits = (2 * torch.randn(len(pairs), t, VOCAB)).requires_grad_()
    reference = 2 * torch.randn(len(pairs), t, VOCAB)
    rewards = torch.randn(len(pairs))
    values = (rewards - beta * (log_p(logits, pairs) - log_p(reference, pairs))).detach().view(-1, each)
    others = torch.ones(each, each) - torch.eye(each)  # every answer's baseline is the mean of the others
    advantages = (values - values @ others / (each - 1)).flatten()
    loss = -(advantages * log_p(logits, pairs)).mean()
    loss.backward()
    return {
        "pairs": pairs, "each": each, "beta": beta, "logits": plain(logits), "reference": plain(reference),
        "rewards": plain(rewards), "advantages": plain(advantages), "loss": plain(loss), "dlogits": plain(logits.grad),
    }


def nearby(lengths):
    """Logits, and those of another policy that is near enough for some ratios to lie in the band of the clip."""
    pairs = draw_pairs(lengths)
    reference = 2 * torch.randn(len(pairs), longest(pairs), VOCAB)
    logits = (reference + 0.2 * torch.randn(reference.shape)).requires_grad_()
    case = {"pairs": pairs, "logits": plain(logits), "reference": plain(reference)}
    return case, logits, log_p(logits, pairs) - log_p(reference, pairs)


def clipped(log_ratios, advantages, epsilon):
    ratios = log_ratios.exp()
    return -torch.minimum(ratios * advantages, ratios.clamp(1 - epsilon, 1 + epsilon) * advantages).mean()


def ppo(lengths, epsilon):
    case, logits, log_ratios = nearby(lengths)
    advantages = torch.randn(len(lengths))
    loss = clipped(log_ratios, advantages, epsilon)
    loss.backward()
    return case | {
        "advantages": plain(advantages), "epsilon": epsilon, "loss": plain(loss), "dlogits": plain(logits.grad),
    }


def grpo(lengths, each, epsilon):
    case, logits, log_ratios = nearby(lengths)
    rewards = torch.randn(len(lengths))
    groups = rewards.view(-1, each)
    advantages = (groups - groups.mean(1, keepdim=True)) / groups.std(1, correction=0, keepdim=True)
    loss = clipped(log_ratios, advantages.flatten(), epsilon)
    loss.backward()
    return case | {
        "rewards": plain(rewards), "each": each, "epsilon": epsilon,
        "loss": plain(loss), "dlogits": plain(logits.grad),
    }


def dpo(lengths, beta):
    """Every pair of neighbours is a comparison, the better answer first."""
    case, logits, log_ratios = nearby(lengths)
    better, worse = log_ratios.view(-1, 2).T
    loss = -logsigmoid(beta * (better - worse)).mean()
    loss.backward()
    return case | {"beta": beta, "loss": plain(loss), "dlogits": plain(logits.grad)}


def low_rank(shape, c_out, rank):
    """What PEFT and others add to the frozen layer: two linear layers without a bias, one after the other."""
    x = torch.randn(shape).requires_grad_()
    down, up = torch.nn.Linear(shape[-1], rank, bias=False), torch.nn.Linear(rank, c_out, bias=False)
    torch.nn.init.normal_(up.weight)
    y = up(down(x))
    dy = torch.randn(y.shape)
    y.backward(dy)
    return {
        "x": plain(x), "a": plain(down.weight.T), "b": plain(up.weight.T), "y": plain(y), "dy": plain(dy),
        "dx": plain(x.grad), "da": plain(down.weight.grad.T), "db": plain(up.weight.grad.T),
    }


def bradley_terry(comparisons, words, decay):
    differences = torch.randint(-2, 3, (comparisons, words)).double()
    worth = (2 * torch.randn(words)).requires_grad_()
    loss = -logsigmoid(differences @ worth).mean() + decay / 2 * (worth**2).sum()
    loss.backward()
    return {
        "decay": decay, "differences": plain(differences), "worth": plain(worth),
        "loss": plain(loss), "gradient": plain(worth.grad),
    }


golden = {
    "torch": torch.__version__.split("+")[0],
    "supervised": {
        "of all lengths": supervised([(1, 3), (4, 1), (2, 5)]),
        "one pair": supervised([(3, 2)]),
    },
    "policy gradient": {
        "without a penalty": policy_gradient([(2, 3), (2, 1), (1, 4), (1, 4)], 2, 0.0),
        "with a penalty": policy_gradient([(2, 3), (2, 1), (2, 2), (1, 4), (1, 1), (1, 2)], 3, 0.7),
    },
    "bradley-terry": {"drawn to 0": bradley_terry(9, 5, 0.1), "free": bradley_terry(4, 3, 0.0)},
    "ppo": {
        "a narrow band": ppo([(2, 3), (1, 1), (2, 2), (1, 4), (3, 1), (1, 2), (2, 5), (1, 3)], 0.1),
        "a wide band": ppo([(1, 2), (2, 4), (1, 1), (2, 2)], 0.5),
    },
    "grpo": {
        "two groups": grpo([(2, 3), (2, 1), (2, 2), (1, 4), (1, 1), (1, 2)], 3, 0.2),
        "one group": grpo([(1, 2), (1, 4), (1, 1), (1, 3), (1, 2)], 5, 0.1),
    },
    "low rank": {"two of five": low_rank((2, 3, 5), 4, 2), "one": low_rank((1, 2, 3), 6, 1)},
    "dpo": {
        "comparisons": dpo([(2, 3), (2, 1), (1, 4), (1, 1), (3, 2), (3, 5)], 0.1),
        "a high price": dpo([(1, 2), (1, 3), (2, 2), (2, 4)], 3.0),
    },
}
with open("golden.json", "w") as file:
    json.dump(golden, file, indent=None, separators=(",", ":"))
    file.write("\n")
