//! A figure: panels on one sheet, a text alternative, a file.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use crate::canvas::{Canvas, WIDTH, escape, short};
use crate::colour::PALETTE;

/// Space between panels.
const GAP: f64 = 20.0;

/// Something that can be drawn on a figure: a plot, a matrix, bars, arrows in the plane, a map of boxes.
pub trait Panel {
    /// How high it is when it is `width` wide.
    fn height(&self, width: f64) -> f64;

    /// Draws it with its upper left corner at `at`.
    fn draw(&self, canvas: &mut Canvas, at: (f64, f64), width: f64);

    /// Whether a part of it is a link.
    fn has_links(&self) -> bool {
        false
    }
}

/// A figure of the book: one or more panels, a name, and a text alternative for those who can't see it.
///
/// ```
/// use figures::{Colour, Figure, Plot};
/// let squares = (0..=10).map(|x| (x as f64, (x * x) as f64));
/// let figure = Figure::new("squares", "A curve that rises from 0 at 0 to 100 at 10, ever steeper.")
///     .panel(Plot::new().x("x").y("x²").line("x²", Colour::Query, squares));
/// assert!(figure.svg().starts_with("<svg "));
/// ```
#[derive(Debug)]
pub struct Figure {
    name: String,
    alternative: String,
    canvas: Canvas,
    bottom: f64,
    links: bool,
}

impl Figure {
    /// An empty figure. Its name is its file's; its alternative says in words what there is to see.
    ///
    /// # Panics
    /// If the name has anything but lower-case letters, digits and `-`, or the alternative is empty.
    pub fn new(name: &str, alternative: &str) -> Self {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(
            !name.is_empty() && name.chars().all(plain),
            "a figure named {name:?}: use lower-case letters, digits and hyphens"
        );
        assert!(!alternative.trim().is_empty(), "figure {name:?} needs a text alternative");
        let (name, alternative) = (name.to_owned(), alternative.to_owned());
        Self { name, alternative, canvas: Canvas::default(), bottom: 0.0, links: false }
    }

    /// Adds a panel below what is there.
    pub fn panel(self, panel: impl Panel) -> Self {
        self.panels(1, [panel])
    }

    /// Adds several panels, `columns` of them side by side. On a telephone two plots, or four small matrices,
    /// are the most that can be read.
    ///
    /// # Panics
    /// If `columns` is 0.
    pub fn panels<P: Panel>(mut self, columns: usize, panels: impl IntoIterator<Item = P>) -> Self {
        assert!(columns > 0, "figure {:?}: panels in 0 columns", self.name);
        let width = (WIDTH - GAP * (columns - 1) as f64) / columns as f64;
        let panels: Vec<P> = panels.into_iter().collect();
        for row in panels.chunks(columns) {
            let top = if self.bottom == 0.0 { 0.0 } else { self.bottom + GAP };
            for (column, panel) in row.iter().enumerate() {
                panel.draw(&mut self.canvas, ((width + GAP) * column as f64, top), width);
                self.links |= panel.has_links();
            }
            self.bottom = top + row.iter().map(|p| p.height(width)).fold(0.0, f64::max);
        }
        self
    }

    /// The figure as SVG to be placed in a page, which gives it its colours and its font.
    ///
    /// # Panics
    /// If it has no panel.
    pub fn svg(&self) -> String {
        self.document(1.0, "") // half of a frame's line lies outside
    }

    /// The figure as SVG that stands alone, as a picture: it brings its colours for light and dark with it.
    ///
    /// # Panics
    /// If it has no panel.
    pub fn standalone_svg(&self) -> String {
        let declare = |pick: fn(&(&str, &str, &str)) -> String| PALETTE.iter().map(pick).collect::<String>();
        let light = declare(|(name, light, _)| format!("--fig-{name}:{light};"));
        let dark = declare(|(name, _, dark)| format!("--fig-{name}:{dark};"));
        self.document(
            12.0,
            &format!(
                "<style>svg{{color:#1F2328;background:var(--fig-background);{light}}}\n\
             @media (prefers-color-scheme:dark){{svg{{color:#E6E8EA;{dark}}}}}</style>\n"
            ),
        )
    }

    /// Writes the figure as `NAME.svg` into the folder that the environment variable `GLASSGPT_FIGURES` names,
    /// or else into `target/figures` of the workspace, prints where, and returns the path.
    ///
    /// # Errors
    /// If the folder or the file can't be written; the message names it.
    ///
    /// # Panics
    /// If it has no panel.
    pub fn save(&self) -> io::Result<PathBuf> {
        let path = folder()?.join(format!("{}.svg", self.name));
        write("figure", &path, self.svg().as_bytes())?;
        println!("figure: {}", path.display());
        Ok(path)
    }

    /// Writes the figure as a picture that stands alone.
    ///
    /// # Errors
    /// If the file can't be written; the message names it.
    ///
    /// # Panics
    /// If it has no panel.
    pub fn save_standalone(&self, path: &Path) -> io::Result<()> {
        write("figure", path, self.standalone_svg().as_bytes())
    }

    fn document(&self, margin: f64, style: &str) -> String {
        assert!(self.bottom > 0.0, "figure {:?} has no panel", self.name);
        let alternative = escape(&self.alternative);
        let [corner, width, height] =
            [-margin, WIDTH + 2.0 * margin, self.bottom.ceil() + 2.0 * margin].map(short);
        let role = if self.links { "group" } else { "img" }; // what is in an `img` can't be reached as a link
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{corner} {corner} {width} {height}\" role=\"{role}\" \
             aria-label=\"{alternative}\" font-family=\"var(--fig-font, system-ui, sans-serif)\">\n\
             {style}{}</svg>\n",
            self.canvas.svg()
        )
    }
}

fn folder() -> io::Result<PathBuf> {
    if let Some(folder) = env::var_os("GLASSGPT_FIGURES") {
        return Ok(folder.into());
    }
    let here = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => package.into(),
        None => env::current_dir()?,
    };
    let workspace = here.ancestors().find(|folder| folder.join("Cargo.lock").exists()).unwrap_or(&here);
    Ok(workspace.join("target/figures"))
}

/// Keeps bytes in a file beside the figures, for a live figure: what a training run has learnt.
///
/// # Errors
/// If the file can't be written; the message names it.
pub fn keep(name: &str, bytes: &[u8]) -> io::Result<()> {
    write("file", &folder()?.join(format!("{name}.bin")), bytes)
}

fn write(what: &str, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).and_then(|()| fs::write(path, bytes)).map_err(|error| {
        io::Error::new(error.kind(), format!("can't write the {what} {}: {error}", path.display()))
    })
}
