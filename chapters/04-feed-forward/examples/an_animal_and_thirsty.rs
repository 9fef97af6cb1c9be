//! One hidden unit says "an animal and thirsty"; two say "one of them, but not both". No
//! linear layer says either.

use feed_forward::{Activation, FeedForward};
use figures::{Colour, Figure, Plane};
use foundations::{Layer, Linear};
use ndarray::{Array1, Array2, array};
use rand::{SeedableRng, rngs::StdRng};

/// Channels of a token: an animal, thirsty, will drink.
const CASES: [[f64; 3]; 4] = [[0., 0., 0.], [0., 1., 0.], [1., 0., 0.], [1., 1., 0.]];

/// Units that ask `x·w + b`, and each adds 1 to "will drink" for every 1 of its value.
fn rule(w: Array2<f64>, b: Array1<f64>, activation: Activation) -> FeedForward<f64> {
    let votes = Array2::from_shape_fn((b.len(), 3), |(_, c)| f64::from(c == 2));
    let down = Linear { w: votes, b: Array1::zeros(3) };
    FeedForward { up: Linear { w, b }, down, activation }
}

fn both(activation: Activation) -> FeedForward<f64> {
    rule(array![[1.0], [1.0], [0.0]], array![-1.0], activation) // animal + thirsty − 1
}

fn one_but_not_both() -> FeedForward<f64> {
    let w = array![[1.0, -1.0], [-1.0, 1.0], [0.0, 0.0]]; // either without the other
    rule(w, array![0.0, 0.0], Activation::Relu)
}

/// What a layer adds to "will drink".
fn drinks(layer: &impl Layer<f64>, [animal, thirsty, drinks]: [f64; 3]) -> f64 {
    layer.forward(&array![[[animal, thirsty, drinks]]]).0[[0, 0, 2]]
}

fn main() -> std::io::Result<()> {
    let (relu, gelu) = (both(Activation::Relu), both(Activation::Gelu));
    let either = one_but_not_both();
    println!("animal  thirsty   both: ReLU    GELU   one but not both");
    for case in CASES.into_iter().chain([[0.7, 0.8, 0.0]]) {
        let [and, soft, xor] =
            [drinks(&relu, case), drinks(&gelu, case), drinks(&either, case)];
        println!("{:6.1}  {:7.1}  {and:11.2}  {soft:6.2}   {xor:16.2}", case[0], case[1]);
        assert!((and - (case[0] + case[1] - 1.0).max(0.0)).abs() < 1e-12);
        assert!((xor - (case[0] - case[1]).abs()).abs() < 1e-12);
        assert!((soft - and).abs() < 0.17, "GELU rounds the same answer");
    }
    // A linear layer's answers: those to neither and both sum to those to either.
    let rng = &mut StdRng::seed_from_u64(1);
    for _ in 0..100 {
        let linear: Linear<f64> = Linear::new(3, 3, 1.0, rng);
        let [neither, thirsty, animal, both] = CASES.map(|case| drinks(&linear, case));
        assert!((neither + both - thirsty - animal).abs() < 1e-12);
    }

    let plane = |title: &str| Plane::new().title(title).x("animal").y("thirsty");
    let dots = |plane: Plane, layer: &FeedForward<f64>| {
        CASES.iter().fold(plane, |plane, &case| {
            plane.dot(&format!("{}", drinks(layer, case)), Colour::Text, (case[0], case[1]))
        })
    };
    let on = [(1.4, -0.4), (1.4, 1.4), (-0.4, 1.4)];
    let first = [(-0.4, -0.4), (1.4, -0.4), (1.4, 1.4)];
    let second = [(-0.4, -0.4), (1.4, 1.4), (-0.4, 1.4)];
    let and = dots(plane("both").region(Colour::nth(0), on), &relu);
    let xor = plane("one but not both").region(Colour::nth(0), first);
    let xor = dots(xor.region(Colour::nth(1), second), &either);
    let alternative = "Two planes with the four cases at the corners of a square. Left, \
        one unit is on in the upper right corner: it says 1 there and 0 at the other \
        three. Right, two units share the plane along its diagonal: 0 on the diagonal, \
        1 at the other two corners.";
    Figure::new("an-animal-and-thirsty", alternative).panels(2, [and, xor]).save()?;
    Ok(())
}
