// A page whose examples aren't done asks once a second how far they are, and puts in what they have given: what stands
// in the window stays where it is, and a figure that moves goes on moving. While the pages are being written
// (`--watch`), a page that is made anew is loaded anew.
(() => {
    const page = location.pathname.split("/").pop() || "index.html";
    let made; // which making of the pages this is, where they are being written

    /** What the server knows: by example, how far it is; none where nobody serves the book. */
    const ask = async () => {
        const answer = await fetch(`${path_to_root}waiting.txt?${page}`, { cache: "no-store" }).catch(() => null);
        if (!answer?.ok) return null;
        return new Map((await answer.text()).split("\n").filter(Boolean).map((line) => line.split(": ")));
    };

    const look = async () => {
        const states = await ask();
        if (states?.has("made")) {
            if (made && made !== states.get("made")) return location.reload();
            made = states.get("made");
            states.delete("made");
        }
        const notes = [...document.querySelectorAll(".waiting[data-cell]")];
        if (states) {
            const done = notes.filter((note) => !states.has(note.dataset.cell));
            if (done.length > 0) await fill(done).catch(() => null); // it is tried again
            for (const note of notes) {
                const state = states.get(note.dataset.cell);
                if (state) note.querySelector("span").textContent = `${state}; ${states.size} of the book's are left`;
            }
        }
        if (made || notes.length > 0) setTimeout(look, 1000);
    };

    /** Replaces the notes of examples that are done, and what they have drawn, by what the page now says. */
    const fill = async (notes) => {
        const html = await (await fetch(location.pathname, { cache: "no-store" })).text();
        const fresh = new DOMParser().parseFromString(html, "text/html");
        const texts = [...document.querySelectorAll("main :is(p, li, pre, h2, h3, figcaption):not(.waiting)")];
        const seen = texts.find((text) => text.getBoundingClientRect().top >= 0);
        const top = () => seen?.getBoundingClientRect().top ?? 0;
        document.documentElement.style.overflowAnchor = "none"; // the place is kept here, in every browser
        const before = top();
        for (const note of notes) {
            const cell = note.closest(".cell");
            const result = fresh.querySelector(`#${cell.id} > :is(.printed, .failed)`);
            if (!result) continue;
            note.replaceWith(result);
            for (const figure of cell.querySelectorAll(":scope > figure")) {
                figure.firstElementChild.replaceWith(fresh.getElementById(figure.id).firstElementChild);
            }
        }
        scrollBy({ top: top() - before, behavior: "instant" });
    };

    if (location.protocol.startsWith("http")) look();
})();
