// Chapter 8: a reward is learnt from comparisons, and a policy learns from the reward.
live.makers.comparisons = (figure) => {
    const { make } = live;
    const COUNTS = [10, 30, 100, 300, 1000];
    figure.toggle("gold", "The judge goes by gold", false);
    figure.slider("count", "Comparisons", { min: 0, max: 4, step: 1, usual: 3, show: (i) => String(COUNTS[i]) });
    figure.slider("exponent", "β", { min: -1, max: 1, step: 0.1, usual: 0, show: (e) => live.number(10 ** e, 2) });
    figure.slider("draw", "Random numbers, draw", { min: 1, max: 20, step: 1, usual: 1 });
    const words = live.bars({ title: "What the learnt reward pays for each word", colour: "1" });
    const axis = () => ({ name: "β", from: 0.09, to: 11, log: true });
    const reward = live.plot({ name: "The learnt reward against β", x: axis(), y: { name: "learnt reward", from: -0.5, to: 5 }, height: 170 });
    const gold = live.plot({ name: "Gold against β", x: axis(), y: { name: "gold", from: 0, to: 1 }, height: 170 });
    const plots = make("div", { class: "live-wide" }, [reward.element, gold.element]);
    const says = make("div", { class: "live-written" });
    figure.stage.append(words.element, plots, says);

    let anew = false;
    const advance = async (steps) => {
        const { gold: means_gold, count, exponent, draw } = figure.values;
        const answer = await figure.ask({ asked: { gold: means_gold, comparisons: COUNTS[count], draw }, anew, beta: 10 ** exponent, steps });
        anew = false;
        if (answer.error) return false;
        show(answer, 10 ** exponent);
        return true;
    };
    live.run(figure, {
        step: advance,
        restart: () => {
            anew = true;
            return advance(0);
        },
    });

    const show = ({ steps, words: worths, supervised, now, best, line, says: lists }, beta) => {
        words.show(worths, 1.5);
        const most = Math.max(...line.map(([, { reward }]) => reward));
        const draw = (plot, key, names, y) => plot.show({
            y,
            lines: [
                { points: line.map(([beta, worth]) => [beta, worth[key]]), colour: "text", dashed: true, name: names[0] },
                { points: line.map(([beta]) => [beta, supervised[key]]), colour: "muted", name: names[1] },
            ],
            dots: [{ points: [[beta, now[key]]], colour: "2", name: names[2] }],
        });
        draw(reward, "reward", ["best policy for β", "supervised policy", "policy now"], { to: Math.max(1, 1.1 * most) });
        draw(gold, "gold", []);
        says.replaceChildren(...lists.map((list) => make("p", {}, [make("code", {}, [list])])));
        const said = ({ reward, gold }) => `learnt reward ${reward.toFixed(2)}, gold ${gold.toFixed(2)}`.replaceAll("-", "−");
        figure.tell(`Step ${steps}: ${said(now)}. The best policy for β = ${live.number(beta, 2)}: ${said(best)}.`);
    };
    return () => advance(0);
};
