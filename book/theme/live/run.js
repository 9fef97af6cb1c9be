// Something that goes on step by step: run and pause, one step, from the start.
live.run = (figure, { step, restart, steps = 1, one: name = "One step" }) => {
    const { make } = live;
    let running = false;
    const still = matchMedia("(prefers-reduced-motion: reduce)");

    /** One step a frame; who asked for little motion sees two pictures a second, and as many steps. */
    const pause = () => new Promise((next) => (still.matches ? setTimeout(next, 500) : requestAnimationFrame(next)));
    const loop = async () => {
        while (running) {
            running = (await step(still.matches ? 30 * steps : steps)) !== false && running;
            await pause();
        }
        say();
    };
    const say = () => {
        run.textContent = running ? "Pause" : "Run";
        figure.told.setAttribute("aria-live", running ? "off" : "polite"); // a screen reader hears where it stops
    };
    const button = (label, action) => {
        const element = make("button", { type: "button", class: "live-button" }, [label]);
        element.onclick = action;
        return element;
    };
    const run = button("Run", () => {
        running = !running;
        say();
        if (running) loop();
    });
    const one = button(name, () => !running && step(1));
    const again = button("Start again", async () => {
        running = false;
        say();
        await restart();
    });
    figure.panel.append(make("div", { class: "live-control", role: "group" }, [run, one, again]));
    return { stop: () => (running = false) };
};
