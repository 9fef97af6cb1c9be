// Chapter 9: a query and a key, each turned by its place, and the score that they have then.
live.makers.rotary = (figure) => {
    const { svg } = live;
    figure.slider("query", "Place of the query", { min: 0, max: 63, step: 1, usual: 12 });
    figure.slider("key", "Place of the key", { min: 0, max: 63, step: 1, usual: 9 });
    figure.slider("pair", "Pair of channels", { min: 0, max: 3, step: 1, usual: 1 });

    const arrows = svg("g");
    const plane = svg("svg", { viewBox: "-120 -120 240 240", role: "img", class: "rotary-plane" }, [
        svg("line", { x1: -115, x2: 115, class: "live-rule" }), svg("line", { y1: -115, y2: 115, class: "live-rule" }), arrows,
    ]);
    const plot = live.plot({
        name: "The score of the query with the key at each place",
        x: { name: "place of the key", from: 0, to: 63 },
        y: { name: "score", from: -1.2, to: 1.2 },
    });
    figure.stage.append(plane, plot.element);

    /** From the origin to its point; the name stands beyond the point. */
    const arrow = ([x, y], name, kind, faint) => {
        const [right, down] = [100 * x, -100 * y];
        const colour = `var(--fig-${kind})`;
        const line = svg("line", { x2: right.toFixed(1), y2: down.toFixed(1), stroke: colour, class: faint ? "rotary-before" : "rotary-arrow" });
        if (faint) return [line];
        const text = svg("text", { x: (1.12 * right).toFixed(1), y: (1.12 * down + 5).toFixed(1), fill: colour, "text-anchor": "middle" }, [name]);
        return [line, svg("circle", { cx: right.toFixed(1), cy: down.toFixed(1), r: 4, fill: colour }), text];
    };

    return async ({ query, key, pair }) => {
        const answer = await figure.ask({ query, key, pair });
        if (answer.error) return;
        const { before, turned, scores, further, radians } = answer;
        const kinds = [["q", "query"], ["k", "key"]];
        arrows.replaceChildren(
            ...kinds.flatMap(([name, kind], i) => arrow(before[i], name, kind, true)),
            ...kinds.flatMap(([name, kind], i) => arrow(turned[i], name, kind, false)),
        );
        plot.show({
            lines: [{ points: scores.map((score, place) => [place, score]), colour: "position" }],
            dots: [{ points: [[key, scores[key]]], colour: "key" }],
            verticals: [query],
        });
        const said = (score) => live.number(Number(score.toFixed(3)));
        const angles = turned.map(([x, y]) => Math.round((Math.atan2(y, x) * 180) / Math.PI));
        plane.setAttribute("aria-label", `After the turn the query points to ${angles[0]} degrees, the key to ${angles[1]}`);
        figure.tell(`Distance ${query - key}: the score is ${said(scores[key])}. Both ten places further on: ${said(further)}. `
            + `This pair turns by ${live.number(radians, 3)} radians a place and comes round in ${live.number((2 * Math.PI) / radians, 3)} places.`);
    };
};
