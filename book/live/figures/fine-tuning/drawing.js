// Chapter 8: a policy that is rewarded, beside the curve on which it must end.
live.makers["fine-tuning"] = (figure) => {
    const { make } = live;
    figure.slider("beta", "β", { min: 0.2, max: 2, step: 0.02, usual: 1, show: (b) => b.toFixed(2) });
    figure.slider("exponent", "Learning rate", { min: -3, max: 0, step: 0.25, usual: -1.5, show: (e) => live.number(10 ** e, 2) });
    figure.slider("seed", "Random numbers, draw", { min: 1, max: 20, step: 1, usual: 1 });
    const axis = () => ({ name: "β", from: 0.15, to: 2.05 });
    const reward = live.plot({ name: "The reward against β", x: axis(), y: { name: "reward E[R]", from: -0.5, to: 5.5 }, height: 190 });
    const gold = live.plot({ name: "Gold against β", x: axis(), y: { name: "gold", from: 0, to: 1 }, height: 170 });
    const says = make("div", { class: "live-written" });
    figure.stage.append(reward.element, gold.element, says);

    let started = null;
    const advance = async (steps) => {
        const { beta, exponent, seed } = figure.values;
        const start = started === seed ? null : seed;
        started = seed;
        const answer = await figure.ask({ start, steps, beta, rate: 10 ** exponent });
        if (answer.error) return false;
        show(answer, beta);
        return true;
    };
    live.run(figure, {
        step: advance,
        restart: () => {
            started = null;
            return advance(0);
        },
    });

    const show = ({ steps, now, best, critical_beta, capped, endless, says: lists }, beta) => {
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
        says.replaceChildren(...lists.map((list) => make("p", {}, [make("code", {}, [list])])));
        const said = (worth) => `reward ${worth.reward.toFixed(2)}, gold ${worth.gold.toFixed(2)}, KL ${worth.kl.toFixed(2)}`.replaceAll("-", "−");
        figure.tell(`Step ${steps}: ${said(now)}. The best for β = ${beta.toFixed(2)}: ${said(best)}.`);
    };
    return () => advance(0);
};
