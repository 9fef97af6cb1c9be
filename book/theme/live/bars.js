// Numbers, each with its name, as bars to the right of a middle line or, below 0, to the left of it.
live.bars = ({ title, colour }) => {
    const { make } = live;
    const list = make("ol", { class: "live-signed", style: `--own: var(--fig-${colour})` });
    const element = make("section", {}, [make("p", {}, [title]), list]);

    /** A bar of the length `limit` goes to the end. */
    const show = (numbers, limit) => {
        list.replaceChildren(...numbers.map(([name, value]) => {
            const end = (1 + Math.max(-1, Math.min(1, value / limit))) / 2;
            const bar = make("i", { style: `--from: ${Math.min(0.5, end)}; --to: ${Math.max(0.5, end)}` });
            return make("li", {}, [make("span", {}, [name]), bar, make("b", {}, [value.toFixed(2).replace("-", "−")])]);
        }));
    };
    return { element, show };
};
