// What was read is remembered on the reader's own machine: a mark in the list of pages, and the way back to the last one.
(() => {
    const KEY = "glassgpt-read";
    const name = (address) => new URL(address, location.href).pathname.split("/").pop() || "index.html";
    const page = name(location.href);
    const pages = [...document.querySelectorAll("#mdbook-sidebar .chapter a")];
    const here = pages.find((link) => name(link.href) === page || (page === "index.html" && link === pages[0]));
    if (!here) return;
    let kept;
    try {
        kept = { read: [], last: null, ...JSON.parse(localStorage.getItem(KEY)) };
    } catch {
        return; // this browser keeps nothing
    }
    const keep = () => localStorage.setItem(KEY, JSON.stringify(kept));

    const mark = (link) => {
        if (link.querySelector(".read")) return;
        const sign = document.createElement("span");
        sign.className = "read";
        sign.setAttribute("role", "img");
        sign.setAttribute("aria-label", "read");
        sign.textContent = "✓";
        link.append(sign);
    };
    pages.filter((link) => kept.read.includes(name(link.href))).forEach(mark);

    // A page is read when its end has been seen.
    new IntersectionObserver(([{ isIntersecting }], observer) => {
        if (!isIntersecting) return;
        observer.disconnect();
        kept.read = [...new Set([...kept.read, name(here.href)])];
        mark(here);
        keep();
    }).observe(document.querySelector("main").lastElementChild);

    if (here === pages[0]) {
        const last = pages.find((link) => name(link.href) === kept.last);
        if (!last) return;
        const back = document.createElement("p");
        back.className = "back";
        const link = document.createElement("a");
        link.href = last.href;
        link.textContent = last.firstChild.textContent.trim();
        back.append("You were reading ", link, ".");
        document.querySelector("main h1").after(back);
    } else {
        kept.last = name(here.href);
        keep();
    }
})();
