// Chapter 4: a sheet of paper with three folds to drag, from above and in perspective.
live.makers.folds = (figure) => {
    const { make, svg } = live;
    const USUAL = "0,0.2 0.2,-0.15 -0.2,-0.15";
    const read = (text) => text.split(" ").map((pair) => pair.split(",").map(Number));
    const fit = (text) => read(text).length === 3 && read(text).every((fold) => fold.length === 2 && Math.hypot(...fold) >= 0.02 && Math.hypot(...fold) <= 1.3);
    figure.begin("folds", USUAL, fit);
    let folds = read(figure.values.folds);
    const again = make("button", { type: "button", class: "live-button" }, ["Start again"]);
    again.onclick = () => {
        folds = read(USUAL);
        figure.set({ folds: USUAL });
    };
    figure.panel.append(again);

    // From above: the plane from −1 to 1, a colour for each region, three lines and their handles.
    const SIDE = 300;
    const across = (x) => (SIDE / 2) * (1 + x), up = (y) => (SIDE / 2) * (1 - y);
    const regions = svg("g"), lines = svg("g"), digits = svg("g");
    const plan = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "group", "aria-label": "The sheet from above, with three folds to move", class: "folds-plan" });
    const sheet = svg("svg", { viewBox: "0 0 300 300", role: "img", "aria-label": "The sheet in perspective", class: "folds-sheet" });
    figure.stage.append(plan, sheet);

    const move = (i, x, y) => {
        const length = Math.hypot(x, y) || 1;
        const within = Math.max(0.05, Math.min(1, length)) / length;
        folds = folds.map((fold, j) => (i === j ? [x, y].map((at) => Number((at * within).toFixed(2))) : fold));
        figure.set({ folds: folds.map((fold) => fold.join(",")).join(" ") });
    };
    const at = ({ clientX, clientY }) => {
        const box = plan.getBoundingClientRect();
        return [(2 * (clientX - box.left)) / box.width - 1, 1 - (2 * (clientY - box.top)) / box.height];
    };
    const handles = folds.map((_, i) => live.handle({
        name: `fold ${i + 1}`, limits: [0, 1], r: 9, at, place: () => folds[i], move: (x, y) => move(i, x, y),
    }));
    plan.append(regions, lines, digits, ...handles);

    const colour = (pattern) => `var(--fold-${pattern})`;

    const draw_plan = (patterns, named) => {
        const n = patterns.length, wide = SIDE / (n - 1);
        regions.replaceChildren(...patterns.flatMap((row, t) => row.map((pattern, s) => [pattern, t, s])
            // A run of one colour is one rectangle.
            .filter(([pattern, , s]) => s === 0 || row[s - 1] !== pattern)
            .map(([pattern, , s]) => {
                const next = row.findIndex((other, at) => at > s && other !== pattern);
                const end = next < 0 ? n : next;
                return svg("rect", { x: (s - 0.5) * wide, y: (t - 0.5) * wide, width: (end - s) * wide + 0.5, height: wide + 0.5, fill: colour(pattern) });
            })));
        lines.replaceChildren(...folds.map(([x, y]) => {
            const length = Math.hypot(x, y), [along, beside] = [(-3 * y) / length, (3 * x) / length];
            return svg("line", { x1: across(x - along), y1: up(y - beside), x2: across(x + along), y2: up(y + beside), class: "folds-line" });
        }));
        digits.replaceChildren(...named.map(([pattern, x, y]) => svg("text", { x: across(x), y: up(y) + 5, "text-anchor": "middle", class: "folds-digits" }, [pattern])));
        folds.forEach(([x, y], i) => {
            handles[i].setAttribute("cx", across(x));
            handles[i].setAttribute("cy", up(y));
            handles[i].setAttribute("aria-valuenow", Math.hypot(x, y).toFixed(2));
            handles[i].setAttribute("aria-valuetext", `${x.toFixed(2)} to the right, ${y.toFixed(2)} up`);
        });
    };

    /** In perspective: the far side first, each tile in the colour of its region, lighter where it is steep. */
    const draw_sheet = (heights, patterns) => {
        const step = 4, n = heights.length;
        const at = (t, s) => {
            const [x, depth] = [s / (n - 1) - 0.5, t / (n - 1)];
            const near = 0.62 + 0.38 * depth;
            return `${(150 + 270 * x * near).toFixed(1)},${(155 + 125 * depth - 85 * heights[t][s] * near).toFixed(1)}`;
        };
        const tiles = [];
        for (let t = 0; t + step < n; t += step) {
            for (let s = 0; s + step < n; s += step) {
                const corners = [at(t, s), at(t, s + step), at(t + step, s + step), at(t + step, s)].join(" ");
                tiles.push(svg("polygon", { points: corners, fill: colour(patterns[t + 2][s + 2]), class: "folds-tile" }));
            }
        }
        sheet.replaceChildren(...tiles);
    };

    return async () => {
        const answer = await figure.ask({ folds });
        if (answer.error) return;
        const { heights, patterns, regions: named } = answer;
        draw_plan(patterns, named);
        draw_sheet(heights, patterns);
        const found = named.map(([pattern]) => pattern);
        const missing = Array.from({ length: 8 }, (_, i) => i.toString(2).padStart(3, "0")).filter((pattern) => !found.includes(pattern));
        sheet.setAttribute("aria-label", `The sheet in perspective: flat where no unit is on, and up to ${Math.max(...heights.flat()).toFixed(1)} high`);
        figure.tell(`${found.length} of 8 patterns are on the sheet. Missing: ${missing.join(", ") || "none"}.`);
    };
};
