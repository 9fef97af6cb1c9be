// Chapter 7: a small model learns Hollow Wood in the page, down towards the exact floor.
live.makers["training-loss"] = (figure) => {
    const { make } = live;
    const EVERY = 20; // steps from one measurement to the next
    const know_nothing = Math.log(34);
    figure.slider("exponent", "Learning rate", { min: -4, max: 0, step: 0.25, usual: -2, show: (e) => live.number(10 ** e, 2) });
    figure.slider("seed", "Random weights, draw", { min: 1, max: 20, step: 1, usual: 3 });

    let batches = [], held_out = [], texts = [], floor = 0, step = 0, started = null;
    const plot = live.plot({
        name: "The loss against the step, with the exact floor",
        x: { name: "step", from: 0, to: 200 },
        y: { name: "loss (nats per character)", from: 0.2, to: 6, log: true },
        height: 260,
    });
    const written = make("div", { class: "live-written" });
    figure.stage.append(plot.element, written);
    live.run(figure, {
        step: async (steps) => {
            let goes_on = true;
            for (let i = 0; i < steps && goes_on; i++) goes_on = await advance(1);
            return goes_on;
        },
        restart: () => {
            started = null;
            return advance(0);
        },
    });

    // One after the other: a model that is begun anew must not be given the steps of the last one.
    let turn = Promise.resolve();
    const advance = (steps) => (turn = turn.then(() => go(steps)));

    const go = async (steps) => {
        const { exponent, seed } = figure.values;
        const start = started === seed ? null : seed;
        if (start !== null) [batches, held_out, texts, step, started, steps] = [[], [], [], 0, seed, 0];
        const measure = (step + steps) % EVERY === 0;
        const answer = await figure.ask({ start, steps, rate: 10 ** exponent, measure });
        if (answer.error) return false;
        step = answer.step;
        floor = answer.floor;
        answer.losses.forEach((loss, i) => batches.push([step - answer.losses.length + i, loss]));
        if (measure && answer.held_out !== null) {
            held_out.push([step, answer.held_out]);
            texts = [...texts, [step, answer.written]].filter(kept);
        }
        return show(answer);
    };

    /** Of what it wrote: the first, then those after 20, 40, 80, 160 steps and so on, and the last. */
    const kept = ([at]) => at === 0 || at === step || Number.isInteger(Math.log2(at / EVERY));

    const show = (answer) => {
        const end = Math.max(200, 100 * Math.ceil(step / 100));
        const level = (value) => [[0, value], [end, value]];
        plot.show({
            x: { to: end },
            y: { to: Math.max(6, ...held_out.map(([, loss]) => 1.2 * loss).filter(Number.isFinite)) },
            lines: [
                { points: batches, colour: "6", thin: true, name: "batch" },
                { points: held_out, colour: "1", name: "text that it hasn’t seen" },
                { points: level(floor), colour: "text", dashed: true, name: "the floor" },
                { points: level(know_nothing), colour: "muted", dashed: true, name: "ln 34" },
            ],
        });
        written.replaceChildren(...texts.map(([at, text]) => make("p", {}, [
            make("span", {}, [`step ${at}`]), make("code", {}, [text.replaceAll("\n", "¶")]),
        ])));
        const last = held_out.at(-1);
        const lost = answer.losses.some((loss) => loss === null) || batches.at(-1)?.[1] > 50;
        const worse = last && last[1] > 1.1 * know_nothing ? " It is worse than knowing nothing." : "";
        figure.tell(lost
            ? "The loss has left all bounds. Lower the learning rate and start again."
            : `Step ${step}, ${answer.parameters} parameters: ${last[1].toFixed(3)} nats per character, `
              + `${live.number(100 * (last[1] / floor - 1), 3)} % above the floor.${worse}`);
        return !lost;
    };

    return () => (started === figure.values.seed ? null : advance(0));
};
