// The notebook: beside each cell a button "Edit", with which its example can be changed, run on this computer, and
// compared with the book's. What is edited stays in this browser's storage until it is reset. The book's program runs it
// (book/press/src/notebook.rs); where nobody serves the book, the button says how to get that.
(() => {
    const { CodeEditor, make } = codeEditor;
    const { difference, pack, unpack } = codeEdits;
    const { Lines } = codeLines;
    const LONGEST_LINK = 6000;

    // ---- The book's program ----

    let token = null; // of this start of the book; a page keeps it for as long as it is open

    /** The token, or null where there is no program; what it refuses is thrown. */
    async function knock() {
        if (token || !location.protocol.startsWith("http")) return token;
        const answer = await fetch(`${path_to_root}notebook/token`, { cache: "no-store" }).catch(() => null);
        const text = (await answer?.text())?.trim() ?? "";
        if (answer?.status === 403) throw new Error(text);
        return (token = answer?.ok && /^[0-9a-f]{32}$/.test(text) ? text : null);
    }

    async function ask(what, question, signal) {
        const answer = await fetch(`${path_to_root}notebook/${what}`, {
            method: "POST", cache: "no-store", signal, body: JSON.stringify(question),
            headers: { "Content-Type": "application/json", "X-Notebook-Token": token },
        }).catch((error) => {
            if (error.name === "AbortError") throw error;
            throw new Error("The book's program does not answer: is it still running?");
        });
        if (!answer.ok) throw new Error((await answer.text()).trim());
        return answer;
    }

    /** The events of a run, as they come. */
    async function* events(answer) {
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (;;) {
            const { value, done } = await reader.read();
            if (done) return;
            const lines = (rest + value).split("\n");
            rest = lines.pop();
            for (const line of lines) yield JSON.parse(line);
        }
    }

    // ---- What stays in this browser ----

    const key = (name) => `glassgpt-notebook:${name}`;

    /** What was edited of an example: by path the text, and what the book's was then. */
    function stored(name) {
        try {
            return JSON.parse(localStorage.getItem(key(name))) ?? {};
        } catch {
            return {};
        }
    }

    function store(name, edits) {
        try {
            if (Object.keys(edits).length === 0) localStorage.removeItem(key(name));
            else localStorage.setItem(key(name), JSON.stringify(edits));
            return true;
        } catch {
            return false;
        }
    }

    // ---- A cell ----

    class Cell {
        static words = {
            begin: "Edit", mine: "Your edit", book: "The book's", run: "Run", reset: "Reset", link: "Link",
            kept: "edited by you",
        };

        constructor(element, name) {
            this.element = element;
            this.name = name;
            this.begin();
        }

        /** Puts the button beside the cell. */
        begin() {
            this.words = this.constructor.words;
            this.editButton = make("button", { type: "button", class: "notebook-edit" }, this.words.begin);
            this.editButton.onclick = () => (this.panel ? this.turn(true) : this.open());
            this.bookButton = make("button", { type: "button", hidden: "" }, this.words.book);
            this.bookButton.onclick = () => this.turn(false);
            this.badge = make("span", { class: "notebook-badge" });
            this.bar = make("div", { class: "notebook-bar" }, this.badge, this.editButton, this.bookButton);
            this.place();
            this.mark(Object.keys(stored(this.name)).length > 0);
        }

        place() {
            this.element.prepend(this.bar);
        }

        /** Says beside the button that there is an edit. */
        mark(edited) {
            this.badge.textContent = edited ? this.words.kept : "";
        }

        /** Fetches the example's files and builds the panel; `link` is an edit that an address has carried. */
        async open(link) {
            this.note?.remove();
            try {
                if (!(await knock())) return this.say(howToGetIt());
                this.files = await this.fetch();
            } catch (error) {
                return this.say(error.message);
            }
            this.edits = stored(this.name);
            this.foreign = link ?? null;
            this.file = this.files[0];
            this.marks = new Map(); // by path: by line, what is wrong
            this.build();
            this.turn(true);
            if (this.foreign) this.sayWhatCame();
            else if (this.files.some(({ path, text }) => this.edits[path] && this.edits[path].base !== text)) {
                this.tell(`The file has changed since you edited it. "Changes" shows where yours differs from it now.`);
            }
        }

        /** Its files, as they are now. */
        async fetch() {
            return (await ask("open", { example: this.name })).json();
        }

        /** What is asked for when it is to be run. */
        question() {
            const files = this.files.map((file) => ({ path: file.path, text: this.text(file) }));
            return ["run", { example: this.name, files }];
        }

        /** A note in the place of the panel. */
        say(what) {
            this.note = make("div", { class: "notebook-note", role: "status" });
            this.note.append(what);
            this.bar.after(this.note);
        }

        // ---- The panel ----

        build() {
            const button = (text, act, attributes = {}) => {
                const made = make("button", { type: "button", ...attributes }, text);
                made.onclick = act;
                return made;
            };
            this.editor = new CodeEditor({
                changed: (text) => this.change(text),
                run: () => this.run(),
                leave: () => this.runButton.focus(),
            });
            this.runButton = button(this.words.run, () => this.run(), { class: "notebook-run", title: "Ctrl+Enter" });
            this.stopButton = button("Stop", () => this.stop(), { disabled: "" });
            this.resetButton = button(this.words.reset, () => this.reset());
            this.changesButton = button("Changes", () => this.toggleChanges(), { "aria-expanded": "false" });
            this.tabs = make("div", { class: "notebook-tabs", role: "tablist", "aria-label": "The example's files" });
            this.tabs.append(...this.files.map((file) => this.tab(file)));
            this.changes = make("pre", {
                class: "notebook-changes", tabindex: "0", "aria-label": "What you have changed", hidden: "",
            });
            this.told = make("p", { class: "notebook-told", role: "status" });
            this.result = make("div", { class: "notebook-result" });
            const tools = make("div", { class: "notebook-tools" }, this.runButton, this.stopButton, this.changesButton,
                this.resetButton, button("Download", () => this.download()));
            if (this.words.link) tools.append(button(this.words.link, () => this.link()));
            const hint = make("p", { class: "notebook-hint" }, this.hint());
            this.panel = make("section", { class: "notebook", "aria-label": `${this.words.mine}: ${this.name}` },
                this.tabs, this.editor.element, this.changes, tools, this.told, this.result, hint);
            this.panel.onkeydown = (event) => {
                if (event.key.startsWith("Arrow")) event.stopPropagation(); // mdBook turns the page on ← and →
            };
            this.bar.after(this.panel);
            this.show(this.file);
        }

        tab(file) {
            const short = file.path.replace(/^.*\/examples\//, "");
            const tab = make("button", { type: "button", role: "tab", title: file.path }, short);
            tab.onclick = () => this.show(file);
            tab.onkeydown = ({ key }) => {
                const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
                if (!step) return;
                const count = this.files.length;
                const next = this.files[(this.files.indexOf(file) + step + count) % count];
                this.show(next);
                this.tabs.children[this.files.indexOf(next)].focus();
            };
            return tab;
        }

        /** Shows yours, or the book's. */
        turn(mine) {
            this.element.classList.toggle("notebook-mine", mine);
            this.editButton.textContent = this.words.mine;
            this.bookButton.hidden = false;
            this.editButton.setAttribute("aria-pressed", mine);
            this.bookButton.setAttribute("aria-pressed", !mine);
            if (mine) this.editor.area.focus({ preventScroll: true });
        }

        hint() {
            return "Ctrl+Enter runs it, Escape leaves the editor. What you run, runs on this computer with your rights, "
                + "like any program that you start. Your edit stays in this browser; the book's files stay as they are.";
        }

        // ---- Its text ----

        /** What stands in the editor for a file of the book. */
        text(file) {
            const given = this.foreign ?? {};
            return given[file.path] ?? (this.foreign ? file.text : this.edits[file.path]?.text ?? file.text);
        }

        show(file) {
            this.file = file;
            for (const [at, tab] of [...this.tabs.children].entries()) {
                tab.setAttribute("aria-selected", this.files[at] === file);
                tab.tabIndex = this.files[at] === file ? 0 : -1;
            }
            this.editor.show(file.path, this.text(file), this.marks.get(file.path) ?? new Map());
            this.look();
        }

        change(text) {
            this.before = null;
            if (this.foreign) this.foreign[this.file.path] = text;
            else this.keep(this.file, text);
            this.look();
        }

        /** Keeps an edit, or forgets it if it is the book's text again. */
        keep(file, text) {
            if (text === file.text) delete this.edits[file.path];
            else this.edits[file.path] = { text, base: file.text };
            if (store(this.name, this.edits)) return;
            this.tell("This browser keeps nothing: download what you don't want to lose.");
        }

        /** Says which files are edited, and shows the changes if they are to be seen. */
        look() {
            const edited = (file) => this.text(file) !== file.text;
            for (const [at, tab] of [...this.tabs.children].entries()) {
                tab.classList.toggle("notebook-edited", edited(this.files[at]));
            }
            const any = this.files.some(edited);
            this.resetButton.textContent = this.before ? "Take it back" : this.words.reset;
            this.resetButton.disabled = !any && !this.before;
            this.changesButton.disabled = !any;
            if (!this.foreign) this.mark(any);
            if (!any) this.changes.hidden = true;
            this.changesButton.setAttribute("aria-expanded", !this.changes.hidden);
            if (this.changes.hidden) return;
            const lines = this.files.filter(edited).flatMap((file) => difference(file, this.text(file)));
            this.changes.replaceChildren(...lines);
        }

        toggleChanges() {
            this.changes.hidden = !this.changes.hidden;
            this.look();
        }

        /** Back to the book's text; or, if that was just done, to what it was before. */
        reset() {
            const before = this.before;
            this.before = before ? null : { edits: this.edits, foreign: this.foreign };
            this.edits = before?.edits ?? {};
            this.foreign = before?.foreign ?? null;
            store(this.name, this.edits);
            this.marks = new Map();
            this.tell("");
            this.show(this.file);
        }

        download() {
            const address = URL.createObjectURL(new Blob([this.text(this.file)], { type: "text/plain" }));
            make("a", { href: address, download: this.file.path.split("/").pop() }).click();
            setTimeout(() => URL.revokeObjectURL(address), 1000);
        }

        /** Copies an address that carries the edit. */
        async link() {
            const edited = this.files.filter((file) => this.text(file) !== file.text);
            if (edited.length === 0) return this.tell("There is no edit for a link to carry.");
            const packed = await pack(Object.fromEntries(edited.map((file) => [file.path, this.text(file)])));
            if (packed.length > LONGEST_LINK) return this.tell("This edit is too large for a link: download it.");
            const address = new URL(`#edit=${this.name}.${packed}`, location.href).href;
            const copied = await navigator.clipboard?.writeText(address).then(() => true, () => false);
            if (copied) return this.tell("The link is copied. Whoever opens it sees your edit, and decides whether to run it.");
            this.tell("Copy this link: ", make("a", { href: address }, `${this.name}, edited`));
        }

        /** What a link has brought is not kept, and says so, until its reader has decided. */
        sayWhatCame() {
            const decide = (text, act) => {
                const button = make("button", { type: "button" }, text);
                button.onclick = () => {
                    act();
                    this.tell("");
                    this.show(this.file);
                };
                return button;
            };
            const keep = decide("Keep it", () => {
                const given = this.foreign;
                this.foreign = null;
                for (const file of this.files) this.keep(file, given[file.path] ?? file.text);
            });
            const drop = decide("Drop it", () => (this.foreign = null));
            const warning = "This edit came with the link. Read it before you run it: it runs with your rights. ";
            this.tell(warning, keep, " ", drop);
            this.changes.hidden = false;
            this.look();
        }

        tell(...what) {
            this.told.replaceChildren(...what);
        }

        // ---- A run ----

        async run() {
            if (this.running) return;
            const running = (this.running = new AbortController());
            const begun = performance.now();
            const seconds = () => ((performance.now() - begun) / 1000).toFixed(1);
            this.state = "asking the book's program";
            this.clock = setInterval(() => this.status.textContent = `${this.state} … ${seconds()} s`, 100);
            this.clear();
            try {
                const answer = await ask(...this.question(), running.signal);
                for await (const event of events(answer)) this.hear(event, seconds());
                if (this.ended) return;
                this.end(false, "The book's program has ended: is it still running?");
            } catch (error) {
                this.end(false, error.name === "AbortError" ? `Stopped after ${seconds()} seconds.` : error.message);
            } finally {
                this.running = null;
                this.runButton.disabled = false;
                this.stopButton.disabled = true;
                if (document.activeElement === document.body) this.runButton.focus(); // it was on Stop
            }
        }

        stop() {
            this.running?.abort(); // the program ends what it runs for a page that has gone
        }

        /** An empty result. */
        clear() {
            this.runButton.disabled = true;
            this.stopButton.disabled = false;
            this.ended = false;
            this.marks = new Map();
            this.status = make("p", { class: "notebook-status" });
            this.remarks = make("div", { class: "notebook-remarks" });
            this.printed = make("pre", { class: "printed", tabindex: "0", "aria-label": "What it printed", hidden: "" });
            this.figures = make("div");
            this.result.replaceChildren(this.status, this.remarks, this.printed, this.figures);
            this.show(this.file);
        }

        hear(event, seconds) {
            if ("state" in event) this.state = event.state;
            else if ("compiler" in event) this.remark(event.compiler);
            else if ("printed" in event) this.print(event.printed, "span");
            else if ("said" in event) this.print(event.said, "em");
            else if ("figure" in event) this.draw(event.figure);
            else if ("ended" in event) this.end(event.ended.well, event.ended.how, seconds);
        }

        /** What the compiler says, with a way to its line. */
        remark({ level, file, line, message, rendered }) {
            const place = file && this.files.find(({ path }) => path === file);
            if (place) this.flag(place, line, level);
            const folded = make("details", level === "error" ? { open: "" } : {},
                make("summary", {}, `${level}: ${message}`), make("pre", {}, rendered.trimEnd()));
            const shown = make("div", { class: `notebook-${level}` }, ...(place ? [this.way(place, line)] : []), folded);
            const warnings = level === "error" ? this.remarks.querySelector(":scope > .notebook-warning") : null;
            this.remarks.insertBefore(shown, warnings); // errors stand before warnings
        }

        /** A button that leads to a line. */
        way(file, line) {
            const button = make("button", { type: "button", class: "notebook-way" },
                this.files.length > 1 ? `${file.path.replace(/^.*\/examples\//, "")}:${line}` : `line ${line}`);
            button.onclick = () => {
                this.show(file);
                this.editor.go(line);
            };
            return button;
        }

        /** Marks a line; an error is not covered by a warning. */
        flag(file, line, level) {
            if (!this.marks.has(file.path)) this.marks.set(file.path, new Map());
            const marks = this.marks.get(file.path);
            if (marks.get(line) !== "error") marks.set(line, level);
            if (file === this.file) this.editor.show(file.path, this.text(file), marks);
        }

        print(text, tag) {
            const follows = this.printed.scrollHeight - this.printed.scrollTop - this.printed.clientHeight < 30;
            this.printed.hidden = false;
            if (this.printed.lastChild?.localName === tag) this.printed.lastChild.append(text);
            else this.printed.append(make(tag, {}, text));
            if (follows) this.printed.scrollTop = this.printed.scrollHeight;
            const [, path, line] = (tag === "em" && /panicked at (\S+):(\d+):\d+/.exec(text)) || [];
            const file = this.files.find((file) => file.path === path);
            if (file) {
                this.flag(file, Number(line), "error");
                this.panicked = this.way(file, Number(line));
            }
        }

        draw({ name, svg }) {
            const drawing = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
            if (drawing.localName !== "svg") return this.print(`the figure ${name} is no SVG\n`, "em");
            for (const element of [drawing, ...drawing.querySelectorAll("*")]) {
                if (/^(script|foreignobject)$/i.test(element.localName)) element.remove();
                for (const { name } of [...element.attributes]) if (/^on/i.test(name)) element.removeAttribute(name);
            }
            this.figures.append(make("figure", {}, drawing, make("figcaption", {}, `${name}, as your edit draws it.`)));
        }

        end(well, how, seconds) {
            this.ended = true;
            clearInterval(this.clock);
            this.status.className = well ? "notebook-status" : "notebook-status notebook-unwell";
            const whole = well ? ` In all ${seconds} seconds.` : "";
            this.status.replaceChildren(...(this.panicked ? [this.panicked, " "] : []), how + whole);
            this.status.setAttribute("role", "status");
            this.panicked = null;
        }
    }

    // ---- An exercise ----

    /** An exercise, answered in the page. Its file on disk is written when it is checked. */
    class Exercise extends Cell {
        static words = {
            begin: "Answer here", mine: "Your answer", book: "Close", run: "Check", reset: "Reload",
            kept: "not checked yet",
        };

        place() {
            this.element.append(this.bar); // after the task
        }

        async fetch() {
            return (await ask("exercise", { exercise: this.name.replace(/^exercise:/, "") })).json();
        }

        question() {
            const [file] = this.files;
            const [was, text] = [this.edits[file.path]?.base ?? file.text, this.text(file)];
            return ["check", { exercise: this.name.replace(/^exercise:/, ""), was, text }];
        }

        hint() {
            const [{ path }] = this.files;
            return `Check (Ctrl+Enter) writes ${path}, the file that \`cargo exercises\` uses, and asks the tutor. `
                + "If something else has changed the file meanwhile, it is left as it is. Escape leaves the editor. "
                + "What you have not checked stays in this browser. Your answer runs on this computer.";
        }

        hear(event, seconds) {
            if (event.state === "checking") this.saved();
            super.hear(event, seconds);
        }

        /** The file on disk is now what stands in the editor. */
        saved() {
            const [file] = this.files;
            file.text = this.checked;
            this.keep(file, this.text(file));
            this.look();
        }

        run() {
            this.checked = this.text(this.file);
            return super.run();
        }

        print(text, tag) {
            super.print(text, tag);
            for (const [, line] of text.matchAll(/\/main\.rs:(\d+)/g)) this.flag(this.file, Number(line), "error");
        }

        /** Back to the file on disk, as it is now. */
        async reset() {
            try {
                this.files = await this.fetch();
                this.file = this.files[0];
                super.reset();
            } catch (error) {
                this.tell(error.message);
            }
        }
    }

    // ---- Beside cells ----

    /** Two commands. */
    function howToGetIt() {
        const note = document.createDocumentFragment();
        const repository = document.querySelector("a[aria-label='Git repository'], a[title='Git repository']")?.href;
        note.append(
            make("p", {}, "A cell is run by the book's own program, on your computer. This copy of the book has none behind it. "
                + "With Rust installed, two commands open one that has; it prints its address:"),
            make("pre", {}, `git clone ${repository ?? "THE-BOOK'S-REPOSITORY"} glassgpt\n`
                + "cd glassgpt && cargo run --release"));
        return note;
    }

    // ---- An edit in an address ----

    /** Opens the cell whose edit stands in the address. */
    async function openLink() {
        const [, name, packed] = /^#edit=([a-z0-9_]+)\.([\w-]+)$/.exec(location.hash) ?? [];
        const cell = cells.find((cell) => cell.name === name);
        if (!cell) return;
        const texts = await unpack(packed);
        cell.element.scrollIntoView();
        if (texts) await cell.open(texts);
        else cell.say("The edit in this link can't be read: it may have been cut short.");
    }

    const cells = [...document.querySelectorAll(".cell[id^='cell-']")]
        .map((element) => new Cell(element, element.id.replace("cell-", "")));
    for (const element of document.querySelectorAll(".exercise[id^='exercise-']")) {
        const name = element.id.replace("exercise-", "").replaceAll("-", "_");
        const exercise = new Exercise(element, `exercise:${name}`);
        const lines = element.querySelector(":scope > .lines");
        const write = () => exercise.editButton.click();
        if (lines) new Lines(lines, name, { knock, ask, events, howToGetIt, write });
    }
    openLink();
    addEventListener("hashchange", () => {
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        const cell = cells.find(({ element }) => element.contains(target) && element.classList.contains("notebook-mine"));
        if (cell) {
            cell.turn(false); // what is linked to is the book's
            target.scrollIntoView();
        }
        openLink();
    });
})();
