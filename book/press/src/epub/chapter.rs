//! A page of the made book as a chapter of an EPUB: XHTML, without what only a screen can do.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

use super::still::{coloured, still};
use crate::display::escape;

/// A chapter of the EPUB.
#[derive(Debug, Default)]
pub(super) struct Chapter {
    /// Its name in the package: `01-attention.xhtml`.
    pub(super) file: String,
    /// Its heading, as XHTML has it: `&` is `&amp;`.
    pub(super) title: String,
    /// Its sections: their ids, and their headings.
    pub(super) sections: Vec<(String, String)>,
    /// What stands in its `body`.
    pub(super) body: String,
    /// Its figures, by their names in the package.
    pub(super) pictures: Vec<(String, String)>,
}

impl Chapter {
    /// From a page of the made book, whose pages have these names.
    pub(super) fn read(page: &Path, html: &str, pages: &[PathBuf]) -> Self {
        let main = html.split_once("<main>").map_or(html, |(_, rest)| rest);
        let main = main.split_once("</main>").map_or(main, |(main, _)| main);
        let (main, pictures) = pictures(main, &page.with_extension("").to_string_lossy());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(main));
        let writer = Writer { pages, chapter: RefCell::default(), open: RefCell::default() };
        let tokenizer = Tokenizer::new(writer, Default::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let file = page.with_extension("xhtml").to_string_lossy().into_owned();
        Self { file, pictures, ..tokenizer.sink.chapter.into_inner() }
    }
}

/// The page with its drawings as pictures beside it, and these.
fn pictures(html: &str, page: &str) -> (String, Vec<(String, String)>) {
    let (mut out, mut found) = (String::new(), Vec::new());
    let mut pieces = html.split("<svg");
    out += pieces.next().unwrap_or_default();
    for piece in pieces {
        let (svg, rest) = piece.split_once("</svg>").unwrap_or((piece, ""));
        let label = svg.split_once("aria-label=\"").and_then(|(_, rest)| rest.split_once('"'));
        let (label, name) = (label.map_or("", |(label, _)| label), format!("{page}-{}.svg", found.len() + 1));
        out += &format!("<img src=\"{name}\" alt=\"{label}\">{rest}");
        found.push((name, still(svg)));
    }
    (out, found)
}

/// An element that is open in the page.
struct Open {
    /// Its name there, and its class.
    name: String,
    class: String,
    /// Its name in the chapter, if it is there itself.
    written: Option<String>,
    /// Whether nothing of it is there.
    hidden: bool,
    /// Its id, and where it begins in the chapter.
    id: Option<String>,
    from: usize,
}

/// Writes a chapter while it hears a page's tags.
struct Writer<'a> {
    pages: &'a [PathBuf],
    chapter: RefCell<Chapter>,
    open: RefCell<Vec<Open>>,
}

impl TokenSink for Writer<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let (mut chapter, mut open) = (self.chapter.borrow_mut(), self.open.borrow_mut());
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                self.start(&tag, &mut chapter, &mut open);
            }
            Token::TagToken(tag) => end(&tag.name, &mut chapter, &mut open),
            Token::CharacterTokens(text) if open.last().is_none_or(|parent| !parent.hidden) => {
                chapter.body += &escape(&text);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements that have nothing in them.
const EMPTY: [&str; 5] = ["br", "hr", "img", "input", "wbr"];

impl Writer<'_> {
    fn start(&self, tag: &Tag, chapter: &mut Chapter, open: &mut Vec<Open>) {
        let attribute = |name: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name);
            found.map(|attribute| attribute.value.to_string())
        };
        let class = attribute("class").unwrap_or_default();
        let hidden =
            open.last().is_some_and(|parent| parent.hidden || is_left_out(&tag.name, &class, parent));
        let is_empty = tag.self_closing || EMPTY.contains(&&*tag.name);
        let written = name_in_chapter(&tag.name, &class).filter(|_| !hidden);
        let from = chapter.body.len();
        if let Some(name) = &written {
            chapter.body += &format!("<{name}{}{}>", self.attributes(tag), if is_empty { "/" } else { "" });
        }
        if !is_empty {
            open.push(Open { name: tag.name.to_string(), class, written, hidden, id: attribute("id"), from });
        }
    }

    fn attributes(&self, tag: &Tag) -> String {
        let mut out = String::new();
        if &*tag.name == "math" {
            out += " xmlns=\"http://www.w3.org/1998/Math/MathML\"";
        }
        if &*tag.name == "summary" {
            out += " class=\"summary\"";
        }
        for attribute in &tag.attrs {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            let (name, value) = match (&*tag.name, name) {
                (_, "href") => (name, self.link(value)),
                (_, "style") => (name, Some(coloured(value))),
                (_, "tabindex") => (name, None), // nothing scrolls
                ("math", "data-tex") => ("alttext", Some(value.to_owned())),
                // MathML 3 has these at fewer places.
                ("mfrac", "displaystyle") => ("style", Some(math_style(value).to_owned())),
                ("mtable", "scriptlevel") => (name, None),
                _ => (name, Some(value.to_owned())),
            };
            if let Some(value) = value {
                out += &format!(" {name}=\"{}\"", escape(&value));
            }
        }
        out
    }

    /// Where a link leads from the chapter; none to a file of the book that is no page, as the sources are.
    fn link(&self, link: &str) -> Option<String> {
        let (path, rest) = link.split_at(link.find('#').unwrap_or(link.len()));
        if path.is_empty() || path.contains(':') {
            return Some(link.to_owned());
        }
        let page = self.pages.iter().find(|page| *page == Path::new(path))?;
        Some(page.with_extension("xhtml").to_string_lossy().into_owned() + rest)
    }
}

