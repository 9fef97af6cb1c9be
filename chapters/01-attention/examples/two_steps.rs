//! Who drank? One step of attention can't say, two can: the first lets each animal collect
//! what is said of it, the second asks for a thirsty animal.

use attention::{Mask, attend};
use figures::{Colour, Figure, Matrix};
use ndarray::{Array2, Axis, array, s, stack};

const TEXT: &str = "the thirsty cat saw the tired dog and drank";

fn main() -> std::io::Result<()> {
    let (thirsty, cat, tired, dog, drank) = (1, 2, 5, 6, 8);
    let mut x = Array2::zeros((9, 4)); // channels: animal, thirsty, tired, "I ask who"
    for at in [[cat, 0], [dog, 0], [thirsty, 1], [tired, 2], [drank, 3]] {
        x[at] = 1.0;
    }

    // The first step: an animal asks for what is said of animals.
    let traits = x.slice(s![.., 1..3]); // (T, 2): keys and values
    let asks = x.slice(s![.., ..1]).dot(&array![[6.0, 6.0]]); // (T, 2)
    let (found, first) = attend(&asks, &traits, &traits, Mask::Causal); // (T, 2)
    let mut stream = x.clone();
    let mut collected = stream.slice_mut(s![.., 1..3]);
    collected += &found; // what was found is added to the word's own vector

    // "drank" asks for an animal, and half as loudly for thirst: of the words as they are,
    // and of the words after the first step.
    let who = |x: &Array2<f64>| {
        let q = x.slice(s![.., 3..]).dot(&array![[12.0, 6.0]]); // (T, 2)
        let k = x.slice(s![.., ..2]); // (T, 2)
        attend(&q, &k, &k, Mask::Causal).1
    };
    let (one, two) = (who(&x), who(&stream));

    println!("                     cat    dog");
    println!("hears \"thirsty\"     {:.2}   {:.2}", first[[cat, 1]], first[[dog, 1]]);
    println!(
        "hears \"tired\"       {:.2}   {:.2}",
        first[[cat, tired]],
        first[[dog, tired]]
    );
    println!("one step:  weight   {:.2}   {:.2}", one[[drank, cat]], one[[drank, dog]]);
    println!("two steps: weight   {:.2}   {:.2}", two[[drank, cat]], two[[drank, dog]]);
    assert!(first[[cat, 1]] > 0.95 && first[[cat, tired]] == 0.0, "tired comes later");
    assert!((first[[dog, 1]] - first[[dog, tired]]).abs() < 1e-15, "half and half");
    assert_eq!(one[[drank, cat]], one[[drank, dog]], "one step: a tie, to the last bit");
    assert!(two[[drank, cat]] > 7.0 * two[[drank, dog]], "two steps: the cat");
    assert!(two[[drank, cat]] > 0.85);

    let words: Vec<&str> = TEXT.split(' ').collect();
    let rows = [first.row(cat), first.row(dog), one.row(drank), two.row(drank)];
    let rows = stack(Axis(0), &rows).expect("rows of one length");
    let names = ["1: cat", "1: dog", "drank, one step", "drank, two steps"];
    let matrix = Matrix::new(&rows).rows(names).columns(words).up_to(1.0).numbers(2);
    let seen = "Four rows of weights. Cat looks at thirsty; dog looks at thirsty and tired \
        alike; drank, in one step, looks at cat and dog alike; in two steps nearly all its \
        weight is on cat.";
    Figure::new("two-steps", seen)
        .panel(
            matrix.colour(Colour::Weight).mask(|row, s| s > [cat, dog, drank, drank][row]),
        )
        .save()?;
    Ok(())
}
