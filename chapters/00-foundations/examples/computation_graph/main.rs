//! Forward and backward as one picture: values above the arrows, gradients below.

mod graph;

use figures::Figure;
use foundations::{Layer, Linear, check_gradient};
use graph::Graph;
use ndarray::array;

fn main() -> std::io::Result<()> {
    // The chain: y = w·x + b, L = (y − 4)².
    let layer = Linear { w: array![[1.0]], b: array![0.5] };
    let (y, cache) = layer.forward(&array![[[2.0]]]);
    let dy = (&y - 4.0) * 2.0; // ∂L/∂y
    let (dx, gradient) = layer.backward(cache, &dy);
    let (y, dy, dx) = (y[[0, 0, 0]], dy[[0, 0, 0]], dx[[0, 0, 0]]);
    let (dw, db, loss) = (gradient.w[[0, 0]], gradient.b[0], (y - 4.0_f64).powi(2));
    println!("chain: y = {y}, L = {loss}; dy = {dy}, dw = {dw}, db = {db}, dx = {dx}");
    assert_eq!((y, loss, dy, dw, db, dx), (2.5, 2.25, -3.0, -6.0, -3.0, -3.0));
    let chain = Graph::new(150.0)
        .node("x", (16.0, 100.0), "")
        .node("w", (122.0, 26.0), "")
        .node("b", (232.0, 26.0), "")
        .node("times", (122.0, 100.0), "·")
        .node("plus", (232.0, 100.0), "+")
        .node("square", (352.0, 100.0), "(y−4)²")
        .node("L", (462.0, 100.0), "")
        .edge("x", "times", "x = 2", dx)
        .edge("w", "times", "w = 1", dw)
        .edge("b", "plus", "b = ½", db)
        .edge("times", "plus", "2", dy)
        .edge("plus", "square", "y = 2.5", dy)
        .edge("square", "L", "L = 2.25", 1.0);

    // The fork: x reaches L = 3x + x² by two paths.
    let x: f64 = 2.0;
    let (above, below) = (3.0, 2.0 * x); // the slopes along the two ways
    println!("fork:  L = {}; dx = {above} + {below} = {}", 3.0 * x + x * x, above + below);
    assert_eq!((above, below, 3.0 * x + x * x), (3.0, 4.0, 10.0));
    let both = check_gradient("x", &array![x], &array![above + below], |x| {
        3.0 * x[0] + x[0] * x[0]
    });
    both.assert_below(1e-8); // together they are the slope that a nudge finds
    let fork = Graph::new(190.0)
        .node("x", (16.0, 92.0), "")
        .node("fork", (96.0, 92.0), "")
        .node("times", (216.0, 24.0), "3·")
        .node("square", (216.0, 160.0), "( )²")
        .node("plus", (340.0, 92.0), "+")
        .node("L", (448.0, 92.0), "")
        .edge("x", "fork", "x = 2", above + below)
        .edge("fork", "times", "2", above)
        .edge("fork", "square", "2", below)
        .edge("times", "plus", "6", 1.0)
        .edge("square", "plus", "4", 1.0)
        .edge("plus", "L", "L = 10", 1.0);

    let seen = "Two graphs. The chain: x is 2, times w, 1, plus b, one half, is y, 2.5; L \
        is 2.25. Below the arrows the gradients, from right to left 1, −3, −3, −3, with −6 \
        at w and −3 at b. The fork: x goes on two ways to L; 3 comes back on one, 4 on the \
        other, and 7 stands at x.";
    Figure::new("computation-graph", seen).panel(chain).panel(fork).save()?;
    Ok(())
}
