// By keyboard: straight to the page, and sideways in what is wider than the window without turning the page.
(() => {
    const skip = document.createElement("a");
    skip.className = "skip";
    skip.href = "#mdbook-content";
    skip.textContent = "Skip to the page";
    document.body.prepend(skip);

    const main = document.querySelector("main");
    main?.addEventListener("keydown", (event) => {
        const scrolls = event.target.closest("pre, .formula, .table-wrapper, figure");
        if (scrolls && event.key.startsWith("Arrow")) event.stopPropagation(); // mdBook turns the page on ← and →
    });
    for (const wide of main?.querySelectorAll(".table-wrapper, pre") ?? []) {
        if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    }
})();
