// The live figures: their controls, their state in the address, and the questions that they ask the chapters.
//
// The numbers come from the chapters' own Rust, compiled to WebAssembly (book/live). It runs in a worker, so that
// nothing that it computes can hold up the page. A figure's own script, drawing.js in its folder, draws what it was told.
const live = (() => {
    const makers = {}; // by figure's name: what its own script does with it
    const figures = new Map(); // by element: the figures that have begun
    const awake = new Set(); // elements near the window, which want to begin
    const loaded = new Map(); // by address: a promise for each script
    let worker = null;

    // ---- The chapters, in a worker ----

    /** The worker's whole program: takes the module once, then answers questions one after the other. */
    function answerQuestions() {
        let ready = null;
        self.onmessage = async ({ data: { module, question, number } }) => {
            if (module) {
                const bytes = Uint8Array.from(atob(module), (character) => character.charCodeAt(0));
                ready = WebAssembly.instantiate(bytes).then(({ instance }) => instance.exports);
                return;
            }
            try {
                const { memory, room, ask, answer } = await ready;
                const bytes = new TextEncoder().encode(question);
                const at = room(bytes.length);
                new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
                const length = ask();
                const text = new TextDecoder().decode(new Uint8Array(memory.buffer, answer(), length));
                self.postMessage({ number, text });
            } catch (error) {
                self.postMessage({ number, text: JSON.stringify({ error: `the figure's program stopped: ${error}` }) });
            }
        };
    }

    /** Called by live/module.js once the module is compiled: base64 in a script works over HTTP and from a file. */
    function module(base64) {
        const program = new Blob([`(${answerQuestions})()`], { type: "text/javascript" });
        worker = new Worker(URL.createObjectURL(program));
        const waiting = new Map();
        let number = 0;
        worker.onmessage = ({ data }) => {
            waiting.get(data.number)(data.text);
            waiting.delete(data.number);
        };
        worker.postMessage({ module: base64 });
        live.ask = async (question) => {
            const asked = JSON.stringify(question);
            const text = await new Promise((resolve) => {
                waiting.set(++number, resolve);
                worker.postMessage({ question: asked, number });
            });
            live.record?.push([asked, text]); // a test compares them with what the chapters answer natively
            return JSON.parse(text);
        };
        awake.forEach(begin);
    }

    /** Called by live/module.js while there is no module: says why in the figures, and looks again if it will come. */
    function absent(why, comes) {
        document.querySelectorAll(".live-note > span").forEach((note) => (note.textContent = why));
        if (comes) setTimeout(() => script(`live/module.js?${Date.now()}`), 2000);
    }

    const arrivals = new Map(); // by name: a promise for what an example has kept, and what settles it

    /** What an example has kept for a figure, as base64, once it has run. */
    function need(name) {
        if (!arrivals.has(name)) {
            const arrival = {};
            arrival.promise = new Promise((settle) => (arrival.settle = settle));
            arrivals.set(name, arrival);
            script(`live/${name}.js`);
        }
        return arrivals.get(name).promise;
    }

    /** Called by live/NAME.js, with null while the example has not run. */
    function kept(name, base64) {
        if (base64 === null) setTimeout(() => script(`live/${name}.js?${Date.now()}`), 2000);
        else arrivals.get(name).settle(base64);
    }

    // ---- Figures ----

    /** A script of the book, once. */
    function script(path) {
        if (!loaded.has(path)) {
            loaded.set(path, new Promise((done) => {
                const element = document.createElement("script");
                element.src = path_to_root + path;
                element.onload = done;
                document.head.append(element);
            }));
        }
        return loaded.get(path);
    }

    /** Starts a figure whose script and whose module are there. */
    function begin(element) {
        const make = makers[element.dataset.live];
        if (!make || !worker || figures.has(element)) return;
        const figure = new Figure(element);
        figures.set(element, figure);
        figure.draw = make(figure);
        figure.change();
    }

    /** A figure in a page: a panel of controls, a stage to draw on, and one line that tells what is to be seen. */
    class Figure {
        constructor(element) {
            this.name = element.dataset.live;
            this.needs = element.dataset.needs;
            this.values = {};
            this.usual = {};
            this.panel = make("form", { class: "live-panel" });
            this.panel.onsubmit = (event) => event.preventDefault();
            this.sent = false; // whether the chapters have the model that this figure needs
            this.stage = make("div", { class: "live-stage" });
            this.told = make("p", { class: "live-told", role: "status" });
            element.querySelector(".live-place").replaceChildren(this.panel, this.stage, this.told);
            element.onkeydown = (event) => event.stopPropagation(); // the book turns its pages with the arrow keys
            element.classList.add("live-awake");
        }

        /** The setting's value: from the address if it is there and `fits`, else the usual one. */
        begin(key, usual, fits = () => true) {
            this.usual[key] = usual;
            const written = new URLSearchParams(location.search).get(`${this.name}.${key}`);
            const read = { number: Number, boolean: (text) => ({ yes: true, no: false })[text], string: String }[typeof usual];
            const value = written === null ? usual : read(written);
            const known = value !== undefined && !Number.isNaN(value) && fits(value);
            if (!known) this.refuse(`The address asks for ${key} = ${written}, which this figure hasn’t. The usual is shown: ${{ true: "yes", false: "no" }[usual] ?? usual}.`);
            this.values[key] = known ? value : usual;
            return this.values[key];
        }

        /** Says above the figure what of the address isn't followed. */
        refuse(why) {
            this.panel.before(make("p", { class: "live-refused", role: "note" }, [why]));
        }

        /** Changes settings, writes them into the address, and draws. */
        set(changes) {
            Object.assign(this.values, changes);
            clearTimeout(this.writing);
            this.writing = setTimeout(() => this.write(), 200); // browsers refuse more than a few writes a second
            this.change();
        }

        write() {
            const query = new URLSearchParams(location.search);
            for (const [key, value] of Object.entries(this.values)) {
                const text = { true: "yes", false: "no" }[value] ?? value;
                if (value === this.usual[key]) query.delete(`${this.name}.${key}`);
                else query.set(`${this.name}.${key}`, text);
            }
            const search = query.size > 0 ? `?${query}` : "";
            history.replaceState(history.state, "", location.pathname + search + location.hash);
        }

        /** Draws; what changes meanwhile is drawn when that is done. */
        change() {
            this.stale = true;
            this.drawn ??= (async () => {
                try {
                    while (this.stale) {
                        this.stale = false;
                        await this.draw(this.values);
                    }
                } finally {
                    this.drawn = null;
                }
            })();
        }

        /** Asks the chapters; what is wrong with the question is told in the figure's line. */
        async ask(question) {
            const answer = await live.ask({ [this.name]: question });
            this.told.classList.toggle("live-wrong", "error" in answer);
            this.stage.classList.toggle("live-stale", "error" in answer); // it shows the last answer yet
            if ("error" in answer) this.tell(answer.error);
            return answer;
        }

        /** Asks about the model that an example keeps for this figure; it is sent along once. */
        async ask_model(question) {
            if (!this.sent) this.tell("The model of this figure is still in training. It comes by itself.");
            const model = this.sent ? null : await live.need(this.needs);
            const answer = await this.ask({ model, ...question });
            this.sent ||= !answer.error?.startsWith("no model");
            if (answer.alphabet && !this.panel.querySelector(".live-knows")) {
                const known = answer.alphabet.replace("\n", "¶").replace(" ", "␣");
                this.panel.append(make("p", { class: "live-knows" }, [`It knows ${answer.alphabet.length} characters: ${known} (␣ is the space, ¶ the end of a line).`]));
            }
            return answer;
        }

        tell(text) {
            if (this.told.textContent !== text) this.told.textContent = text;
        }

        // ---- Controls: each a label and an input, whose value is a setting ----

        control(key, label, input, value = []) {
            const id = `live-${this.name}-${key}`;
            input.id = id;
            this.panel.append(make("div", { class: "live-control" }, [make("label", { for: id }, [label]), input, ...value]));
            return input;
        }

        /** A number on a track; `show` says it as text. */
        slider(key, label, { min, max, step, usual, show = String }) {
            const input = make("input", { type: "range", min, max, step });
            const output = make("output", {});
            const said = () => {
                output.textContent = show(Number(input.value));
                input.setAttribute("aria-valuetext", output.textContent);
            };
            input.value = this.begin(key, usual, (value) => value >= min && value <= max);
            this.values[key] = Number(input.value); // on one of its steps
            said();
            input.oninput = () => {
                said();
                this.set({ [key]: Number(input.value) });
            };
            return this.control(key, label, input, [output]);
        }

        /** On or off. */
        toggle(key, label, usual) {
            const input = make("input", { type: "checkbox" });
            input.checked = this.begin(key, usual);
            input.onchange = () => this.set({ [key]: input.checked });
            return this.control(key, label, input);
        }

        /** A line of text. */
        text(key, label, usual) {
            const input = make("input", { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
            input.value = this.begin(key, usual);
            input.oninput = () => this.set({ [key]: input.value });
            this.control(key, label, input).parentElement.classList.add("live-wide");
            return input;
        }

        /** Words that the figure knows, each a button; `choose` is called with the word. */
        words(label, words, choose) {
            const buttons = words.map((word) => {
                const button = make("button", { type: "button", class: "live-button" }, [word]);
                button.onclick = () => choose(word);
                return button;
            });
            this.panel.append(make("div", { class: "live-control live-wide live-words", role: "group", "aria-label": label }, [make("span", {}, [label]), ...buttons]));
        }
    }

    /** Draws anew; what has taken the place of the control that had the focus has it then. */
    function keep_focus(place, draw) {
        const controls = () => [...place.querySelectorAll("button, a[href]")];
        const held = controls().indexOf(document.activeElement);
        draw();
        if (held >= 0) controls()[held]?.focus({ preventScroll: true });
    }

    /** A text in the letters of Hollow Wood, which has no capitals but Q and A. */
    function in_the_wood(text) {
        return text.replaceAll("¶", "\n").replace(/[B-PR-Z]/g, (capital) => capital.toLowerCase());
    }

    /** Whether a number is whole, and no less than another. */
    function whole_from(least) {
        return (value) => Number.isInteger(value) && value >= least;
    }

    /** An element with attributes and children. */
    function make(tag, attributes = {}, children = []) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...children);
        return element;
    }

    /** 10 to the power of a whole number. */
    function power(n) {
        return `10${[...String(Math.round(n))].map((digit) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(digit)]).join("")}`;
    }

    /** A number as a page writes it, to so many digits. */
    function number(value, digits = 6) {
        const n = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
        const text = n < -3 || n > 5
            ? `${Number((value / 10 ** n).toPrecision(digits))}·${power(n)}`
            : String(Number(value.toPrecision(digits)));
        return text.replace("-", "−");
    }

    // A figure loads its scripts when it comes near the window.
    const near = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) {
            if (!isIntersecting) continue;
            near.unobserve(target);
            awake.add(target);
            const note = target.querySelector(".live-note > span");
            if (note) note.textContent = "This figure is loading.";
            Promise.all(["bars", "grid", "handle", "plot", "run"].map((name) => script(`live/${name}.js`)))
                .then(() => script(`live/${target.dataset.live}.js`))
                .then(() => begin(target));
            script("live/module.js");
        }
    }, { rootMargin: "800px" });
    document.addEventListener("DOMContentLoaded", () => {
        document.querySelectorAll("[data-live]").forEach((element) => near.observe(element));
    });

    return { figures, makers, module, absent, need, kept, make, keep_focus, in_the_wood, whole_from, power, number };
})();
