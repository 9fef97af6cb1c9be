// Chapter 9: which heads share keys, and how much is kept then.
live.makers.groups = (figure) => {
    const { make, svg } = live;
    const MODELS = ["GPT-2 small", "Llama 2 7B", "Llama 3 8B", "Llama 3 70B", "gpt-oss-20b", "gpt-oss-120b"];
    const length = (n) => (2 ** n).toLocaleString("en").replaceAll(",", " ");
    figure.slider("model", "Model", { min: 0, max: 5, step: 1, usual: 2, show: (i) => MODELS[i] });
    figure.slider("share", "Heads of queries to one of keys", { min: 0, max: 6, step: 1, usual: 2, show: (n) => String(2 ** n) });
    figure.slider("head", "Head that asks", { min: 0, max: 63, step: 1, usual: 5 });
    figure.slider("tokens", "Tokens of the text", { min: 10, max: 17, step: 1, usual: 13, show: length });
    const WIDTH = 640;
    const heads = svg("svg", { viewBox: `0 0 ${WIDTH} 60`, role: "img", class: "groups-heads" });
    const plot = live.plot({
        name: "What is kept of a text, against its length",
        x: { name: "tokens / 1024", from: 1, to: 128, log: true },
        y: { name: "GiB kept", from: 0.001, to: 512, log: true },
    });
    const [asking, answering] = [make("p"), make("p")];
    figure.stage.append(make("section", { class: "live-wide" }, [asking, heads, answering]), plot.element);

    /** Boxes side by side; those that `strong` names are full, the others pale. */
    const row = (kind, y, count, strong) => Array.from({ length: count }, (_, i) => svg("rect", {
        x: ((i * WIDTH) / count + 1).toFixed(1), y, width: (WIDTH / count - 2).toFixed(1), height: 28, rx: 2,
        fill: `var(--fig-${kind})`, "fill-opacity": strong(i) ? 1 : 0.3,
    }));
    const many = (n, what) => `${n} head${n === 1 ? "" : "s"} of ${what}`;

    return async ({ model, share, head, tokens }) => {
        const answer = await figure.ask({ model, share: 2 ** share, head, tokens: 2 ** tokens });
        if (answer.error) return;
        const { name, own, groups, reads, bytes, gib, lines } = answer;
        heads.replaceChildren(...row("query", 0, reads.length, (h) => h === head), ...row("key", 32, groups, (g) => g === reads[head]));
        asking.textContent = many(reads.length, "queries");
        answering.textContent = many(groups, "keys and values");
        const others = reads.flatMap((g, h) => (g === reads[head] && h !== head ? [h] : []));
        const together = others.length === 0 ? "alone" : others.length === 1 ? `with head ${others[0]}`
            : others.length < 8 ? `with heads ${others.slice(0, -1).join(", ")} and ${others.at(-1)}` : `with ${others.length} others`;
        heads.setAttribute("aria-label", `Head ${head} of the queries reads head ${reads[head]} of the keys, ${together}`);
        const placed = (points) => points.map(([tokens, gib]) => [tokens / 1024, gib]);
        plot.show({
            lines: lines.map(([G, ends]) => ({
                points: placed(ends),
                ...(G === groups ? { colour: "key", name: `G = ${G}` }
                    : G === 1 ? { colour: "muted", thin: true, name: "one head of keys" }
                        : { colour: "muted", dashed: true, name: "a head of keys for each" }),
            })),
            dots: [{ points: placed([[2 ** tokens, gib]]), colour: "key" }],
        });
        const published = groups === own ? "As published" : `Published with ${own}`;
        figure.tell(`${name} with ${many(groups, "keys")}: ${live.number(bytes / 1024, 4)} KiB of each token, ${live.number(gib, 3)} GiB of ${length(tokens)} tokens. `
            + `${published}. Head ${head} reads head ${reads[head]} of the keys, ${together}.`);
    };
};
