//! `glassgpt exercises list`: what there is, and how far one is.

use anyhow::Result;
use exercises::Kind;

use super::desk::Desk;

/// One line an exercise.
pub(crate) fn run(desk: &Desk) -> Result<()> {
    let width = desk.exercises().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let (mut count, mut solved, mut points, mut reached) = (0, 0, 0, 0);
    println!(
        "  {:width$}  chapter                 kind           Rust        minutes  level  points",
        "name"
    );
    for chapter in &desk.chapters {
        for exercise in &chapter.exercises {
            let done = desk.solved(exercise);
            println!(
                "{} {:width$}  {} {:20}  {:13}  {:10}  {:>7}  {:5}  {:>6}",
                if done { "✓" } else { "·" },
                exercise.name,
                chapter.number,
                chapter.name,
                exercise.kind,
                rust(exercise.kind),
                exercise.minutes,
                "*".repeat(exercise.difficulty as usize),
                exercise.points,
            );
            (count, points) = (count + 1, points + exercise.points);
            if done {
                (solved, reached) = (solved + 1, reached + exercise.points);
            }
        }
    }
    println!("\n{solved} of {count} solved (✓), {reached} of {points} points.");
    println!("New to Rust? Take those that ask for a number or a line first, and product_by_loops.");
    if let Some(next) = desk.next() {
        println!(
            "Next: edit chapters/exercises/examples/{0}/main.rs, then cargo exercises check {0}",
            next.name
        );
    }
    Ok(())
}

/// How much Rust an exercise asks one to write.
fn rust(kind: Kind) -> &'static str {
    match kind {
        Kind::Predict => "a number",
        Kind::Bug => "a line",
        Kind::Implement | Kind::Law => "a function",
    }
}
