// Chapter 3: a position as the hands of many clocks, and how alike it is to every other position.
live.makers.positions = (figure) => {
    const { make, svg } = live;
    figure.slider("position", "Position p", { min: 0, max: 127, step: 1, usual: 40 });
    figure.slider("channels", "Channels C", { min: 4, max: 128, step: 4, usual: 64 });
    figure.slider("exponent", "Base", { min: 1, max: 5, step: 0.5, usual: 4, show: (e) => String(Math.round(10 ** e)) });

    const clocks = make("div", { class: "live-clocks", role: "img" });
    const plot = live.plot({
        name: "The dot product of the encoding of p with that of every position",
        x: { name: "position q", from: 0, to: 127 },
        y: { name: "PE(p)·PE(q)", from: -10, to: 34 },
    });
    figure.stage.append(clocks, plot.element);

    /** A pair of channels is a hand: the sine to the right, the cosine up. */
    const clock = (sine, cosine) => svg("svg", { viewBox: "-11 -11 22 22" }, [
        svg("circle", { r: 10 }),
        svg("line", { x2: (9 * sine).toFixed(2), y2: (-9 * cosine).toFixed(2) }),
    ]);

    return async ({ position, channels, exponent }) => {
        const answer = await figure.ask({ position, channels, base: 10 ** exponent });
        if (answer.error) return;
        const { encoding, wavelengths, dots } = answer;
        clocks.replaceChildren(...wavelengths.map((_, i) => clock(encoding[2 * i], encoding[2 * i + 1])));
        const lengths = [wavelengths[0], wavelengths.at(-1)].map((n) => n.toFixed(n < 100 ? 1 : 0));
        clocks.setAttribute("aria-label", `${wavelengths.length} clocks; the first turns once in ${lengths[0]} positions, the last in ${lengths[1]}`);
        plot.show({
            y: { from: Math.min(0, ...dots) * 1.1, to: channels * 0.55 },
            lines: [{ points: dots.map((dot, q) => [q, dot]), colour: "position" }],
            verticals: [position],
        });
        const near = dots[Math.min(127, position + 1)];
        figure.tell(`With itself ${(channels / 2).toFixed(2)}, with the position beside it ${near.toFixed(2)}. `
            + `The first clock turns once in ${lengths[0]} positions, the last in ${lengths[1]}.`);
    };
};
