// Before an exercise's function is written, its lines are put in order: each has buttons that move it up or down or leave
// it out, and the arrow keys and Delete on them do the same. The book's program checks the order, as `cargo exercises
// lines` does; then one line is missing, and is typed. Without a script the lines stand there with the command.
const codeLines = (() => {
    const { make } = codeEditor;

    class Lines {
        /** @param book what the notebook has: `knock`, `ask`, `events`, `howToGetIt`, and `write`, which opens the editor */
        constructor(element, name, book) {
            [this.element, this.name, this.book] = [element, name, book];
            this.missing = Number(element.dataset.missing);
            const shown = element.querySelector("ol");
            const texts = [...shown.querySelectorAll("code")].map((code) => code.textContent);
            this.used = make("ol", { class: "lines-used", "aria-label": "The function's lines" });
            this.out = make("ol", { class: "lines-out", "aria-label": "Lines that are left out" });
            this.rows = new Map(texts.map((text, at) => [this.row(at + 1, text), { number: at + 1, text }]));
            this.used.append(...this.rows.keys());
            const button = (text, act, attributes = {}) => {
                const made = make("button", { type: "button", ...attributes }, text);
                made.onclick = act;
                return made;
            };
            this.checkButton = button("Check", () => this.check(), { class: "notebook-run" });
            this.stopButton = button("Stop", () => this.running?.abort(), { disabled: "" });
            this.tools = make("div", { class: "notebook-tools" }, this.checkButton, this.stopButton);
            this.told = make("p", { class: "notebook-told", role: "status" });
            this.result = make("div", { class: "notebook-result" });
            const hint = make("p", { class: "notebook-hint" },
                "The arrow keys move a line while one of its buttons is chosen, Delete leaves it out. The check runs on this computer.");
            shown.replaceWith(this.used, make("p", { class: "lines-title" }, "Left out:"), this.out,
                make("div", { class: "notebook" }, this.tools, this.told, this.result, hint));
            this.indent();
        }

        // ---- The lines ----

        row(number, text) {
            const row = make("li", {}, make("code", {}, text));
            const button = (sign, what, act) => {
                const made = make("button", { type: "button", title: what, "aria-label": `${what}: ${text}` }, sign);
                made.onclick = () => act(row, made);
                return made;
            };
            row.append(make("span", { class: "notebook lines-moves" },
                button("↑", "Move up", (row, made) => this.move(row, -1, made)),
                button("↓", "Move down", (row, made) => this.move(row, 1, made)),
                button("×", "Leave out", (row) => this.leave(row))));
            row.onkeydown = (event) => {
                const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
                if (event.key.startsWith("Arrow")) event.stopPropagation(); // mdBook turns the page on ← and →
                if (event.target.localName === "input" || (!step && event.key !== "Delete")) return;
                event.preventDefault();
                if (step) this.move(row, step, event.target);
                else this.leave(row);
            };
            return row;
        }

        /** Moves a line past its neighbour; the button keeps the focus. */
        move(row, step, button) {
            const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
            if (!other || row.parentElement !== this.used) return;
            if (step < 0) other.before(row);
            else other.after(row);
            button.focus();
            const all = [...this.used.children];
            this.tell(`Line ${all.indexOf(row) + 1} of ${all.length}.`);
            this.indent();
        }

        /** To the lines that are left out, or back to the end of the others. */
        leave(row) {
            const out = row.parentElement === this.used;
            const next = row.nextElementSibling ?? row.previousElementSibling;
            (out ? this.out : this.used).append(row);
            const button = row.querySelector("button:last-child");
            button.textContent = out ? "+" : "×";
            button.title = out ? "Put back" : "Leave out";
            button.setAttribute("aria-label", `${button.title}: ${this.rows.get(row).text}`);
            ((out && next) || row).querySelector("button:last-child").focus();
            this.tell(out ? "Left out." : "Put back, as the last line.");
            this.indent();
        }

        /** Each line as deep as its braces. */
        indent() {
            let depth = 1;
            for (const row of this.used.children) {
                const { text } = this.rows.get(row);
                if (text.startsWith("}")) depth = Math.max(0, depth - 1);
                row.style.setProperty("--depth", depth);
                if (text.endsWith("{")) depth += 1;
            }
            for (const row of this.out.children) row.style.setProperty("--depth", 0);
            this.element.classList.toggle("lines-none-out", this.out.children.length === 0);
        }

        // ---- The check ----

        async check() {
            if (this.running) return;
            const running = (this.running = new AbortController());
            this.status = make("p", { class: "notebook-status", role: "status" }, "asking the book's program …");
            this.printed = make("pre", { class: "printed", tabindex: "0", "aria-label": "What the tutor says", hidden: "" });
            this.result.replaceChildren(this.status, this.printed);
            this.tell("");
            [this.checkButton.disabled, this.stopButton.disabled] = [true, false];
            try {
                if (!(await this.book.knock())) return this.result.replaceChildren(this.book.howToGetIt());
                const order = [...this.used.children].map((row) => this.rows.get(row).number);
                const question = { exercise: this.name, order, line: this.typed?.value ?? null };
                const answer = await this.book.ask("lines", question, running.signal);
                for await (const event of this.book.events(answer)) this.hear(event, order);
            } catch (error) {
                this.end(false, error.name === "AbortError" ? "Stopped." : error.message);
            } finally {
                this.running = null;
                [this.checkButton.disabled, this.stopButton.disabled] = [false, true];
            }
        }

        hear(event, order) {
            if ("state" in event) this.status.textContent = `${event.state} …`;
            const said = event.printed ?? event.said;
            if (said !== undefined) {
                this.printed.hidden = false;
                this.printed.append(said);
            }
            if (!("ended" in event)) return;
            this.end(event.ended.well, event.ended.how);
            if (!event.ended.well) return;
            if (this.typed || !order.includes(this.missing)) this.done();
            else this.takeOneOut();
        }

        end(well, how) {
            this.status.classList.toggle("notebook-unwell", !well);
            this.status.textContent = how;
        }

        /** In the second step the lines stay where they are, and one of them is typed. */
        takeOneOut() {
            this.status.append(" Now one line is missing: type it.");
            this.printed.hidden = true;
            this.element.classList.add("lines-fixed");
            const row = [...this.rows.keys()].find((row) => this.rows.get(row).number === this.missing);
            this.typed = make("input", {
                type: "text", "aria-label": "The missing line", spellcheck: "false", autocapitalize: "off",
                autocomplete: "off", autocorrect: "off",
            });
            this.typed.onkeydown = (event) => {
                event.stopPropagation(); // the book turns its pages, and opens its search, with keys
                if (event.key === "Enter") this.check();
            };
            row.replaceChildren(this.typed);
            this.typed.focus();
        }

        done() {
            const write = make("button", { type: "button" }, "Now write it alone");
            write.onclick = () => this.book.write();
            this.printed.hidden = true;
            this.result.append(write);
        }

        tell(what) {
            this.told.textContent = what;
        }
    }

    return { Lines };
})();
