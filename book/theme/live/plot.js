// A plot with labelled axes: lines, dots and dashed theory, in the book's colours.
live.svg = (tag, attributes = {}, children = []) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
};

live.plot = ({ name, x, y, height = 220 }) => {
    const { svg } = live;
    const drawn = svg("g"), over = svg("g"); // what is drawn anew each time, and what stays: handles keep the focus
    const picture = svg("svg", { role: "group", "aria-label": name, class: "live-plot", height }, [drawn, over]);
    const edge = { left: 52, right: 12, top: 10, bottom: 38 };
    let width = 0, shown = {};

    const scale = (axis, from, to) => {
        const f = axis.log ? Math.log10 : (value) => value;
        const place = (value) => from + ((f(value) - f(axis.from)) / (f(axis.to) - f(axis.from))) * (to - from);
        return (value) => Math.max(-1e4, Math.min(1e4, place(value)));
    };
    const across = (value) => scale(x, edge.left, width - edge.right)(value);
    const up = (value) => scale(y, height - edge.bottom, edge.top)(value);

    /** Round numbers on an axis, about as many as there is room for. */
    const ticks = ({ from, to, log }, room) => {
        if (log) {
            const [low, high] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
            const every = Math.max(1, Math.ceil((high - low) / room));
            const steps = high - low < 2 ? [0.2, 0.5, 1, 2, 5] : [1]; // few powers of ten leave room between them
            const powers = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, i) => 10 ** (low + i * every));
            return powers.flatMap((power) => steps.map((step) => step * power))
                .filter((value, i, all) => value >= from && value <= to && all.indexOf(value) === i);
        }
        const rough = (to - from) / room;
        const unit = 10 ** Math.floor(Math.log10(rough));
        const step = [1, 2, 5, 10].map((times) => times * unit).find((step) => step >= rough);
        const first = Math.ceil(from / step - 1e-9);
        return Array.from({ length: Math.floor(to / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
    };
    const said = (value, axis) => (axis.log && axis.to / axis.from > 1e4 ? live.power(Math.log10(value)) : live.number(value));

    const colour = (name) => (name === "text" ? "currentColor" : `var(--fig-${name})`);
    const path = (points) => points
        .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
        .map(([a, b], i) => `${i ? "L" : "M"}${across(a).toFixed(1)} ${up(b).toFixed(1)}`).join("");

    const draw = () => {
        const { lines = [], dots = [], verticals = [] } = shown;
        const parts = [];
        for (const value of ticks(x, width / 80)) {
            parts.push(svg("line", { x1: across(value), x2: across(value), y1: edge.top, y2: height - edge.bottom, class: "live-rule" }));
            parts.push(svg("text", { x: across(value), y: height - edge.bottom + 15, "text-anchor": "middle" }, [said(value, x)]));
        }
        for (const value of ticks(y, height / 45)) {
            parts.push(svg("line", { x1: edge.left, x2: width - edge.right, y1: up(value), y2: up(value), class: "live-rule" }));
            parts.push(svg("text", { x: edge.left - 6, y: up(value) + 4, "text-anchor": "end" }, [said(value, y)]));
        }
        parts.push(svg("text", { x: (edge.left + width) / 2, y: height - 5, "text-anchor": "middle" }, [x.name]));
        const middle = (edge.top + height - edge.bottom) / 2;
        parts.push(svg("text", { transform: `translate(12 ${middle}) rotate(-90)`, "text-anchor": "middle" }, [y.name]));
        const inside = svg("svg", { x: edge.left, y: edge.top, width: Math.max(0, width - edge.left - edge.right), height: height - edge.top - edge.bottom, viewBox: `${edge.left} ${edge.top} ${Math.max(1, width - edge.left - edge.right)} ${height - edge.top - edge.bottom}` });
        for (const value of verticals) {
            inside.append(svg("line", { x1: across(value), x2: across(value), y1: edge.top, y2: height - edge.bottom, class: "live-here" }));
        }
        for (const line of lines) {
            const dashed = line.dashed ? { "stroke-dasharray": "6 4" } : {};
            inside.append(svg("path", { d: path(line.points), fill: "none", stroke: colour(line.colour), "stroke-width": line.thin ? 1 : line.dashed ? 1.5 : 2, ...dashed }));
        }
        for (const { points, colour: own } of dots) {
            for (const [a, b] of points) inside.append(svg("circle", { cx: across(a), cy: up(b), r: 3.5, fill: colour(own) }));
        }
        parts.push(inside);
        const named = [...lines, ...dots].filter((each) => each.name);
        picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
        drawn.replaceChildren(...parts);
        shown.drawn?.();
        legend.replaceChildren(...named.map((each) => live.make("span", { style: `--own: ${colour(each.colour)}`, class: each.dashed ? "live-dashed" : dots.includes(each) ? "live-dots" : "" }, [each.name])));
    };
    const legend = live.make("p", { class: "live-legend" });
    const element = live.make("div", { class: "live-plotted" }, [legend, picture]);
    new ResizeObserver(() => {
        width = element.clientWidth;
        if (width > 0) draw();
    }).observe(element);

    const show = (data) => {
        shown = data;
        Object.assign(x, data.x);
        Object.assign(y, data.y);
        if (width > 0) draw();
    };
    /** The numbers that a place in the picture stands for. */
    const at = (event) => {
        const box = picture.getBoundingClientRect();
        const share = (place, from, to) => (place - from) / (to - from);
        return [
            x.from + share(event.clientX - box.left, edge.left, width - edge.right) * (x.to - x.from),
            y.from + share(event.clientY - box.top, height - edge.bottom, edge.top) * (y.to - y.from),
        ];
    };
    return { element, over, show, at, across, up };
};
