// Chapter 9: two gated units multiply two numbers; a ReLU network beside them learns to.
live.makers.gates = (figure) => {
    figure.slider("slope", "The second number is the first times", { min: -1, max: 1, step: 0.1, usual: 1, show: (s) => s.toFixed(1).replace("-", "−") });
    figure.slider("steepness", "Steepness of the gates", { min: 1, max: 30, step: 1, usual: 1 });
    figure.slider("units", "ReLU units", { min: 1, max: 32, step: 1, usual: 2 });
    figure.slider("seed", "Random weights, draw", { min: 1, max: 20, step: 1, usual: 1 });
    const axes = () => ({ x: { name: "first number x", from: -1, to: 1 }, y: { name: "answer", from: -1.1, to: 1.1 }, height: 220 });
    const gated = live.plot({ name: "What the two gated units say, and their sum", ...axes() });
    const relu = live.plot({ name: "What the ReLU network says", ...axes() });
    figure.stage.append(gated.element, relu.element);

    let started = "";
    const advance = async (steps) => {
        const { slope, steepness, units, seed } = figure.values;
        const start = started === `${units} ${seed}` ? null : [units, seed];
        started = `${units} ${seed}`;
        const answer = await figure.ask({ start, steps, steepness, slope });
        if (answer.error) return false;
        show(answer, units);
        return true;
    };
    live.run(figure, {
        steps: 10,
        step: advance,
        restart: () => {
            started = "";
            return advance(0);
        },
    });

    const show = ({ steps, product, relu: network, units: [one, other], gated: sum, relu_off, gated_off }, units) => {
        const right = { points: product, colour: "text", dashed: true, name: "the product" };
        gated.show({ lines: [
            { points: sum, colour: "3", name: "both gated units" },
            { points: one, colour: "1", name: "gate x" },
            { points: other, colour: "2", name: "gate −x" },
            right,
        ] });
        relu.show({ lines: [{ points: network, colour: "1", name: `${units} ReLU unit${units === 1 ? "" : "s"}` }, right] });
        figure.tell(`Over all pairs of numbers the two gated units are off by ${gated_off.toFixed(4)}, `
            + `the ReLU network by ${relu_off.toFixed(4)} after ${steps} steps.`);
    };
    return () => advance(0);
};
