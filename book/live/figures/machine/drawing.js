// The introduction: the whole machine at work, from a text to its next letter, with the vector of the last one.
live.makers.machine = (figure) => {
    const { make, svg } = live;
    const USUAL = "the red fox is in the barn. it is ";
    const box = figure.text("text", "Text", USUAL);
    figure.slider("temperature", "Temperature", { min: 0, max: 2, step: 0.1, usual: 1, show: (t) => t.toFixed(1) });
    figure.begin("seed", 1, live.whole_from(1));
    const shown = (character) => ({ " ": "␣", "\n": "¶" })[character] ?? character;
    const text_of = (character) => (character === "\n" ? "¶" : character);

    const set_text = (text) => {
        box.value = text;
        figure.set({ text });
    };
    const run = live.run(figure, {
        one: "Next letter",
        step: async () => {
            await figure.drawn;
            if (!latest) return false;
            set_text(figure.values.text + text_of(latest.drawn));
            await figure.drawn;
            return figure.values.text.length < 400;
        },
        restart: () => {
            figure.set({ seed: figure.values.seed + 1 }); // it writes something else now
            set_text(USUAL);
        },
    });
    const machine = make("ol", { class: "machine" });
    figure.stage.append(machine);

    let latest = null, before = "";
    const draw = () => {
        const { seen, token, position, blocks } = latest;
        const letters = room();
        const from = Math.max(0, seen.length - letters);
        const end = seen.length - 1;
        const rows = [row({ kind: "text", name: "text", page: "06-decoder.html#tokens", drawn: looks(seen, from, letters, null),
            note: `its last letter is “${shown(seen[end])}”` })];
        let stream = token;
        rows.push(part("embedding", "06-decoder.html#embedding", token, `the letter’s own ${token.length} numbers, learnt`));
        const add = (name, page, numbers, note, more = []) => {
            rows.push(part(name, page, numbers, note, more));
            stream = stream.map((x, i) => x + numbers[i]);
        };
        add("position", "03-positional-encoding.html", position, `the same for every letter in place ${end + 1}`);
        blocks.forEach(({ weights, attention, hidden, feed_forward }, l) => {
            const most = weights.map((row) => row.indexOf(Math.max(...row)));
            const places = [...new Set(most)].map((s) => `“${shown(seen[s])}”`).join(", ");
            const on = hidden.filter((unit) => unit > 0).length;
            add(`attention ${l + 1}`, "01-attention.html", attention, `${weights.length} heads look most at ${places}`, [looks(seen, from, letters, weights)]);
            add(`feed-forward ${l + 1}`, "04-feed-forward.html", feed_forward, `${on} of ${hidden.length} units are on`);
        });
        rows.push(row({ kind: "stream", name: "the sum", page: "05-residual-norm.html#stream", drawn: strip(stream, 1.5 * size(stream)),
            note: "normalised, it gives each letter a chance:" }));
        rows.push(row({ kind: "chances", name: "softmax", page: "00-foundations.html#softmax", drawn: bars(), note: "" }));
        machine.style.setProperty("--room", letters);
        machine.replaceChildren(...rows);
        before = seen;
    };

    /** How many letters fit, at a size that can be read. */
    const room = () => (figure.stage.clientWidth < 520 ? 32 : 56);
    const size = (numbers) => Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length);

    /** A step of the machine: its name, which leads to its chapter, what it does, and what can be said of it. */
    const row = ({ kind, name, page, drawn, note, more = [] }) => make("li", { class: `machine-${kind}` }, [
        make("a", { href: page }, [name]), make("div", {}, [...more, drawn, make("span", {}, [note])]),
    ]);
    /** A step that adds its numbers to the vector. */
    const part = (name, page, numbers, note, more) => row({ kind: "part", name, page, drawn: strip(numbers, 2), note, more });

    /** Numbers as a strip of colours: blue below 0, vermilion above, the page's own at 0. */
    const strip = (numbers, limit) => {
        const colour = (x) => `color-mix(in srgb, var(--fig-${x < 0 ? "query" : "gradient"}) ${(100 * Math.min(1, Math.abs(x) / limit)).toFixed(0)}%, var(--fig-background))`;
        const share = 100 / numbers.length;
        const stops = numbers.map((x, i) => `${colour(x)} ${(i * share).toFixed(2)}% ${((i + 1) * share).toFixed(2)}%`);
        const label = `${numbers.length} numbers, from ${live.number(Math.min(...numbers), 2)} to ${live.number(Math.max(...numbers), 2)}`;
        return make("i", { class: "machine-strip", role: "img", "aria-label": label, title: label, style: `background: linear-gradient(to right, ${stops.join(", ")})` });
    };

    /** The text's last letters, with an arc from the last one to each that a head looks at. */
    const looks = (seen, from, letters, weights) => {
        const [wide, high] = [10, weights ? 62 : 20];
        const at = (s) => (s - from + 0.5) * wide;
        const end = seen.length - 1;
        const heads = weights ?? [];
        const strongest = (s) => Math.max(0, ...heads.map((row) => row[s]));
        const arcs = heads.flatMap((row) => row.slice(from).map((weight, i) => [from + i, weight])).filter(([s, weight]) => weight > 0.04 && s !== end);
        const height = (s) => Math.min(40, 8 + 0.8 * (end - s));
        const path = ([s, weight]) => svg("path", { class: "machine-arc", d: `M${at(end)} ${high - 16}Q${(at(end) + at(s)) / 2} ${high - 16 - 2 * height(s)} ${at(s)} ${high - 16}`,
            "stroke-width": (5 * weight).toFixed(2), "stroke-opacity": (0.25 + 0.75 * weight).toFixed(2) });
        const letter = (character, i) => {
            const fresh = !weights && seen.length !== before.length && from + i === end ? " machine-fresh" : "";
            return svg("text", { x: at(from + i), y: high - 4, "text-anchor": "middle", class: `machine-letter${fresh}`,
                "fill-opacity": weights ? (0.4 + 0.6 * Math.min(1, 2 * strongest(from + i))).toFixed(2) : 1 }, [character === " " ? "·" : shown(character)]);
        };
        const says = weights
            ? heads.map((row, h) => { const s = row.indexOf(Math.max(...row)); return `head ${h + 1}: “${shown(seen[s])}” ${row[s].toFixed(2)}`; }).join(", ")
            : seen;
        return svg("svg", { viewBox: `0 0 ${letters * wide} ${high}`, role: "img", "aria-label": says, class: "machine-looks" },
            [...arcs.map(path), ...[...seen].slice(from).map(letter)]);
    };

    /** The likeliest letters; choosing one appends it. */
    const bars = () => {
        const likeliest = [...latest.alphabet].map((character, i) => [latest.next[i], character]).sort((a, b) => b[0] - a[0]).slice(0, 8);
        return make("ol", { class: "live-bars" }, likeliest.map(([p, character]) => {
            const percent = `${(100 * p).toFixed(1)} %`;
            const button = make("button", { type: "button", "data-character": character, "aria-label": `${shown(character)} ${percent}: append it` },
                [make("b", {}, [shown(character)]), make("i", { style: `--share: ${p}` }), ` ${percent}`]);
            button.onclick = () => set_text(figure.values.text + text_of(character));
            return make("li", {}, [button]);
        }));
    };

    let width = 0;
    new ResizeObserver(() => {
        if (latest && figure.stage.clientWidth !== width) draw();
        width = figure.stage.clientWidth;
    }).observe(figure.stage);

    return async ({ text, temperature, seed }) => {
        const answer = await figure.ask_model({ text: live.in_the_wood(text), temperature, draw: 1000 * seed + text.length });
        if (answer.error) {
            run.stop();
            return;
        }
        latest = answer;
        live.keep_focus(machine, draw);
        const first = latest.next.indexOf(Math.max(...latest.next));
        figure.tell(`${latest.parameters} numbers were learnt. Likeliest next: “${shown(latest.alphabet[first])}”, `
            + `${(100 * latest.next[first]).toFixed(1)} %. Drawn next: “${shown(latest.drawn)}”.`);
    };
};
