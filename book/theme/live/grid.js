// A matrix with words at its sides, whose cells one can choose with the mouse, a finger or the arrow keys.
live.grid = ({ name, choose, small = false }) => {
    const { make } = live;
    const table = make("table", { class: small ? "live-grid live-small" : "live-grid" });
    const frame = make("div", { class: "live-scroll" }, [table]);
    let shape = "", buttons = [];

    /** Rows and columns are words; a value is shaded by its share of `up_to`, and null where nothing is seen. */
    const show = ({ rows, columns, values, chosen, says, up_to = 1 }) => {
        if (shape !== JSON.stringify([rows, columns])) build(rows, columns);
        shape = JSON.stringify([rows, columns]);
        values.forEach((row, t) => row.forEach((value, s) => {
            const button = buttons[t][s];
            const is_chosen = chosen?.[0] === t && chosen[1] === s;
            button.textContent = small || value === null ? "" : value.toFixed(2).replace(/^0\./, ".").replace("-0.", "−.");
            button.style.setProperty("--share", Math.min(1, Math.max(0, (value ?? 0) / up_to)));
            button.classList.toggle("live-unseen", value === null);
            button.setAttribute("aria-label", says(t, s, value));
            button.setAttribute("aria-pressed", is_chosen);
            button.tabIndex = is_chosen || (!chosen && t + s === 0) ? 0 : -1;
        }));
    };

    const build = (rows, columns) => {
        const corner = make("th", { scope: "col" }, [make("span", { class: "live-hidden" }, [name])]);
        const heads = columns.map((word) => make("th", { scope: "col" }, [make("span", {}, [word])]));
        buttons = rows.map((_, t) => columns.map((_, s) => {
            const button = make("button", { type: "button" });
            button.onclick = () => choose(t, s);
            button.onkeydown = (event) => move(event, t, s);
            return button;
        }));
        const lines = rows.map((word, t) => make("tr", {}, [
            make("th", { scope: "row" }, [word]),
            ...buttons[t].map((button) => make("td", {}, [button])),
        ]));
        table.replaceChildren(make("thead", {}, [make("tr", {}, [corner, ...heads])]), make("tbody", {}, lines));
    };

    const move = (event, t, s) => {
        const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        const to = step && buttons[t + step[0]]?.[s + step[1]];
        if (!to) return;
        event.preventDefault();
        to.focus();
        choose(t + step[0], s + step[1]);
    };

    return { element: frame, show };
};
