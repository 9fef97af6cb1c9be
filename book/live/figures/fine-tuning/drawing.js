// Chapter 8: a policy that learns by one of four methods, beside the curve on which it must end.
live.makers["fine-tuning"] = (figure) => {
    const { make } = live;
    const METHODS = ["REINFORCE", "PPO", "GRPO", "DPO"];
    figure.slider("method", "Method", { min: 0, max: 3, step: 1, usual: 0, show: (i) => METHODS[i] });
    figure.slider("beta", "β", { min: 0.2, max: 2, step: 0.02, usual: 1, show: (b) => b.toFixed(2) });
    figure.slider("exponent", "Learning rate", { min: -3, max: 0, step: 0.25, usual: -1.5, show: (e) => live.number(10 ** e, 2) });
    figure.slider("seed", "Random numbers, draw", { min: 1, max: 20, step: 1, usual: 1 });
    const axis = () => ({ name: "β", from: 0.15, to: 2.05 });
    const reward = live.plot({ name: "The reward against β", x: axis(), y: { name: "reward E[R]", from: -0.5, to: 5.5 }, height: 190 });
    const gold = live.plot({ name: "Gold against β", x: axis(), y: { name: "gold", from: 0, to: 1 }, height: 170 });
    const missing = live.plot({
        name: "What is missing of J, against the answers seen",
        x: { name: "answers", from: 64, to: 64000, log: true },
        y: { name: "missing of J", from: 1e-4, to: 10, log: true },
        height: 190,
    });
    const says = make("div", { class: "live-written" });
    figure.stage.append(reward.element, gold.element, missing.element, says);

    let started = null; // the draw and the method of the policy in training
    let alike = null, courses = []; // of each method that was run with the same settings: answers, and what was missing
    const advance = async (steps) => {
        const { method, beta, exponent, seed } = figure.values;
        const start = started === `${seed} ${method}` ? null : seed;
        started = `${seed} ${method}`;
        if (alike !== `${seed} ${beta} ${exponent}`) courses = [];
        alike = `${seed} ${beta} ${exponent}`;
        if (start !== null) courses[method] = [];
        const answer = await figure.ask({ start, steps, method: METHODS[method].toLowerCase(), beta, rate: 10 ** exponent });
        if (answer.error) return false;
        if (steps > 0) (courses[method] ??= []).push([answer.answers, answer.missing]);
        show(answer, METHODS[method], beta);
        return true;
    };
    live.run(figure, {
        step: advance,
        restart: () => {
            started = null;
            return advance(0);
        },
    });

    const show = ({ steps, answers, missing: left, now, best, critical_beta, capped, endless, says: lists }, method, beta) => {
        const draw = (plot, key, endless, names) => plot.show({
            lines: [
                { points: endless, colour: "muted", name: names[0] },
                { points: capped.map(([beta, worth]) => [beta, worth[key]]), colour: "text", dashed: true, name: names[1] },
            ],
            dots: [{ points: [[beta, now[key]]], colour: "2", name: names[2] }],
            verticals: [critical_beta],
        });
        draw(reward, "reward", endless.map(([beta, reward]) => [beta, reward]),
            ["best, lists of any length", "best, at most five moods", "the policy now"]);
        draw(gold, "gold", endless.map(([beta, , gold]) => [beta, gold]), []);
        missing.show({
            lines: METHODS.map((name, i) => ({ points: courses[i] ?? [], colour: String(i + 1), name })).filter(({ points }) => points.length > 0),
            dots: steps > 0 ? [{ points: [[answers, left]], colour: String(METHODS.indexOf(method) + 1) }] : [],
        });
        says.replaceChildren(...lists.map((list) => make("p", {}, [make("code", {}, [list])])));
        const said = (worth) => `reward ${worth.reward.toFixed(2)}, gold ${worth.gold.toFixed(2)}, KL ${worth.kl.toFixed(2)}`.replaceAll("-", "−");
        figure.tell(`${method}, step ${steps}: ${said(now)}. The best for β = ${beta.toFixed(2)}: ${said(best)}.`);
    };
    return () => advance(0);
};
