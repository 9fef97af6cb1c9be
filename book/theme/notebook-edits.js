// An edit beside the book's text: the lines that differ; and an edit in an address.
const codeEdits = (() => {
    const { make } = codeEditor;

    /** The lines in which a text differs from the book's, each with two around it. */
    function difference(file, text) {
        const [a, b] = [file.text.split("\n"), text.split("\n")];
        const same = a.map(() => new Uint32Array(b.length + 1)); // how many lines the two have in common from here on
        same.push(new Uint32Array(b.length + 1));
        for (let i = a.length - 1; i >= 0; i--) {
            for (let j = b.length - 1; j >= 0; j--) {
                same[i][j] = a[i] === b[j] ? same[i + 1][j + 1] + 1 : Math.max(same[i + 1][j], same[i][j + 1]);
            }
        }
        const lines = [];
        for (let i = 0, j = 0; i < a.length || j < b.length;) {
            if (i < a.length && j < b.length && a[i] === b[j]) {
                lines.push([" ", a[i]]);
                [i, j] = [i + 1, j + 1];
            } else if (i < a.length && (j === b.length || same[i + 1][j] >= same[i][j + 1])) lines.push(["-", a[i++]]);
            else lines.push(["+", b[j++]]);
        }
        const near = (at) => lines.slice(Math.max(0, at - 2), at + 3).some(([sign]) => sign !== " ");
        const shown = [make("b", {}, `${file.path}\n`)];
        for (const [at, [sign, line]] of lines.entries()) {
            if (near(at)) shown.push(make({ "+": "ins", "-": "del", " ": "span" }[sign], {}, `${sign} ${line}\n`));
            else if (at > 0 && near(at - 1)) shown.push(make("span", {}, "…\n"));
        }
        return shown;
    }

    /** Bytes, sent through what compresses them, or the other way. */
    async function through(bytes, stream) {
        const passed = new Blob([bytes]).stream().pipeThrough(stream);
        return new Uint8Array(await new Response(passed).arrayBuffer());
    }

    /** Texts, by path, as an address can carry them. */
    async function pack(texts) {
        const written = new TextEncoder().encode(JSON.stringify(texts));
        const bytes = await through(written, new CompressionStream("deflate-raw"));
        return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
    }

    /** The texts that an address carries, by path; null if they can't be read. */
    async function unpack(packed) {
        try {
            const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
            const written = await through(bytes, new DecompressionStream("deflate-raw"));
            const texts = JSON.parse(new TextDecoder().decode(written));
            return Object.values(texts).every((text) => typeof text === "string") ? texts : null;
        } catch {
            return null;
        }
    }

    return { difference, pack, unpack };
})();
