//! Which chapter builds on which, as Cargo knows it.

use std::collections::BTreeMap;

use figures::{Canvas, Colour, Figure, Panel};

use super::{Contents, Stop};

/// The first chapter's middle, the step from one to the next, and where the boxes begin and end.
const FIRST: f64 = 20.0;
const STEP: f64 = 50.0;
const LEFT: f64 = 160.0;
const RIGHT: f64 = 440.0;

/// From one lane of arrows to the next.
const LANE: f64 = 22.0;

/// The map as a figure.
pub(crate) fn figure(contents: &Contents<'_>) -> Figure {
    let chapters = Chapters::read(contents);
    let alternative = chapters.in_words();
    Figure::new("chapters", &alternative).panel(chapters)
}

struct Chapters<'a> {
    contents: &'a Contents<'a>,
    /// The crates of the chapters by their numbers.
    names: BTreeMap<u32, &'a str>,
    /// From a chapter to the one that builds on it; what follows from other arrows is left out.
    arrows: Vec<(u32, u32)>,
}

impl<'a> Chapters<'a> {
    fn read(contents: &'a Contents<'a>) -> Self {
        let numbered = contents.workspace.crates.iter().filter_map(|krate| Some((krate.chapter()?, krate)));
        let crates: BTreeMap<u32, _> = numbered.collect();
        let number =
            |name: &String| crates.iter().find(|(_, krate)| krate.name == *name).map(|(&number, _)| number);
        let needs: BTreeMap<u32, Vec<u32>> = crates
            .iter()
            .map(|(&n, krate)| (n, krate.builds_on.iter().filter_map(number).collect()))
            .collect();
        let direct = |from: u32, to: u32| !needs[&to].iter().any(|&between| reaches(&needs, between, from));
        let all = needs.iter().flat_map(|(&to, froms)| froms.iter().map(move |&from| (from, to)));
        let arrows = all.filter(|&(from, to)| direct(from, to)).collect();
        let names = crates.iter().map(|(&number, krate)| (number, krate.name.as_str())).collect();
        Self { contents, names, arrows }
    }

    fn in_words(&self) -> String {
        let sentence = |(from, to): &(u32, u32)| format!("{} builds on {}", self.names[to], self.names[from]);
        format!(
            "Which chapter builds on which: {}.",
            self.arrows.iter().map(sentence).collect::<Vec<_>>().join("; ")
        )
    }

    /// For each chapter that others build on, the lane of its arrows: 1 is next to the boxes, longer ways go further out.
    fn lanes(&self) -> BTreeMap<u32, usize> {
        let mut ways: BTreeMap<u32, u32> = BTreeMap::new();
        for &(from, to) in &self.arrows {
            ways.entry(from).and_modify(|last| *last = to.max(*last)).or_insert(to);
        }
        let mut shortest_first: Vec<(u32, u32)> = ways.into_iter().collect();
        shortest_first.sort_by_key(|(from, to)| (to - from, *from));
        let mut lanes: Vec<Vec<(u32, u32)>> = Vec::new();
        let mut found = BTreeMap::new();
        for way in shortest_first {
            let free = |lane: &Vec<(u32, u32)>| lane.iter().all(|other| way.1 <= other.0 || other.1 <= way.0);
            let lane = lanes.iter().position(free).unwrap_or(lanes.len());
            lanes.resize(lanes.len().max(lane + 1), Vec::new());
            lanes[lane].push(way);
            found.insert(way.0, lane + 1);
        }
        found
    }

    fn y(&self, chapter: u32) -> f64 {
        let row = self.names.keys().take_while(|&&number| number < chapter).count();
        FIRST + STEP * row as f64
    }
}

/// Whether `from` builds on `to`, directly or not; a chapter does not build on itself.
fn reaches(needs: &BTreeMap<u32, Vec<u32>>, from: u32, to: u32) -> bool {
    needs[&from].iter().any(|&next| next == to || reaches(needs, next, to))
}

impl Panel for Chapters<'_> {
    fn height(&self, _width: f64) -> f64 {
        2.0 * FIRST + STEP * (self.names.len().max(1) - 1) as f64
    }

    fn has_links(&self) -> bool {
        self.names.keys().any(|&chapter| self.contents.page(chapter).is_some())
    }

    fn draw(&self, canvas: &mut Canvas, _at: (f64, f64), _width: f64) {
        let lanes = self.lanes();
        for &(from, to) in &self.arrows {
            // An arrow leaves below the middle of its box and comes in above it; all from one box share a lane.
            let (start, end) = (self.y(from) + 6.0, self.y(to) - 6.0);
            let (lane, colour) = (LEFT - LANE * lanes[&from] as f64, Colour::nth(from as usize));
            canvas.line((LEFT, start), (lane, start), colour, 1.8);
            canvas.line((lane, start), (lane, end), colour, 1.8);
            canvas.arrow((lane, end), (LEFT, end), colour, 1.8);
        }
        for (&chapter, words) in &self.names {
            let centre = ((LEFT + RIGHT) / 2.0, self.y(chapter));
            let colour = Colour::nth(chapter as usize);
            let stop = Stop { words, chapter, colour, centre, half: (RIGHT - LEFT) / 2.0 };
            stop.draw(canvas, self.contents);
        }
    }
}
