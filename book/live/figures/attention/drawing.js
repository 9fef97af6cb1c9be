// Chapter 1: a sentence of the reader's, who looks at whom in it, and one weight's whole sum.
live.makers.attention = (figure) => {
    const { make, svg } = live;
    const MOST = 16; // words that a grid has room for
    const KNOWN = "cat dog fox owl milk water tea drank saw liked it thirsty tired hungry cold white the was because and";
    const box = figure.text("text", "Sentence", "the cat drank the milk because it was thirsty");
    figure.toggle("causal", "Causal mask", false);
    figure.toggle("scaled", "Divide by √D", true);
    figure.slider("temperature", "Temperature", { min: 0.1, max: 4, step: 0.1, usual: 1, show: (t) => t.toFixed(1) });
    figure.begin("row", 6, live.whole_from(0));
    figure.begin("column", 1, live.whole_from(0));
    figure.words("It knows these words:", KNOWN.split(" "), (word) => {
        box.value = `${box.value.trim()} ${word}`.trim();
        figure.set({ text: box.value });
    });

    const grid = live.grid({ name: "query looks at key", choose: (row, column) => figure.set({ row, column }) });
    const sum = make("div", { class: "live-sum" });
    const asks = make("div", {}), answers = make("div", {});
    const between = svg("svg", { preserveAspectRatio: "none", "aria-hidden": "true" });
    const ribbons = make("div", { class: "ribbons", role: "group", "aria-label": "On the left each word asks, on the right it is answered: choose who asks" }, [asks, between, answers]);
    figure.stage.append(ribbons, grid.element, sum);

    return async ({ text, causal, scaled, temperature, row, column }) => {
        const words = text.toLowerCase().replace(/[^\p{Letter}\s]/gu, "").split(/\s+/).filter(Boolean);
        const room = words.splice(MOST).length > 0 ? ` There is room for ${MOST} words: the others are left out.` : "";
        if (words.length === 0) return figure.tell("Write a word or more, or choose some from the list.");
        const t = Math.min(row, words.length - 1);
        const s = Math.min(column, causal ? t : words.length - 1);
        const cell = words.length > 0 ? [t, s] : null;
        const answer = await figure.ask({ text: words.join(" "), causal, scaled, temperature, cell });
        if (answer.error) return;
        const { q, k, v, y, weights } = answer;
        const seen = weights.map((row, t) => row.map((weight, s) => (causal && s > t ? null : weight)));
        grid.show({
            rows: words,
            columns: words,
            values: seen,
            chosen: cell,
            says: (t, s, weight) => weight === null
                ? `${words[t]} doesn't see ${words[s]}`
                : `${words[t]} looks at ${words[s]} with weight ${weight.toFixed(2)}`,
        });
        live.keep_focus(ribbons, () => show_ribbons(words, weights, t));
        sum.replaceChildren(...lines(words, answer, cell, scaled, temperature));
        const most = Math.max(...weights[t]);
        const found = words.filter((_, s) => weights[t][s] === most);
        const finds = found.length > 1 ? "several words alike" : `“${found[0]}”`;
        figure.tell(`“${words[t]}” looks most at ${finds}: ${most.toFixed(2)}.${room}`);
    };

    /** The sentence twice, and ribbons as wide as the weights; those of the word that asks stand out. */
    function show_ribbons(words, weights, chosen) {
        const ROW = 26;
        const middle = (row) => ROW * (row + 0.5);
        between.setAttribute("height", ROW * words.length);
        between.setAttribute("viewBox", `0 0 100 ${ROW * words.length}`);
        between.replaceChildren(...weights.flatMap((row, t) => row.map((weight, s) => [weight, t, s])
            .filter(([weight]) => weight > 0.01)
            .map(([weight, t, s]) => svg("path", { d: `M0 ${middle(t)}C45 ${middle(t)} 55 ${middle(s)} 100 ${middle(s)}`, "stroke-width": (0.8 * ROW * weight).toFixed(1), "data-row": t }))));
        const stand_out = (row) => {
            for (const path of between.children) path.classList.toggle("ribbons-chosen", Number(path.dataset.row) === row);
            [...answers.children].forEach((word, s) => word.style.setProperty("--share", weights[row][s]));
        };
        asks.replaceChildren(...words.map((word, t) => {
            const button = make("button", { type: "button", "aria-pressed": t === chosen, tabindex: t === chosen ? 0 : -1 }, [word]);
            button.onclick = () => figure.set({ row: t });
            button.onpointerenter = () => stand_out(t);
            button.onpointerleave = () => stand_out(chosen);
            button.onkeydown = (event) => {
                const next = asks.children[t + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? NaN)];
                if (!next) return;
                event.preventDefault();
                next.focus();
                next.click();
            };
            return button;
        }));
        answers.replaceChildren(...words.map((word) => make("span", {}, [word])));
        stand_out(chosen);
    }

    /** The sum of the chosen cell, a step a line. */
    function lines(words, { q, k, v, y, cell }, [t, s], scaled, temperature) {
        const n = (x) => live.number(x, 4);
        const small = (x) => live.number(x, 3);
        const coloured = (kind, text) => make("span", { class: `live-${kind}` }, [text]);
        const line = (label, ...parts) => [make("dt", {}, [label]), make("dd", {}, parts)];
        const divided = [scaled ? "√3" : "", temperature === 1 ? "" : n(temperature)].filter(Boolean);
        const terms = q[t].flatMap((x, c) => [c ? " + " : "", coloured("query", n(x)), "·", coloured("key", n(k[s][c]))]);
        const others = cell.exponentials.map(small).join(" + ");
        const largest = Math.max(...cell.scores);
        const list = [
            line("query times key", ...terms, ` = ${n(cell.dot)}`),
            line("score", divided.length ? `${n(cell.dot)} / ${divided.join(" / ")} = ${n(cell.scores[s])}` : n(cell.dot)),
            line("exponential", `e^(${n(cell.scores[s])} − ${n(largest)}) = ${small(cell.exponentials[s])}`),
            line("row’s sum", `${others} = ${n(cell.total)}`),
            line("weight", `${small(cell.exponentials[s])} / ${n(cell.total)} = `, coloured("weight", small(cell.weight))),
            line("it gives", coloured("weight", small(cell.weight)), "·(", coloured("value", v[s].map(n).join(", ")), ") to (",
                y[t].map(n).join(", "), ")"),
        ];
        const title = make("p", {}, [coloured("query", `“${words[t]}”`), " looks at ", coloured("key", `“${words[s]}”`)]);
        return [title, make("dl", {}, list.flat())];
    }
};