fn math_style(displaystyle: &str) -> &'static str {
    if displaystyle == "true" { "math-style: normal" } else { "math-style: compact" }
}

/// What an element is called in the chapter, if it is there itself: what folds is open, and a heading leads nowhere.
fn name_in_chapter(name: &str, class: &str) -> Option<String> {
    match (name, class) {
        ("a", "header") => None,
        ("details", _) => Some("div".to_owned()),
        ("summary", _) => Some("p".to_owned()),
        _ => Some(name.to_owned()),
    }
}

/// Whether an element in a parent is left out: a cell's source, which is in the file that its line names; and of a figure
/// that moves all but what stands for it on paper.
fn is_left_out(name: &str, class: &str, parent: &Open) -> bool {
    let source = parent.name == "details" && parent.class == "source" && name != "summary";
    source || parent.class == "live" && class != "live-paper" || ["script", "style", "button"].contains(&name)
}

/// Closes an element, with all in it that is still open.
fn end(name: &str, chapter: &mut Chapter, open: &mut Vec<Open>) {
    let Some(at) = open.iter().rposition(|element| element.name == name) else { return };
    for element in open.drain(at..).rev() {
        let Some(written) = element.written else { continue };
        chapter.body += &format!("</{written}>");
        let heading = text(&chapter.body[element.from..]);
        match (element.name.as_str(), element.id) {
            ("h1", _) => chapter.title = heading,
            ("h2", Some(id)) => chapter.sections.push((id, heading)),
            _ => {}
        }
    }
}

/// XHTML without its tags.
fn text(xhtml: &str) -> String {
    xhtml.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(html: &str) -> String {
        Chapter::read(Path::new("a.html"), html, &["b.html".into()]).body
    }

    #[test]
    fn a_page_becomes_xhtml() {
        assert_eq!(body("<nav>x</nav><main><p>a<br>&lt;&nbsp;b</p></main>y"), "<p>a<br/>&lt;\u{a0}b</p>");
        assert_eq!(
            body(
                "<math data-tex=\"a&lt;b\"><mspace width=1em /><mfrac displaystyle=true></mfrac><mi style=\"color:var(--k, #123456);\">x</mi></math>"
            ),
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" alttext=\"a&lt;b\"><mspace width=\"1em\"/>\
             <mfrac style=\"math-style: normal\"></mfrac>\
             <mi style=\"color:#123456;\">x</mi></math>"
        );
    }

    #[test]
    fn what_folds_is_open_and_what_only_a_screen_can_do_is_left_out() {
        assert_eq!(
            body("<details><summary>why</summary><p>so</p></details>"),
            "<div><p class=\"summary\">why</p><p>so</p></div>"
        );
        assert_eq!(
            body("<details class=\"source\"><summary>a.rs</summary><pre><code>x</code></pre></details>"),
            "<div class=\"source\"><p class=\"summary\">a.rs</p></div>"
        );
        assert_eq!(
            body("<figure class=\"live\"><div><p>Try</p></div><p class=\"live-paper\">still</p></figure>"),
            "<figure class=\"live\"><p class=\"live-paper\">still</p></figure>"
        );
    }

    #[test]
    fn a_link_leads_to_a_chapter_or_to_the_network_or_nowhere() {
        let all = "<a href=\"b.html#c\">1</a><a href=\"#d\">2</a><a href=\"https://e\">3</a><a href=\"f.rs.html\">4</a>";
        assert_eq!(
            body(all),
            "<a href=\"b.xhtml#c\">1</a><a href=\"#d\">2</a><a href=\"https://e\">3</a><a>4</a>"
        );
    }

    #[test]
    fn a_drawing_is_a_picture_with_its_words() {
        let html = "<svg aria-label=\"a &lt; b\"><path/></svg>c";
        let chapter = Chapter::read(Path::new("a.html"), html, &[]);
        assert_eq!(chapter.body, "<img src=\"a-1.svg\" alt=\"a &lt; b\"/>c");
        assert_eq!(chapter.pictures[0].0, "a-1.svg");
    }
}
