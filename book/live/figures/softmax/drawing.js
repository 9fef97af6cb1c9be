// Chapter 0: three scores become shares.
live.makers.softmax = (figure) => {
    const { make } = live;
    const one_digit = (x) => x.toFixed(1).replace("-", "−");
    [2, 1, 0].forEach((usual, i) => figure.slider(`score${i + 1}`, `Score ${i + 1}`, { min: -5, max: 5, step: 0.1, usual, show: one_digit }));
    figure.slider("temperature", "Temperature τ", { min: 0.1, max: 10, step: 0.1, usual: 1, show: one_digit });
    figure.slider("shift", "Add to all scores", { min: -1000, max: 1000, step: 10, usual: 0, show: (x) => String(x).replace("-", "−") });
    const bars = make("ol", { class: "live-shares" });
    figure.stage.append(bars);

    return async ({ score1, score2, score3, temperature, shift }) => {
        const answer = await figure.ask({ scores: [score1, score2, score3], temperature, shift });
        if (answer.error) return;
        bars.replaceChildren(...answer.shares.map((share, i) => make("li", {}, [
            make("span", {}, [`share ${i + 1}`]), make("i", { style: `--share: ${share}` }), make("b", {}, [share.toFixed(3)]),
        ])));
        const largest = Math.max(...answer.shares);
        figure.tell(`The largest share is ${largest.toFixed(3)}. Together they are ${answer.shares.reduce((a, b) => a + b).toFixed(3)}.`);
    };
};
