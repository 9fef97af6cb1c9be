// Chapter 5: a gradient on its way down through many layers, with and without the two remedies.
live.makers["residual-norm"] = (figure) => {
    figure.toggle("residual", "Residual", false);
    figure.toggle("norm", "Normalisation", false);
    figure.slider("layers", "Layers", { min: 1, max: 48, step: 1, usual: 24 });
    figure.slider("exponent", "Each layer alone: |dx|² times", { min: -2, max: 2, step: 0.25, usual: -1, show: (e) => (2 ** e).toFixed(2) });
    figure.slider("draw", "Random weights, draw", { min: 1, max: 20, step: 1, usual: 1 });
    const plot = live.plot({
        name: "The size of the gradient against the layers that it has come through",
        x: { name: "layers that the gradient has come through", from: 0, to: 24 },
        y: { name: "|dx| / |dy|", log: true, from: 1e-6, to: 1e6 },
        height: 260,
    });
    figure.stage.append(plot.element);

    return async ({ residual, norm, layers, exponent, draw }) => {
        const answer = await figure.ask({ layers, residual, norm, gain: 2 ** exponent, draw });
        if (answer.error) return;
        const { measured, theory } = answer;
        const points = (values) => values.map((value, n) => [n, value]);
        const lines = [{ points: points(measured), colour: "gradient", name: "measured" }];
        if (theory) lines.push({ points: points(theory), colour: "text", dashed: true, name: "theory" });
        plot.show({ x: { to: layers }, lines, dots: [{ points: points(measured), colour: "gradient" }] });
        const last = measured.at(-1);
        const word = last < 0.01 ? "It has vanished." : last > 100 ? "It has exploded." : "It has arrived.";
        figure.tell(`After ${layers} layers the gradient has ${live.number(last, 2)} times its size. ${word}`);
    };
};
