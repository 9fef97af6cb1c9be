//! `glassgpt exercises list`: what there is, and how far one is.

use anyhow::Result;

use super::desk::Desk;

/// One line an exercise.
pub(crate) fn run(desk: &Desk) -> Result<()> {
    let width = desk.exercises().map(|exercise| exercise.name.len()).max().unwrap_or(0);
    let (mut count, mut solved, mut points, mut reached) = (0, 0, 0, 0);
    println!("  {:width$}  chapter                 kind           minutes  level  points", "name");
    for chapter in &desk.chapters {
        for exercise in &chapter.exercises {
            let done = desk.solved(exercise);
            println!(
                "{} {:width$}  {} {:20}  {:13}  {:>7}  {:5}  {:>6}",
                if done { "✓" } else { "·" },
                exercise.name,
                chapter.number,
                chapter.name,
                exercise.kind,
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
    if let Some(next) = desk.next() {
        println!(
            "Next: edit chapters/exercises/examples/{0}/main.rs, then cargo exercises check {0}",
            next.name
        );
    }
    Ok(())
}
