// Chapter 9: one token through layer normalisation, and through RMSNorm.
live.makers.norms = (figure) => {
    const said = (x) => String(x).replace("-", "−");
    [3, -1, 1, 5].forEach((usual, i) => figure.slider(`x${i}`, `Channel ${i}`, { min: -5, max: 5, step: 0.5, usual, show: said }));
    figure.slider("times", "Multiply all four by", { min: -3, max: 3, step: 0.5, usual: 1, show: said });
    figure.slider("plus", "Then add to all four", { min: -40, max: 40, step: 1, usual: 0, show: said });
    const panels = [["The token", "1"], ["Layer norm", "3"], ["RMSNorm", "2"]].map(([title, colour]) => live.bars({ title, colour }));
    figure.stage.append(...panels.map((panel) => panel.element));

    return async ({ x0, x1, x2, x3, plus, times }) => {
        const answer = await figure.ask({ token: [x0, x1, x2, x3], times, plus });
        if (answer.error) return;
        const { token, layer, root, mean, deviation, size, angle } = answer;
        [token, layer, root].forEach((numbers, i) => {
            const limit = i === 0 ? Math.max(5, ...numbers.map(Math.abs)) : 2; // none of their answers is larger
            panels[i].show(numbers.map((number, c) => [`channel ${c}`, number]), limit);
        });
        const short = (x) => live.number(Number(x.toFixed(2)));
        const apart = angle === null ? (size === 0 ? "Both answers are 0." : "The answer of layer normalisation is 0.") : `The two answers enclose ${short(angle)} degrees.`;
        figure.tell(`Mean ${short(mean)}, standard deviation ${short(deviation)}, root mean square ${short(size)}. ${apart}`);
    };
};
