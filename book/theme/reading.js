// By keyboard: straight to the page, the list of pages, and sideways in what is wider than the window without turning
// the page. On paper: what folds is open.
(() => {
    const skip = document.createElement("a");
    skip.className = "skip";
    skip.href = "#mdbook-content";
    skip.textContent = "Skip to the page";
    document.body.prepend(skip);

    // mdBook's switch of the list is a label, which no key reaches, and its name for our dark theme is another's.
    const list = document.getElementById("mdbook-sidebar-toggle");
    list.setAttribute("role", "button");
    list.tabIndex = 0;
    list.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        list.click();
    });
    document.getElementById("mdbook-theme-navy").textContent = "Dark";

    const main = document.querySelector("main");
    main?.addEventListener("keydown", (event) => {
        const scrolls = event.target.closest("pre, .formula, .table-wrapper, figure");
        if (scrolls && event.key.startsWith("Arrow")) event.stopPropagation(); // mdBook turns the page on ← and →
    });
    /** What scrolls can be reached; what is folded has no size yet. */
    const reach = (part) => {
        for (const box of part?.querySelectorAll(".table-wrapper, .formula, pre") ?? []) {
            if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0;
        }
    };
    reach(main);
    main?.addEventListener("toggle", (event) => reach(event.target), true);
    for (const corner of main?.querySelectorAll("th:empty") ?? []) {
        corner.replaceWith(document.createElement("td")); // the head of nothing
    }
    addEventListener("beforeprint", () => {
        for (const fold of main?.querySelectorAll("details:not(.source)") ?? []) fold.open = true;
    });
})();
