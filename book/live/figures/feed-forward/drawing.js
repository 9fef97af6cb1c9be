// Chapter 4: points to drag, and a network that learns to go through them.
live.makers["feed-forward"] = (figure) => {
    figure.slider("units", "Hidden units", { min: 1, max: 24, step: 1, usual: 8 });
    figure.slider("rate", "Learning rate", { min: 0.01, max: 0.3, step: 0.01, usual: 0.05, show: (r) => r.toFixed(2) });
    figure.slider("seed", "Random weights, draw", { min: 1, max: 20, step: 1, usual: 1 });
    const read = (text) => text.split(" ").map((pair) => pair.split(",").map(Number));
    const in_the_plot = (text) => read(text).every(([x, y]) => Math.abs(x) <= 1 && Math.abs(y) <= 1.2) && read(text).length <= 20;
    figure.begin("points", "-0.9,-0.4 -0.6,0.7 -0.3,0.6 0,-0.5 0.3,-0.7 0.6,0.4 0.9,0.8", in_the_plot);
    let points = read(figure.values.points);
    let started = "";

    const plot = live.plot({
        name: "The line that the network makes, and the points",
        x: { name: "x", from: -1, to: 1 },
        y: { name: "y", from: -1.2, to: 1.2 },
        height: 280,
    });
    figure.stage.append(plot.element);
    const run = live.run(figure, {
        steps: 20,
        step: async (steps) => show(await ask(steps)),
        restart: async () => {
            started = "";
            show(await ask(0));
        },
    });

    const ask = (steps) => {
        const { units, rate, seed } = figure.values;
        const wanted = `${units} ${seed}`;
        const start = wanted === started ? null : [units, seed];
        started = wanted;
        return figure.ask({ start, points, steps, rate });
    };

    const show = (answer) => {
        if (answer.error) return false;
        const { line, kinks, off, steps } = answer;
        plot.show({
            lines: [{ points: line, colour: "1", name: "network" }],
            dots: [{ points: kinks, colour: "2", name: "a unit’s kink" }],
            drawn: () => handles.forEach(place),
        });
        const lost = off === null || off > 1e6; // JSON has no infinity
        figure.tell(lost
            ? "The error has left all bounds: the steps are too large. Lower the rate and start again."
            : `Step ${steps}: the error is ${off.toFixed(4)}.`);
        return !lost;
    };

    // Each point can be dragged, or focused and moved with the arrow keys.
    const place = (handle, i) => {
        const [x, y] = points[i];
        handle.setAttribute("cx", plot.across(x));
        handle.setAttribute("cy", plot.up(y));
        handle.setAttribute("aria-valuenow", y.toFixed(2));
        handle.setAttribute("aria-valuetext", `x ${x.toFixed(2)}, y ${y.toFixed(2)}`);
    };
    const move = (i, x, y) => {
        const within = (value, limit) => Number(Math.max(-limit, Math.min(limit, value)).toFixed(2));
        points = points.map((point, j) => (i === j ? [within(x, 1), within(y, 1.2)] : point));
        place(handles[i], i);
        figure.set({ points: points.map((point) => point.join(",")).join(" ") });
    };
    const handles = points.map((_, i) => live.handle({
        name: `point ${i + 1}`, limits: [-1.2, 1.2], r: 8, at: plot.at, place: () => points[i], move: (x, y) => move(i, x, y),
    }));

    plot.over.append(...handles);

    return async () => show(await ask(0));
};
