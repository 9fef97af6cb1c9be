// Chapter 2: four heads side by side on one sentence.
live.makers["multi-head"] = (figure) => {
    const { make } = live;
    const names = ["the word before", "the same word", "the first word", "“it” to its noun"];
    figure.text("text", "Sentence", "the cat drank the milk because it was thirsty");
    figure.text("noun", "“it” looks for", "cat");
    figure.slider("exponent", "Length of the queries", { min: 0, max: 8, step: 0.5, usual: 7, show: (e) => String(Math.round(2 ** e)) });
    figure.begin("row", 6, live.whole_from(0));

    const grids = names.map((name) => live.grid({ name: "query looks at key", small: true, choose: (row) => figure.set({ row }) }));
    figure.stage.append(...grids.map((grid, h) => make("section", { class: "live-head" }, [make("p", {}, [names[h]]), grid.element])));

    return async ({ text, noun, exponent, row }) => {
        const words = text.toLowerCase().replace(/[^\p{Letter}\p{Number}\s]/gu, "").split(/\s+/).filter(Boolean);
        const wanted = noun.trim().toLowerCase();
        const answer = await figure.ask({ words, noun: wanted, sharp: Math.round(2 ** exponent) });
        if (answer.error) return;
        const t = Math.min(row, words.length - 1);
        const found = answer.weights.map((weights, h) => {
            const most = Math.max(...weights[t]);
            const s = weights[t].lastIndexOf(most);
            grids[h].show({
                rows: words,
                columns: words,
                values: weights.map((line, t) => line.map((weight, s) => (s > t ? null : weight))),
                chosen: [t, s],
                says: (t, s, weight) => weight === null
                    ? `${words[t]} doesn't see ${words[s]}`
                    : `${names[h]}: ${words[t]} looks at ${words[s]} with weight ${weight.toFixed(2)}`,
            });
            const alike = weights[t].filter((weight) => weight === most).length;
            return alike > 1 ? `${alike} words alike (${most.toFixed(2)} each)` : `“${words[s]}” (${most.toFixed(2)})`;
        });
        const lost = words.includes(wanted) ? "" : ` “${wanted}” is not in the sentence, so the last head finds nothing for “it”.`;
        figure.tell(`From “${words[t]}”, the heads find ${found.slice(0, 3).join("; ")}; and ${found[3]}.${lost}`);
    };
};
