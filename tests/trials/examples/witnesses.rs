//! Prints how many witnesses the formulas of each chapter have, counted in its files as they are now.

use serde_json::Value;

struct Chapter {
    name: &'static str,
    naive: &'static str,
    gradients: &'static str,
    golden: &'static str,
    properties: &'static str,
}

fn main() {
    println!("{:24}{:>8}{:>8}{:>10}{:>8}", "chapter", "loops", "nudges", "PyTorch's", "laws");
    let mut all = [0; 4];
    for Chapter { name, naive, gradients, golden, properties } in
        include!(concat!(env!("OUT_DIR"), "/chapters.rs"))
    {
        let golden = serde_json::from_str(golden).expect("golden.json is JSON");
        let tests = |text: &str| text.lines().filter(|line| line.trim() == "#[test]").count();
        let loops = naive.lines().filter(|line| line.starts_with("pub fn ")).count();
        let counts = [loops, tests(gradients), numbers(&golden), tests(properties)];
        assert!(!counts.contains(&0), "{name} has a formula that a kind of witness says nothing about");
        print_row(name, counts);
        all = std::array::from_fn(|i| all[i] + counts[i]);
    }
    print_row("all", all);
}

fn print_row(name: &str, [loops, nudges, numbers, laws]: [usize; 4]) {
    println!("{name:24}{loops:8}{nudges:8}{numbers:10}{laws:8}");
}

/// How many numbers there are, the shapes of arrays aside.
fn numbers(golden: &Value) -> usize {
    match golden {
        Value::Number(_) => 1,
        Value::Array(list) => list.iter().map(numbers).sum(),
        Value::Object(fields) => {
            fields.iter().filter(|(name, _)| *name != "shape").map(|(_, value)| numbers(value)).sum()
        }
        _ => 0,
    }
}
