//! Forward and every gradient against PyTorch, in `f64`; `golden.py` made the values.

use foundations::Layer;
use golden::Golden;
use positional_encoding::{Positions, sinusoids};

fn cases(kind: &str) -> Vec<Golden> {
    golden::read(include_str!("golden.json")).parts(kind)
}

#[test]
fn the_table_of_sinusoids() {
    for case in cases("sinusoids") {
        let (context, c) = (case.size("context"), case.size("channels"));
        case.assert("table", &sinusoids::<f64>(context, c, case.number("base")));
    }
}

#[test]
fn learned_positions_and_their_gradients() {
    for case in cases("learned") {
        let positions = Positions::Learned(case.array("table"));
        let (past, x) = (case.size("past"), case.array("x"));
        case.assert("y", &positions.forward_from(past, &x));
        if past == 0 {
            let (_, cache) = positions.forward(&x);
            let (dx, gradient) = positions.backward(cache, &case.array("dy"));
            case.assert("dx", &dx);
            case.assert("dtable", gradient.table());
        }
    }
}
