// A page with an example that isn't done asks once a second how far it is, and loads itself again when it is done.
(() => {
    const notes = [...document.querySelectorAll(".waiting[data-cell]")];
    const look = async () => {
        const answer = await fetch(`${path_to_root}waiting.txt`, { cache: "no-store" }).catch(() => null);
        if (answer && answer.ok) {
            const states = new Map((await answer.text()).split("\n").map((line) => line.split(": ")));
            if (notes.some((note) => !states.has(note.dataset.cell))) {
                location.reload();
                return;
            }
            notes.forEach((note) => (note.querySelector("span").textContent = states.get(note.dataset.cell)));
        }
        setTimeout(look, 1000);
    };
    if (notes.length > 0) look();
})();
