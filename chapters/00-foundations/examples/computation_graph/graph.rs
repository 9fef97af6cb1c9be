//! A graph of computations: what flows forward above each arrow, what flows back below it.

use figures::{Anchor, Canvas, Colour, Label, Panel};

/// Nodes that compute, arrows that carry a value forward and a gradient back.
pub(crate) struct Graph {
    height: f64,
    nodes: Vec<(&'static str, (f64, f64), &'static str)>,
    edges: Vec<(usize, usize, &'static str, f64)>,
}

impl Graph {
    pub(crate) fn new(height: f64) -> Graph {
        Graph { height, nodes: Vec::new(), edges: Vec::new() }
    }

    /// A node; one without text is where an arrow begins or ends.
    pub(crate) fn node(
        mut self,
        key: &'static str,
        at: (f64, f64),
        text: &'static str,
    ) -> Graph {
        self.nodes.push((key, at, text));
        self
    }

    pub(crate) fn edge(
        mut self,
        from: &str,
        to: &str,
        value: &'static str,
        gradient: f64,
    ) -> Graph {
        let index = |key| self.nodes.iter().position(|node| node.0 == key).expect("a node");
        self.edges.push((index(from), index(to), value, gradient));
        self
    }

    /// How far from its centre a node ends.
    fn radius(&self, node: usize) -> f64 {
        match self.nodes[node].2.chars().count() {
            0 => 0.0,
            1 | 2 => 16.0,
            3 | 4 => 27.0,
            _ => 33.0,
        }
    }
}

impl Panel for Graph {
    fn height(&self, _width: f64) -> f64 {
        self.height
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), _width: f64) {
        for &(from, to, value, gradient) in &self.edges {
            let (a, b) = (self.nodes[from].1, self.nodes[to].1);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let length = dx.hypot(dy);
            let along =
                |far: f64| (x + a.0 + dx / length * far, y + a.1 + dy / length * far);
            canvas.arrow(
                along(self.radius(from)),
                along(length - self.radius(to)),
                Colour::Text,
                1.5,
            );
            let middle = along((length + self.radius(from) - self.radius(to)) / 2.0);
            let back = format!("{gradient}").replace('-', "−");
            let (value, back) =
                (Label::new(value), Label::new(&back).colour(Colour::Gradient).bold());
            if dx == 0.0 {
                canvas.text(&value.anchor(Anchor::End), (middle.0 - 8.0, middle.1 - 4.0));
                canvas.text(&back, (middle.0 + 8.0, middle.1 - 4.0));
            } else {
                canvas.text(
                    &value.anchor(Anchor::Middle).halo(),
                    (middle.0, middle.1 - 14.0),
                );
                canvas
                    .text(&back.anchor(Anchor::Middle).halo(), (middle.0, middle.1 + 14.0));
            }
        }
        for (node, &(_, at, text)) in self.nodes.iter().enumerate() {
            let radius = self.radius(node);
            if radius > 0.0 {
                canvas.framed(
                    (x + at.0 - radius, y + at.1 - 16.0),
                    (2.0 * radius, 32.0),
                    Colour::Background,
                    Colour::Text,
                    16.0,
                );
                canvas.text(&Label::new(text).anchor(Anchor::Middle), (x + at.0, y + at.1));
            }
        }
    }
}
