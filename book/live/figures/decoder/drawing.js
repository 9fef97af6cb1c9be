// Chapter 6: a trained model, character by character: what comes next, and where its heads look.
live.makers.decoder = (figure) => {
    const { make } = live;
    const USUAL = "the red fox is in the barn. it is ";
    const box = figure.text("text", "Text", USUAL);
    figure.slider("temperature", "Temperature", { min: 0, max: 2, step: 0.1, usual: 1, show: (t) => t.toFixed(1) });
    const head = figure.slider("head", "Head", { min: 1, max: 12, step: 1, usual: 10 });
    figure.begin("from", -1, live.whole_from(-1)); // the character whose attention is shown; −1 is the last
    figure.begin("seed", 1, live.whole_from(1));

    const bars = make("ol", { class: "live-bars", "aria-label": "The likeliest next characters; choose one to append it" });
    const looks = make("div", { class: "live-looks", role: "group", "aria-label": "Where the head looks; choose the character that looks" });
    figure.stage.append(make("section", {}, [make("p", {}, ["what comes next"]), bars]),
        make("section", { class: "live-wide" }, [make("p", {}, ["where the head looks, from the framed character"]), looks]));

    const shown = (character) => ({ " ": "␣", "\n": "¶" })[character] ?? character;
    const set_text = (text) => {
        box.value = text;
        figure.set({ text, from: -1 });
    };
    const append = (character) => set_text(figure.values.text + shown(character).replace("␣", " "));
    live.run(figure, {
        step: async () => {
            const answer = await ask(1000 * figure.values.seed + figure.values.text.length);
            if (answer.error) return false;
            append(answer.drawn);
            return figure.values.text.length < 400;
        },
        restart: () => {
            figure.set({ seed: figure.values.seed + 1 }); // it writes something else now
            set_text(USUAL);
        },
    });
    box.addEventListener("input", () => figure.set({ from: -1 }));

    const ask = (draw) => {
        const { text, temperature, from } = figure.values;
        return figure.ask_model({ text: live.in_the_wood(text), temperature, from: from < 0 ? 1e6 : from, draw });
    };

    const show = ({ parameters, layers, heads, alphabet, next, seen, weights }) => {
        head.max = layers * heads;
        const likeliest = [...alphabet].map((character, i) => [next[i], character]).sort((a, b) => b[0] - a[0]).slice(0, 10);
        bars.replaceChildren(...likeliest.map(([p, character]) => {
            const button = make("button", { type: "button", "aria-label": `${shown(character)} ${(100 * p).toFixed(1)} %: append it` }, [
                make("b", {}, [shown(character)]), make("i", { style: `--share: ${p}` }), ` ${(100 * p).toFixed(1)} %`,
            ]);
            button.onclick = () => append(character);
            return make("li", {}, [button]);
        }));
        const which = Math.min(figure.values.head, layers * heads) - 1;
        const row = weights[which];
        const from = figure.values.from < 0 || figure.values.from >= seen.length ? seen.length - 1 : figure.values.from;
        looks.replaceChildren(...[...seen].map((character, s) => {
            const button = make("button", { type: "button", tabindex: s === from ? 0 : -1, "aria-pressed": s === from,
                "aria-label": `${shown(character)}: ${s > from ? "not seen" : row[s].toFixed(2)}` }, [shown(character)]);
            button.style.setProperty("--share", row[s]);
            button.classList.toggle("live-unseen", s > from);
            button.onclick = () => look_from(s);
            button.onkeydown = (event) => {
                const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
                if (!step || !seen[s + step]) return;
                event.preventDefault();
                look_from(s + step).then(() => looks.children[s + step].focus());
            };
            return button;
        }));
        const most = row.indexOf(Math.max(...row));
        const block = Math.floor(which / heads) + 1;
        figure.tell(`${parameters} parameters. Likeliest: “${shown(likeliest[0][1])}”, ${(100 * likeliest[0][0]).toFixed(1)} %. `
            + `Head ${(which % heads) + 1} of block ${block} looks most at character ${most + 1}, “${shown(seen[most])}”: ${row[most].toFixed(2)}.`);
    };
    const look_from = async (from) => {
        figure.set({ from });
        await figure.drawn;
    };

    return async () => {
        const answer = await ask(null);
        if (!answer.error) live.keep_focus(bars, () => show(answer));
    };
};
