// An editor for Rust: a text area, and behind it the same text in colours, by the highlighter that mdBook ships. The
// browser's own text area brings undo, every keyboard, screen readers and phones with it. CodeMirror would bring more
// comfort, and a second registry and a bundler into the build.
//
// Tab indents; Escape leaves for what comes after the editor, so that nobody is kept in it.
const codeEditor = (() => {
    const INDENT = "    ";

    /** What stands behind the text area: the text in colours. */
    function coloured(text) {
        const shown = `${text}\n`; // a last, empty line has its height too
        try {
            return hljs.highlight("rust", shown, true).value;
        } catch {
            return shown.replace(/&/g, "&amp;").replace(/</g, "&lt;");
        }
    }

    class CodeEditor {
        /** @param {{changed: function(string), run: function(), leave: function()}} heard */
        constructor(heard) {
            this.heard = heard;
            this.numbers = make("div", { class: "notebook-numbers", "aria-hidden": "true" });
            this.shown = make("code", { class: "language-rust hljs" });
            this.area = make("textarea", {
                class: "notebook-area", spellcheck: "false", autocapitalize: "off", autocomplete: "off",
                autocorrect: "off", wrap: "off",
            });
            this.element = make("div", { class: "notebook-editor" }, this.numbers,
                make("div", { class: "notebook-code" }, make("pre", { "aria-hidden": "true" }, this.shown), this.area));
            this.area.oninput = () => {
                this.draw();
                this.heard.changed(this.area.value);
            };
            this.area.onkeydown = (event) => this.key(event);
        }

        /** Shows a file: its text, and lines that something is wrong with, each `error` or `warning`. */
        show(path, text, marks) {
            this.area.setAttribute("aria-label", path);
            if (this.area.value !== text) this.area.value = text;
            this.marks = marks;
            this.draw();
        }

        draw() {
            const text = this.area.value;
            this.shown.innerHTML = coloured(text);
            const lines = text.split("\n").map((_, at) => {
                const level = this.marks.get(at + 1);
                return make("span", level ? { class: `notebook-${level}` } : {}, String(at + 1));
            });
            this.numbers.replaceChildren(...lines);
        }

        /** Puts the cursor at a line, where it can be seen. */
        go(line) {
            const before = this.area.value.split("\n").slice(0, line - 1).join("\n").length;
            const at = line > 1 ? before + 1 : 0;
            this.area.focus({ preventScroll: true });
            this.area.setSelectionRange(at, at);
            this.numbers.children[line - 1]?.scrollIntoView({ block: "nearest" });
        }

        key(event) {
            event.stopPropagation(); // the book turns its pages, and opens its search, with keys
            const { key, shiftKey } = event;
            if (key === "Enter" && (event.ctrlKey || event.metaKey)) this.heard.run();
            else if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
            else if (key === "Escape") this.heard.leave();
            else if (key === "Tab") this.indent(shiftKey);
            else if (key === "Enter" && !shiftKey) this.breakLine();
            else if (key === "}" && this.isBlankBefore()) this.closeBlock();
            else return;
            event.preventDefault();
        }

        /** Types text in the place of what is selected: the browser can undo it. */
        type(text) {
            if (text === "") document.execCommand("delete");
            else document.execCommand("insertText", false, text);
        }

        /** The text of the cursor's line that is before it. */
        before() {
            const { value, selectionStart } = this.area;
            return value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
        }

        isBlankBefore() {
            const { selectionStart, selectionEnd } = this.area;
            return selectionStart === selectionEnd && /^ +$/.test(this.before());
        }

        /** A new line that is as deep as this one, or deeper where a bracket has been opened. */
        breakLine() {
            const before = this.before();
            const deeper = /[{([]\s*$/.test(before) ? INDENT : "";
            this.type(`\n${/^ */.exec(before)[0]}${deeper}`);
        }

        closeBlock() {
            const { selectionStart } = this.area;
            this.area.setSelectionRange(selectionStart - Math.min(INDENT.length, this.before().length), selectionStart);
            this.type("}");
        }

        /** Indents at the cursor, or all lines of what is selected; `back` the other way. */
        indent(back) {
            const { value, selectionStart, selectionEnd } = this.area;
            if (!back && selectionStart === selectionEnd) {
                this.type(INDENT.slice(this.before().length % INDENT.length));
                return;
            }
            const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
            const end = value.indexOf("\n", Math.max(selectionEnd - 1, selectionStart));
            const to = end < 0 ? value.length : end;
            const lines = value.slice(from, to).split("\n");
            const moved = lines.map((line) => (back ? line.replace(/^ {1,4}/, "") : line && INDENT + line)).join("\n");
            if (moved === value.slice(from, to)) return;
            this.area.setSelectionRange(from, to);
            this.type(moved);
            this.area.setSelectionRange(from, from + moved.length);
        }
    }

    /** An element with its attributes and what is in it. */
    function make(tag, attributes = {}, ...inside) {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        element.append(...inside);
        return element;
    }

    return { CodeEditor, make };
})();
