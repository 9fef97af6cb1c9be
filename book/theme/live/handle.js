// A point of a figure that is dragged, or moved with the arrow keys.
live.handle = ({ name, limits: [low, high], r, at, place, move }) => {
    const handle = live.svg("circle", { r, tabindex: 0, role: "slider", "aria-label": name, "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": 0, class: "live-handle" });
    handle.onpointerdown = (event) => {
        handle.setPointerCapture(event.pointerId);
        handle.onpointermove = (event) => move(...at(event));
    };
    handle.onpointerup = () => (handle.onpointermove = null);
    handle.onpointercancel = handle.onpointerup;
    handle.onkeydown = (event) => {
        const step = { ArrowUp: [0, 0.05], ArrowDown: [0, -0.05], ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0] }[event.key];
        if (!step) return;
        event.preventDefault();
        const [x, y] = place();
        move(x + step[0], y + step[1]);
    };
    return handle;
};
